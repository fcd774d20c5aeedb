"""A figure as plain data: what is drawn, in which units, with which intervals. Drawing is `reports.figures`' work."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

HEIGHTS = ("y", "low", "high")
EVEN = 0.01
FEW_SEEDS = 5
Style = Literal["line", "points", "band", "bar", "step"]


@dataclass(frozen=True, kw_only=True)
class Series:
    """One named series; `low` and `high` are the ends of each point's interval, `seeds` what each seed has there.

    Series of one `panel` are drawn together, a reference without one on every panel.
    """

    name: str
    x: Sequence[Any]
    y: Sequence[float]
    low: Sequence[float] | None = None
    high: Sequence[float] | None = None
    style: Style = "line"
    reference: bool = False  # a prediction or a bound, drawn dashed and behind the measurements
    hollow: Sequence[bool] | None = None  # points that do not count, such as networks still in training
    panel: str = ""
    seeds: Sequence[Sequence[float]] | None = None

    def __post_init__(self) -> None:
        given = [values for values in (self.y, self.low, self.high, self.hollow, self.seeds) if values is not None]
        if any(len(values) != len(self.x) for values in given):
            raise ValueError(f"series: {self.name!r} has not as many heights as places")

    @property
    def is_banded(self) -> bool:
        """Whether its intervals are worth a band: of fewer than FEW_SEEDS seeds the values themselves say more."""
        return self.seeds is None or min(map(len, self.seeds), default=0) >= FEW_SEEDS


@dataclass(frozen=True, kw_only=True)
class Image:
    """A field of values on a grid (rows y, columns x), or a strip of grey images of one shape."""

    name: str
    values: Sequence[Sequence[float]]
    x: Sequence[Any] = ()
    y: Sequence[Any] = ()

    def __post_init__(self) -> None:
        if len(self.values) == 0 or len({len(row) for row in self.values}) != 1 or len(self.values[0]) == 0:
            raise ValueError(f"images: {self.name!r} has no rows of one length")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of one or more panels that share their axes' meaning.

    `id` is a file name without its ending; `subject` is the id of the statement, or the name of the experiment or
    network, that it belongs to. Labels carry their unit: "information (nats)".
    """

    id: str
    subject: str
    title: str
    x_label: str
    y_label: str
    caption: str
    series: Sequence[Series] = ()
    images: Sequence[Image] = ()
    x_scale: Literal["linear", "log"] = "linear"
    y_scale: Literal["linear", "log", "symlog"] = "linear"  # symlog: even within EVEN of 0
    value_label: str = ""  # of an image's colours
    own_axes: bool = False  # of each panel, where they do not share what they measure; its name then has the unit
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        homeless = [one.name for one in self.series if self.panels and not (one.panel or one.reference)]
        if homeless:
            raise ValueError(f"series: {homeless[0]!r} is on no panel, where others are")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def panels(self) -> tuple[str, ...]:
        """The names of its panels, in order; none where all is drawn on one pair of axes."""
        return tuple(dict.fromkeys(one.panel for one in self.series if one.panel))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Figure":
        series = tuple(
            Series(
                **one
                | {key: _numbers(one[key]) for key in HEIGHTS if one.get(key)}
                | ({"seeds": [_numbers(values) for values in one["seeds"]]} if one.get("seeds") else {})
            )
            for one in data["series"]
        )
        images = tuple(Image(**{**one, "values": [_numbers(row) for row in one["values"]]}) for one in data["images"])
        return cls(**{**data, "series": series, "images": images})


def _numbers(values: Sequence[Any]) -> list[Any]:
    """The values, those that are not finite no longer as text."""
    return [float(value) if isinstance(value, str) else value for value in values]


def is_number(value: Any) -> bool:
    """Whether a value of a figure can be drawn."""
    return isinstance(value, int | float) and math.isfinite(value)
