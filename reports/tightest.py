"""Which bound is tightest on the trained networks of a run, and by how much: one sentence for the front page."""

from collections.abc import Mapping, Sequence
from math import inf
from statistics import median
from typing import Any

from reports.document import Link, Paragraph, Strong
from reports.numbers import number
from reports.tightness import Case, cases
from reports.vocabulary import counted, label

Data = Mapping[str, Any]


def tightest(results: Data) -> tuple[Paragraph, ...]:
    """Of the bounds that no network exceeds and that say something on each, the one nearest to what was measured."""
    groups: dict[tuple[str, str, str], list[Case]] = {}
    for one in cases(results):
        groups.setdefault((one.claim, one.reading, one.form), []).append(one)
    if not groups:
        return ()
    held = [group for group in groups.values() if not any(one.is_exceeded or one.is_vacuous for one in group)]
    ratios = [(ratio, group) for group in held if (ratio := _ratio(group)) < inf]
    if not ratios:
        said = "No bound here holds on every trained network and says something of each."
        return (Paragraph((Strong(said),), tone="lead"),)
    ratio, best = min(ratios, key=lambda pair: pair[0])
    first = best[0]
    anchors = {one["id"]: one["anchor"] for one in reversed(results["statements"])}
    name = label(first.claim.split("/")[0])
    each = f"{first.bound.unit} more" if first.bound.unit else "nats more a unit or weight"
    more = number(median(one.slack for one in best), 3)
    return (
        Paragraph(
            (
                Strong("Tightest on trained networks:"),
                " ",
                Link(name, anchor=anchors[first.claim]) if first.claim in anchors else name,
                f", {first.form or first.reading}, ",
                Strong(f"{number(ratio, 3)} times what was measured"),
                f", {more} {each} (medians of {counted(len(best), 'case')}); no case exceeds it.",
            ),
            tone="lead",
        ),
    )


def _ratio(group: Sequence[Case]) -> float:
    """The median of bound by measured; nothing is near to a measure that is not above 0."""
    pairs = [(float(one.bound.value), float(one.measured.value)) for one in group]  # type: ignore[arg-type]
    return median(bound / measured if measured > 0 else inf for bound, measured in pairs)
