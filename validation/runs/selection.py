"""What a run covers: from the words of `--only` to statements, checks and experiments."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.claims.statement import Statement
from validation.checks import Check, all_checks
from validation.experiments import Experiment, all_experiments

GROUPS = ("estimators", "experiments", "networks")


class UnknownName(ValueError):
    """A word of `--only` that names nothing; the message is one sentence for the user."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What runs, and which verdicts are whole: a parent is compared only where all its parts ran."""

    statements: tuple[Statement, ...]
    checks: tuple[Check, ...]
    experiments: tuple[Experiment, ...]


def select(only: Sequence[str] = ()) -> Selection:
    """Everything, or what `only` names: statement ids (a parent includes its parts), groups, experiments' names.

    Raises UnknownName for a word that is none of these.
    """
    experiments = all_experiments()
    if not only:
        return Selection(statements=tuple(LEDGER), checks=all_checks(), experiments=experiments)
    names = {experiment.name for experiment in experiments}
    for word in only:
        if word not in LEDGER and word not in GROUPS and word not in names:
            close = get_close_matches(word, [*(s.id for s in LEDGER), *GROUPS, *names], n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise UnknownName(f"--only: {word!r} is no statement, group or experiment{hint}")
    ids = {statement.id for statement in LEDGER if statement.id in only or statement.parent in only}
    chosen = [e for e in experiments if e.name in only or e.group in only or _speaks_to(e, ids)]
    return Selection(
        statements=tuple(statement for statement in LEDGER if statement.id in ids),
        checks=tuple(check for check in all_checks() if check.statement in ids),
        experiments=tuple(chosen),
    )


def _speaks_to(experiment: Experiment, ids: set[str]) -> bool:
    return any(statement in ids for statement in experiment.statements)
