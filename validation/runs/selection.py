"""What a run covers: from the words of `--paper` and `--only` to papers' statements, checks and experiments."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bounds.claims import Statement
from validation.checks import Check
from validation.experiments import Experiment
from validation.papers import Suite, UnusablePaper, suites

GROUPS = ("estimators", "experiments", "networks")


class UnknownName(ValueError):
    """A word of `--only` that names nothing; the message is one sentence for the user."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What runs of one paper."""

    suite: Suite
    statements: tuple[Statement, ...] = ()
    checks: tuple[Check, ...] = ()
    experiments: tuple[Experiment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What runs, paper by paper; an experiment that two papers share runs for the first of them."""

    parts: tuple[Part, ...]

    @property
    def experiments(self) -> tuple[Experiment, ...]:
        return tuple(experiment for part in self.parts for experiment in part.experiments)

    @property
    def suites(self) -> tuple[Suite, ...]:
        return tuple(part.suite for part in self.parts)

    @property
    def running(self) -> tuple[Suite, ...]:
        """The papers of which anything runs; all of them where nothing does."""
        return tuple(part.suite for part in self.parts if part.statements or part.experiments) or self.suites

    @property
    def measurements(self) -> tuple[str, ...]:
        """The modules that measure a user's network, each once."""
        return tuple(dict.fromkeys(suite.measurement for suite in self.suites if suite.measurement is not None))


def select(only: Sequence[str] = (), papers: Sequence[str] = ()) -> Selection:
    """Everything of the papers (all that are installed, unless named), or what `only` names in them.

    A word of `only` is a statement's id (a parent includes its parts; "paper:id" where two papers have it), a group,
    or an experiment's name. Raises UnknownName for a word that is none of these, and what `suites` raises.
    """
    chosen = suites(papers)
    for suite in chosen:
        suite.check()
    _tell_apart([experiment for suite in chosen for experiment in suite.all_experiments])
    _check_words(only, chosen)
    parts, taken = [], set[str]()
    for suite in chosen:
        ids = {s.id for s in suite.ledger if not only or _named(s, suite, only)}
        experiments = [e for e in suite.all_experiments if e.name not in taken and _runs(e, ids, only)]
        taken |= {e.name for e in experiments}
        parts.append(
            Part(
                suite=suite,
                statements=tuple(s for s in suite.ledger if s.id in ids),
                checks=tuple(check for check in suite.all_checks if check.statement in ids),
                experiments=tuple(experiments),
            )
        )
    return Selection(parts=tuple(parts))


def _tell_apart(experiments: Sequence[Experiment]) -> None:
    """Raises UnusablePaper where two experiments have one name: their cells would be taken for each other's."""
    for name in {experiment.name for experiment in experiments}:
        if len({id(experiment) for experiment in experiments if experiment.name == name}) > 1:
            raise UnusablePaper(f"--paper: two experiments are called {name!r}")


def _check_words(only: Sequence[str], chosen: Sequence[Suite]) -> None:
    known = [statement.id for suite in chosen for statement in suite.ledger]
    known += [f"{suite.paper.id}:{statement.id}" for suite in chosen for statement in suite.ledger]
    known += [*GROUPS, *(experiment.name for suite in chosen for experiment in suite.all_experiments)]
    for word in only:
        if word not in known:
            close = get_close_matches(word, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise UnknownName(f"--only: {word!r} is no statement, group or experiment{hint}")


def _named(statement: Statement, suite: Suite, only: Sequence[str]) -> bool:
    names = {statement.id, statement.parent}
    return any(word in names or word in {f"{suite.paper.id}:{name}" for name in names} for word in only)


def _runs(experiment: Experiment, ids: set[str], only: Sequence[str]) -> bool:
    speaks = any(statement in ids for statement in experiment.statements)
    return not only or experiment.name in only or experiment.group in only or speaks
