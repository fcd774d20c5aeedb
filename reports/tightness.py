"""Every bound against what was measured, on networks and in random worlds: one figure and one table of them all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median
from typing import Any

from reports.document import Aside, Link, Table, Text
from reports.figure import Figure, Series
from reports.numbers import number
from reports.record import Quantity, Record
from reports.record import Table as Recorded
from reports.worlds import FORMS, World, claim_of, compared, counts, named, reading_of, worlds

Data = Mapping[str, Any]

NAME = "every bound against what was measured"  # of the table in an experiment's record
COLUMNS = ("claim", "reading", "form", "where", "of", "measured", "bound", "vacuous from")
ID = "bounds-against-measured"
HEAD = ("bound", "networks", "exceeded", "slack (nats)", "bound / measured", "vacuous", "in worlds")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One bound at one place: `claim` and `reading` say whose, `form` what it is called where a claim has several.

    `of` is how many units or weights share it; from `vacuous_from` on a bound says nothing that was not known.
    """

    claim: str
    reading: str
    where: str
    measured: Quantity
    bound: Quantity
    form: str = ""
    of: int = 1
    vacuous_from: float | None = None

    @property
    def name(self) -> str:
        return named(claim_of(self.claim), self.reading)

    @property
    def slack(self) -> float:
        """How far the bound lies above what was measured, a unit or weight."""
        return (_number(self.bound.value) - _number(self.measured.value)) / self.of

    @property
    def ends(self) -> tuple[float, float]:
        """The slack at the ends of both intervals that are farthest apart."""
        (least, most), (low, high) = (one.interval or (_number(one.value),) * 2 for one in (self.bound, self.measured))
        return (least - high) / self.of, (most - low) / self.of

    @property
    def is_exceeded(self) -> bool:
        """Whether what was measured lies above the bound by more than both intervals."""
        return self.ends[1] < 0

    @property
    def is_vacuous(self) -> bool:
        return self.vacuous_from is not None and _number(self.bound.value) >= self.vacuous_from


def recorded(cases: Iterable[Case]) -> Recorded:
    """What an experiment records, for the results file alone; a bound or a measure that there is not is left out."""
    rows = tuple(
        (one.claim, one.reading, one.form, one.where, one.of, one.measured, one.bound, one.vacuous_from)
        for one in cases
        if one.bound.value is not None and one.measured.value is not None
    )
    return Recorded(NAME, COLUMNS, rows, shown=False)


@dataclass(frozen=True)
class Row:
    """A bound in one reading: what networks and random worlds say of it."""

    name: str
    cases: tuple[Case, ...] = ()
    worlds: tuple[World, ...] = ()

    @property
    def marks(self) -> tuple[Case | World, ...]:
        return (*self.cases, *self.worlds)


def rows(results: Data) -> list[Row]:
    """A row a claim and reading, in the order of the claims; none where no experiment recorded any.

    Worlds of a part stand beside the networks of its claim, or else under the part's own name.
    """
    found = cases(results)
    on_networks = {one.name for one in found}
    marks: dict[str, list[Case | World]] = {}
    every: list[Case | World] = [*found, *worlds(results, {one.claim for one in found})]
    for one in every:
        whole = named(claim_of(one.claim), one.reading)
        marks.setdefault(whole if whole in on_networks else one.name, []).append(one)
    order = [claim_of(statement["id"]) for statement in results["statements"]]

    def place(row: tuple[str, list[Case | World]]) -> tuple[int, int, str]:
        claim = claim_of(row[1][0].claim)
        return order.index(claim) if claim in order else len(order), FORMS.index(row[1][0].reading), row[0]

    return [
        Row(
            name,
            tuple(one for one in own if isinstance(one, Case)),
            tuple(one for one in own if isinstance(one, World)),
        )
        for name, own in sorted(marks.items(), key=place)
    ]


def cases(results: Data) -> list[Case]:
    """All that the experiments of a run recorded."""
    return [
        case
        for experiment in results["experiments"].values()
        for table in _tables(Record.from_json(experiment["record"]))
        if (table.name, table.columns) == (NAME, COLUMNS)
        for case in map(_case, table.rows)
        if isfinite(case.slack)
    ]


def missing(results: Data, found: Sequence[Row]) -> list[str]:
    """The readings of the claims compared of which the results hold neither a network nor a world."""
    held = {(claim_of(mark.claim), mark.reading) for row in found for mark in row.marks}
    recorded = {one.claim for row in found for one in row.cases}
    return [
        named(claim["id"], name)
        for claim, _ in compared(results, recorded)
        for name in FORMS
        if (reading := reading_of(claim, name)) and counts(reading) and (claim["id"], name) not in held
    ]


