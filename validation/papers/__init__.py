"""Papers as plug-ins: what a paper's folder offers, and the papers that are installed.

An installed package offers a paper by an entry point of the group "emergence_audit.papers": its name is the paper's
id, its object a `Suite`.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.resources.abc import Traversable
from typing import TypeVar

from bounds.claims import Ledger, Paper, Symbolic, Verdict
from bounds.claims.edition import check_shared
from bounds.claims.finding import ledger_of
from bounds.claims.paper import GROUP
from validation.checks import Check, checks_in
from validation.effort import PROFILES
from validation.experiments import Experiment
from validation.faults import lacking

T = TypeVar("T")
UNTIL = " until "


class UnknownPaper(ValueError):
    """A name that no installed paper has; the message is one sentence for the user."""


class UnusablePaper(ValueError):
    """An installed paper that cannot be used; the message is one sentence for the user."""


@dataclass(frozen=True, kw_only=True)
class Suite:
    """What is done with a paper. Modules are named, and imported when they are wanted.

    `checks` names the package whose modules hold the checks, `experiments` the modules with an `EXPERIMENT` each;
    `audited` is the table of audited verdicts, read after the verdicts are computed; `measurement` names the module
    whose `measure(model, loss, data, *, name, seed)` says what the paper's bounds say of a network.
    """

    paper: Paper
    ledger: Ledger
    checks: str
    audited: Traversable
    experiments: tuple[str, ...] = ()
    measurement: str | None = None

    @cached_property
    def all_checks(self) -> tuple[Check, ...]:
        """Every check. Raises UnusablePaper where they cannot be loaded, or one speaks of no reading of the ledger."""
        checks = self._loaded("checks", lambda: checks_in(self.checks))
        for check in checks:
            statement = self.ledger[check.statement] if check.statement in self.ledger else None
            own = {reading.name for reading in statement.readings if reading.same_as is None} if statement else ()
            if check.reading not in own:
                raise UnusablePaper(
                    f"--paper: {self.paper.id} has a check of {check.statement} {check.reading}, no reading of its own"
                )
        return checks

    @cached_property
    def all_experiments(self) -> tuple[Experiment, ...]:
        """Every experiment. Raises UnusablePaper where one cannot be loaded."""
        return tuple(self._loaded(name, partial(_experiment, name)) for name in self.experiments)

    def _loaded(self, what: str, load: Callable[[], T]) -> T:
        try:
            return load()
        except MemoryError:
            raise
        except (Exception, SystemExit) as error:
            raise UnusablePaper(f"--paper: {what} of {self.paper.id} cannot be loaded ({_why(error)})") from error

    @cached_property
    def audited_verdicts(self) -> dict[tuple[str, str], Verdict]:
        """The audited verdicts by statement id and reading name, to compare with what was computed.

        Raises UnusablePaper where the table cannot be read, or has a line for no reading.
        """
        try:
            lines = {key: Verdict(str(value).partition(UNTIL)[0]) for key, value in self._audited_lines.items()}
        except (OSError, ValueError, AttributeError) as error:
            raise UnusablePaper(f"--paper: the audited table of {self.paper.id} cannot be read ({error})") from error
        for id_, name in lines:
            if id_ not in self.ledger or all(name != reading.name for reading in self.ledger[id_].readings):
                line = f"{self.paper.id} has an audited line for {id_} {name}"
                raise UnusablePaper(f"--paper: {line}, which is no reading")
        return lines

    @cached_property
    def _audited_lines(self) -> dict[tuple[str, str], str]:
        """Those of the table; a reading without one that another paper has too has the line that it has there."""
        table = tomllib.loads(self.audited.read_text(encoding="utf-8"))
        same = [(s.id, r.name, r.same_as) for s in self.ledger for r in s.readings if r.same_as is not None]
        there = {(id_, name): suite(one.paper)._audited_lines.get(one[1:]) for id_, name, one in same}
        own = {(id_, name): value for id_, row in table.items() for name, value in row.items()}
        return {**{key: line for key, line in there.items() if line is not None}, **own}

    @cached_property
    def decided_by(self) -> dict[tuple[str, str], str]:
        """The profile at which a claim about measurements is decided, where its audited line says "undecided until" it.

        Raises UnusablePaper where a line names no profile.
        """
        _ = self.audited_verdicts
        until = {key: value.partition(UNTIL) for key, value in self._audited_lines.items() if UNTIL in value}
        for (id_, name), (verdict, _, profile) in until.items():
            if profile not in PROFILES or verdict != Verdict.UNDECIDED:
                wanted = f"'undecided until' one of {', '.join(PROFILES)}"
                raise UnusablePaper(
                    f"--paper: {self.paper.id} has the audited line {id_} {name}, which is not {wanted}"
                )
        return {key: profile for key, (*_, profile) in until.items()}

    def check(self) -> None:
        """Raises UnusablePaper for what contradicts itself here, before a run: no verdict is looked at."""
        _ = self.all_checks, self.all_experiments, self.decided_by
        try:
            check_shared(self.ledger, ledger_of)
        except ValueError as error:
            raise UnusablePaper(f"--paper: {self.paper.id} cannot be used ({error})") from error

    @property
    def sources(self) -> tuple[str, ...]:
        """The modules that a check's claim comes from: the suite's own, and those that its formulas are built in."""
        forms = [reading.formula for statement in self.ledger for reading in statement.readings]
        built = {form.module for form in forms if isinstance(form, Symbolic)}
        point = _entry_points().get(self.paper.id)  # one made by hand has none
        return (*([point.module] if point else []), *sorted(built))


def _experiment(module: str) -> Experiment:
    found: Experiment = import_module(module).EXPERIMENT
    return found


def installed_names() -> tuple[str, ...]:
    """The ids of the installed papers, in the order of their names."""
    return tuple(sorted(_entry_points()))


def suites(names: Sequence[str] = ()) -> tuple[Suite, ...]:
    """The suites of the named papers, or of all that are installed.

    Raises UnknownPaper for a name that none has, UnusablePaper for one that cannot be loaded or contradicts itself.
    """
    known = installed_names()
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            these = f"these are: {', '.join(known) or 'none'}"
            raise UnknownPaper(f"--paper: {name!r} is no installed paper, {these}{hint}")
    if not known:
        raise UnknownPaper("--paper: no paper is installed; install this package (pip install .)")
    chosen = tuple(suite(name) for name in dict.fromkeys(names or known))
    prefixes = [one.paper.to_json()["prefix"] for one in chosen]
    if len(set(prefixes)) < len(prefixes):
        shared = [one.paper.id for one, prefix in zip(chosen, prefixes, strict=True) if prefixes.count(prefix) > 1]
        raise UnusablePaper(f"--paper: {' and '.join(shared)} have one prefix, so that their statements have one name")
    return chosen


@cache
def suite(name: str) -> Suite:
    """The suite of one installed paper; raises UnusablePaper where it cannot be loaded."""
    try:
        found = _entry_points()[name].load()
    except MemoryError:
        raise
    except Exception as error:
        raise UnusablePaper(f"--paper: {name} cannot be loaded ({_why(error)})") from error
    if not isinstance(found, Suite):
        raise UnusablePaper(f"--paper: {name} offers a {type(found).__name__}, not a Suite")
    if found.paper.id != name:
        raise UnusablePaper(f"--paper: {name} offers a paper with another id, {found.paper.id}")
    return found


def _why(error: BaseException) -> str:
    is_missing = isinstance(error, ModuleNotFoundError) and "." not in (error.name or ".")  # a whole library is
    return lacking(error) if is_missing else f"{type(error).__name__}: {error}".splitlines()[0]


def _entry_points() -> dict[str, EntryPoint]:
    points: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        other = points.setdefault(point.name, point)
        if other.value != point.value:
            both = " and ".join(sorted(p.dist.name if p.dist else p.value for p in (other, point)))
            raise UnusablePaper(f"--paper: {both} both offer the paper {point.name}")
    return points
