"""What of a run needs the extra [networks]: found from the source, before anything runs."""

from validation.runs.selection import Selection
from validation.runs.source import libraries


def needing_networks(selection: Selection) -> list[str]:
    """What of a selection has source that reaches torch: experiments by name, checks by the statement's id."""
    named: list[tuple[str, tuple[str, ...]]]
    named = [(e.name, (e.cells.__module__, e.summarise.__module__)) for e in selection.experiments]
    named += [(check.statement, (check.module,)) for part in selection.parts for check in part.checks]
    return list(dict.fromkeys(name for name, modules in named if "torch" in libraries(modules)))