def figure(found: Sequence[Row], missing: Sequence[str] = ()) -> Figure:
    """A row a bound, its distance from what was measured along an axis on which 0 parts violated from held."""
    names = [row.name for row in found]
    lacking = f" Not drawn, for these results hold no number of it: {'; '.join(missing)}." if missing else ""
    return Figure(
        id=ID,
        subject=ID,
        title="Every bound against what was measured",
        x_label="bound",
        y_label="bound less measured (nats each)",
        y_scale="symlog",
        series=[
            # first, for it has all names in their order
            Series(name="0: left of it the bound fails", x=names, y=[0.0] * len(names), reference=True),
            _networks([(row.name, one) for row in found for one in row.cases]),
            *_worlds([(row.name, one) for row in found for one in row.worlds]),
        ],
        caption="Right of 0 the bound holds, and the nearer the tighter. Networks: a unit or weight (of a certificate "
        "in shares of errors), with intervals; hollow where the bound is vacuous, no less than H(x), log N or what "
        "else is known without it. Worlds: the one of each search, random or adversarial, that came nearest to "
        "failing, as a whole; of an equation, minus the difference of its sides. Between -0.01 and 0.01 the axis is "
        f"even, beyond it logarithmic.{lacking}",
    )


def _networks(marks: Sequence[tuple[str, Case]]) -> Series:
    low, high = zip(*(one.ends for _, one in marks), strict=True)
    return Series(
        name="trained networks",
        x=[name for name, _ in marks],
        y=[one.slack for _, one in marks],
        low=low,
        high=high,
        hollow=[one.is_vacuous for _, one in marks],
        style="points",
    )


def _worlds(marks: Sequence[tuple[str, World]]) -> Iterator[Series]:
    if marks:
        x, y = [name for name, _ in marks], [one.slack for _, one in marks]
        yield Series(name="random worlds", x=x, y=y, style="points")


def summary(found: Sequence[Row], anchors: Mapping[str, str]) -> Table:
    """A row a bound: how often networks exceeded it, how tight it is, how often it says nothing, the nearest world."""
    return Table(
        "How tight each bound is: medians over networks, a unit or weight each, and the least slack in random worlds",
        HEAD,
        tuple(_cells(row, anchors) for row in found),
        numeric=tuple(range(1, len(HEAD))),
        role="tight",
    )


def _cells(row: Row, anchors: Mapping[str, str]) -> tuple[Text, ...]:
    own = row.cases
    anchor = anchors.get(row.marks[0].claim)
    forms = ", ".join(dict.fromkeys(one.form for one in own if one.form))
    ratios = [_number(one.bound.value) / _number(one.measured.value) for one in own if one.measured.value]
    return (
        (Link(row.name, anchor=anchor) if anchor else row.name, *((Aside(f" {forms}"),) if forms else ())),
        (str(len(own)) if own else "",),
        (_counted([one.is_exceeded for one in own]),),
        (number(median(one.slack for one in own), 3), *_other_unit(own[0])) if own else ("",),
        (number(median(ratios), 3) if ratios else "",),
        (_counted([one.is_vacuous for one in own if one.vacuous_from is not None], of=len(own)),),
        (number(min(one.slack for one in row.worlds), 3) if row.worlds else "",),
    )


def _other_unit(case: Case) -> Text:
    return (Aside(f" {case.bound.unit}"),) if case.bound.unit else ()


def _counted(those: Sequence[bool], *, of: int = 0) -> str | Aside:
    """How many are; `of` how many it is known, where that is not all."""
    if not those:
        return Aside("not recorded") if of else ""
    beside = f" of {len(those)}" if len(those) < of else ""
    return f"{sum(those)}{beside}" if any(those) else Aside(f"none{beside}")


def _tables(record: Record) -> Iterator[Recorded]:
    yield from record.tables
    for group in record.groups:
        yield from _tables(group)


def _case(row: Sequence[Any]) -> Case:
    claim, reading, form, where, of, measured, bound, vacuous_from = row
    return Case(
        claim=claim,
        reading=reading if reading in FORMS else FORMS[0],
        form=form,
        where=where,
        of=of,
        measured=measured if isinstance(measured, Quantity) else Quantity("", measured),
        bound=bound if isinstance(bound, Quantity) else Quantity("", bound),
        vacuous_from=vacuous_from,
    )


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
