"""Hands out the figures of a run by their subject, numbered in the order in which a reader meets them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.document import Picture, Table
from reports.figure import Figure
from reports.figures import points
from reports.numbers import number
from reports.prose import prose, symbols

DOTS = "Small dots are single seeds: fewer than five have no band."
DATA_ROWS = 12  # a figure with more points has the rest of its data in the file beside the report only


class Pictures:
    """The figures not yet placed; `placed` has all that are."""

    def __init__(self, figures: Sequence[Mapping[str, Any]]) -> None:
        self._waiting = [Figure.from_json(data) for data in figures]
        self.placed: list[Figure] = []

    def of(self, subject: str) -> tuple[Picture, ...]:
        """The figures of a statement, an experiment or a network."""
        chosen = [figure for figure in self._waiting if figure.subject == subject]
        self._waiting = [figure for figure in self._waiting if figure.subject != subject]
        return tuple(self._place(figure) for figure in chosen)

    def rest(self) -> Iterator[Picture]:
        """The figures whose subject the report does not have."""
        for subject in dict.fromkeys(figure.subject for figure in self._waiting):
            yield from self.of(subject)

    def _place(self, figure: Figure) -> Picture:
        self.placed.append(figure)
        return Picture(
            id=f"figure:{figure.id}",
            number=len(self.placed),
            title=prose(figure.title),
            caption=prose(f"{figure.caption} {DOTS}" if _has_dots(figure) else figure.caption),
            drawing=figure.id,
            csv=f"figures/{figure.id}.csv",
            data=_data(figure),
        )


def _has_dots(figure: Figure) -> bool:
    return any(series.seeds is not None and not series.is_banded for series in figure.series)


def _data(figure: Figure) -> Table:
    rows = [row for series in figure.series for row in points(series)][:DATA_ROWS]
    cells = tuple(((symbols(name),), *((number(v) if v != "" else "",) for v in row)) for name, *row in rows)
    head = ("series", symbols(figure.x_label), symbols(figure.y_label), "low", "high")
    return Table(f"Data of ‘{symbols(figure.title)}’", head, cells, numeric=(1, 2, 3, 4), role="data")
