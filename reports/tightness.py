"""Every bound against what was measured: what an experiment records of it, one figure and one table of them all."""

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
from reports.vocabulary import label

Data = Mapping[str, Any]

NAME = "every bound against what was measured"  # of the table in an experiment's record
COLUMNS = ("claim", "reading", "form", "where", "of", "measured", "bound", "vacuous from")
FORMS = ("printed", "repaired", "sharpened")
ID = "bounds-against-measured"
HEAD = ("bound", "cases", "exceeded", "median slack (nats each)", "median of bound / measured", "vacuous")


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
        return f"{label(self.claim.split('/')[0])}, {self.form or self.reading}"

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


def cases(results: Data) -> list[Case]:
    """All that the experiments of a run recorded, in the order of the claims, the printed form of each first."""
    found = [
        case
        for experiment in results["experiments"].values()
        for table in _tables(Record.from_json(experiment["record"]))
        if (table.name, table.columns) == (NAME, COLUMNS)
        for case in map(_case, table.rows)
        if isfinite(case.slack)
    ]
    order = [statement["id"] for statement in results["statements"]]
    place = {claim: order.index(claim) if claim in order else len(order) for claim in {one.claim for one in found}}
    return sorted(found, key=lambda one: (place[one.claim], FORMS.index(one.reading), one.name))


def figure(found: Sequence[Case]) -> Figure:
    """A row a bound, its distance from what was measured along an axis on which 0 parts violated from held."""
    series = []
    for form in FORMS:
        own = [one for one in found if one.reading == form]
        if own:
            x, y = [one.name for one in own], [one.slack for one in own]
            low, high = zip(*(one.ends for one in own), strict=True)
            series.append(Series(name=form, x=x, y=y, low=low, high=high, style="points"))
    names = list(dict.fromkeys(one.name for one in found))
    border = Series(name="0: below it the bound fails", x=names, y=[0.0] * len(names), reference=True)
    return Figure(
        id=ID,
        subject=ID,
        title="Every bound against what was measured",
        x_label="bound",
        y_label="bound less measured (nats a unit or weight)",
        y_scale="symlog",
        series=[border, *series],
        caption="A mark a trained network, with its interval: right of 0 the bound holds, and the nearer the tighter; "
        "of a certificate in shares of errors. Between -0.01 and 0.01 the axis is even, beyond it logarithmic.",
    )


def summary(found: Sequence[Case], anchors: Mapping[str, str]) -> Table:
    """A row a bound: how often it was exceeded, how tight it is, how often it says nothing."""
    groups: dict[str, list[Case]] = {}
    for one in found:
        groups.setdefault(one.name, []).append(one)
    rows = tuple(_row(name, group, anchors) for name, group in groups.items())
    return Table("How tight each bound is", HEAD, rows, numeric=(1, 2, 3, 4, 5), role="tight")


def _row(name: str, group: Sequence[Case], anchors: Mapping[str, str]) -> tuple[Text, ...]:
    anchor = anchors.get(group[0].claim)
    exceeded, vacuous = (sum(getattr(one, what) for one in group) for what in ("is_exceeded", "is_vacuous"))
    ratios = [_number(one.bound.value) / _number(one.measured.value) for one in group if one.measured.value]
    return (
        (Link(name, anchor=anchor) if anchor else name,),
        (str(len(group)),),
        (str(exceeded) if exceeded else Aside("none"),),
        (number(median(one.slack for one in group), 3),),
        (number(median(ratios), 3) if ratios else "",),
        (str(vacuous) if vacuous else Aside("none"),),
    )


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
