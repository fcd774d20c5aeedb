"""Draws the series of a figure: curves, points, bands, steps and bars, along an axis of numbers or of names."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from reports.figure import EVEN, Figure, Series, is_number
from reports.lettering import lettered
from reports.numbers import number, superscript
from reports.theme import INK, MARKERS, PALETTE, PAPER, WIDTH

HEIGHT = 3.5  # inches, without the legend
LEGEND_ROW = 0.2  # inches
PAD = 0.05  # inches, around the drawing
NAME_ROW = 0.2  # inches: names stand below each other, and each needs a line
FEW_NAMES = 6  # more names than this stand below each other
LONG_NAMES = 60  # characters of all names: more do not stand beside each other
LABEL = 38  # characters of a label along the height of a drawing
LONG_NAME = 34  # characters: a legend of longer names has one column
CROWD = 3  # bands of more series than this are drawn fainter
FEW_TICKS = 8  # this many places along a logarithmic axis are named themselves
FEW_POWERS = 100  # a logarithmic axis from 1 to less than this needs more marks than its powers of ten
FEW_DECADES = 2  # an axis of both signs that goes further has a mark every second power
PLAIN_POWER = 2  # a higher power of ten on an axis is written as one
MANY = 8  # fewer points are all shown
FEW, FAR = 0.34, 4  # this share of the points may be left off an axis, where so many spans of the rest lie between
REACH = 0.5  # how far intervals alone may stretch the axis of heights, in spans of its points, or of them from 0
MANY_POINTS = 60  # above this a line goes without markers


def size(figure: Figure) -> tuple[float, float]:
    """Inches, wide and high: the legend and names below each other add to the height."""
    names = names_along(figure.series)
    drawing = max(HEIGHT - 0.6, NAME_ROW * len(names)) + 0.6 if is_upright(names) else HEIGHT
    return WIDTH, drawing + _legend_height(figure)


def draw(axes: Any, figure: Figure) -> None:
    """All series on one pair of axes; many names stand along the upright one, their values across."""
    names = names_along(figure.series)
    upright = is_upright(names)
    bars = [series for series in figure.series if series.style == "bar"]
    for place, series in enumerate(figure.series):
        x = [names.index(str(value)) for value in series.x] if names else series.x
        if series.style == "bar":
            width = 0.8 / len(bars)
            shift = (bars.index(series) - (len(bars) - 1) / 2) * width
            x = [value + shift for value in x] if names else x
            _bars(axes, series, x, width if names else 0.8, place, upright=upright)
        else:
            _curve(axes, series, x, place, upright=upright)
    keep_in_view(axes, figure)
    name_axes(axes, figure, names)
    if figure.y_scale == "log":
        mark_powers(axes.xaxis if upright else axes.yaxis)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if _has_legend(figure):
        columns = legend_columns([series.name for series in figure.series])
        axes.figure.legend(loc="upper left", ncols=columns, frameon=False, fontsize="small", borderaxespad=0.2)
    _fill(axes, figure)


def keep_in_view(axes: Any, figure: Figure, within: Figure | None = None) -> None:
    """End the axis of heights at the points that `shown` keeps, an interval at most REACH beyond them.

    What leaves the axis is cut at the frame, and points that do are counted there. `within`: the figure whose axis this
    panel shares.
    """
    upright, whole = is_upright(names_along(figure.series)), within or figure
    heights = _heights(whole)
    if figure.y_scale != "linear" or not heights:
        return
    ends = [end for one in whole.series for side in _ends(one) for end in side if is_number(end)]
    low, high = shown(heights)
    reach = REACH * (max(high - low, abs(low), abs(high)) or 1.0)
    least, most = max(low - reach, min((*ends, low))), min(high + reach, max((*ends, high)))
    cut = [y for y in _heights(figure) if not low <= y <= high]
    if min(heights) < low or max(heights) > high or (ends and (least > min(ends) or most < max(ends))):
        margin = 0.04 * (most - least)
        (axes.set_xlim if upright else axes.set_ylim)(least - margin, most + margin)
    if cut:
        span = f"{number(min(cut), 3)} to {number(max(cut), 3)}" if min(cut) < max(cut) else number(cut[0], 3)
        said = f"{len(cut)} {'point' if len(cut) == 1 else 'points'} off the axis: {span}"
        at = {"y": 0.98, "va": "top"} if max(cut) > high else {"y": 0.02, "va": "bottom"}
        axes.text(0.98, s=said, ha="right", transform=axes.transAxes, fontsize="small", **at)


def _heights(figure: Figure) -> list[float]:
    return [y for one in figure.series for y in one.y if is_number(y)]


def _ends(series: Series) -> Iterable[Sequence[float]]:
    """What is drawn about the points of a series: intervals, or the values of a few seeds."""
    return (series.low or (), series.high or ()) if series.is_banded else series.seeds or ()


def shown(heights: Sequence[float]) -> tuple[float, float]:
    """The ends of what an axis shows: all points, but for a few that a gap of FAR times the span of the rest parts off.

    >>> shown([*range(12), 20.0]), shown([*range(12), 5000.0])
    ((0, 20.0), (0, 11))
    """
    kept = sorted(heights)
    while len(kept) >= MANY:
        gap, place = max((after - before, k) for k, (before, after) in enumerate(pairwise(kept), start=1))
        most = max(kept[:place], kept[place:], key=len)
        if len(most) < (1 - FEW) * len(heights) or gap <= FAR * (most[-1] - most[0]):
            break
        kept = most
    return kept[0], kept[-1]


def _fill(axes: Any, figure: Figure) -> None:
    """Let the drawing take what its labels and the legend leave of the canvas (faster than matplotlib's own layout)."""
    wide, high = size(figure)
    top = high - PAD - _legend_height(figure)
    # near the end, so that the ticks stay as they are measured
    axes.set_position([0.12, 0.14, 0.86, top / high - 0.14])
    frame, dpi = axes.get_window_extent(), axes.figure.dpi
    around = [axis.get_tightbbox() for axis in (axes.xaxis, axes.yaxis)]
    left = PAD + (frame.x0 - min(box.x0 for box in around)) / dpi
    right = PAD + max(0, *(box.x1 - frame.x1 for box in around)) / dpi
    bottom = PAD + (frame.y0 - min(box.y0 for box in around)) / dpi
    over = max(0, *(box.y1 - frame.y1 for box in around)) / dpi
    axes.set_position([left / wide, bottom / high, (wide - left - right) / wide, (top - over - bottom) / high])


def name_axes(axes: Any, figure: Figure, names: Sequence[str]) -> None:
    """Labels, scales and ticks; the names, if any, along the axis where they stand."""
    labels = [lettered(name) for name in names]
    if is_upright(names):
        axes.set_yticks(range(len(names)), labels, fontsize="small")
        axes.set_ylim(len(names) - 0.5, -0.5)  # read from above
        axes.grid(visible=False, axis="y")
        axes.set(xlabel=lettered(figure.y_label, width=LABEL))
        _scale(axes.set_xscale, axes.xaxis, figure)
        return
    axes.set(xlabel=lettered(figure.x_label), ylabel=lettered(figure.y_label, width=LABEL))
    _scale(axes.set_yscale, axes.yaxis, figure)
    if names:
        axes.set_xticks(range(len(names)), labels, rotation=30 if max(map(len, names)) > 9 and len(names) > 4 else 0)
        axes.grid(visible=False, axis="x")
        return
    axes.set_xscale(figure.x_scale)
    if figure.x_scale == "log":
        mark_powers(axes.xaxis)
    places = sorted({float(value) for series in figure.series for value in series.x})
    counted = figure.x_scale == "linear" and all(map(float.is_integer, places))  # layers, samples
    few = FEW_TICKS / (2 if len(figure.panels) in (3, 5, 6) else 1)  # three stand side by side
    if len(places) <= few and (figure.x_scale == "log" or counted):
        marks = [number(int(place)) if place.is_integer() else f"{place:.4g}" for place in places]
        axes.set_xticks(places, marks)
        axes.set_xticks([], minor=True)


def _scale(scale: Any, axis: Any, figure: Figure) -> None:
    """The scale of the heights, one that has both signs with marks FEW_DECADES apart at most."""
    if figure.y_scale != "symlog":
        scale(figure.y_scale)
        return
    from matplotlib.ticker import FixedLocator, NullLocator

    scale("symlog", linthresh=EVEN)
    axis.axes.autoscale_view()
    low, high = axis.get_view_interval()
    most = math.ceil(math.log10(max(-low, high, 10 * EVEN)))
    least, step = round(math.log10(EVEN)), 2 if most > FEW_DECADES else 1
    powers = [10.0**k for k in range(least + step if most > FEW_DECADES else least, most + 1, step)]
    axis.set_major_locator(FixedLocator([*(-p for p in powers), 0.0, *powers]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(_power)


def mark_powers(axis: Any) -> None:
    from matplotlib.ticker import NullLocator

    axis.set_major_formatter(_power)
    low, high = axis.get_view_interval()
    if high >= FEW_POWERS * low > 0:
        axis.set_minor_locator(NullLocator())


def _power(value: float, _: int) -> str:
    """A tick of a logarithmic axis, by itself: 0.1, 1, 10, 10⁴."""
    if value <= 0:
        return f"\N{MINUS SIGN}{_power(-value, 0)}" if value else "0"
    exponent = round(math.log10(value))
    if abs(exponent) > PLAIN_POWER and math.isclose(value, 10.0**exponent):
        return f"10{superscript(exponent)}"
    return f"{value:.3g}"


def _curve(axes: Any, series: Series, x: Sequence[Any], place: int, *, upright: bool) -> None:
    look = looks(series, place)
    points = (series.y, x) if upright else (x, series.y)
    axes.plot(*points, **look)
    intervals(axes, series, x, look, upright=upright)
    hollow(axes, series, points, look)


def looks(series: Series, place: int) -> dict[str, Any]:
    """matplotlib's options for the line and the marks of a series, by its place among the names."""
    if series.style == "points":
        line = {"linestyle": "none", "marker": MARKERS[place % len(MARKERS)], "markersize": 4.5}
    else:
        few = len(series.x) <= MANY_POINTS and not series.reference
        line = {
            "linestyle": (0, (5, 2.5)) if series.reference else "-",
            "marker": MARKERS[place % len(MARKERS)] if few else "none",
            "markersize": 4,
            "drawstyle": "steps-post" if series.style == "step" else "default",
            "linewidth": 1.4,
        }
    order = 2 if series.reference else 3
    return {"color": PALETTE[place % len(PALETTE)], "label": lettered(series.name), "zorder": order, **line}


def _has_band(series: Series, *, upright: bool) -> bool:
    return series.style in ("line", "band", "step") and len(series.x) > 1 and not upright


def intervals(axes: Any, series: Series, x: Sequence[Any], look: Mapping[str, Any], *, upright: bool = False) -> None:
    """The intervals of a series as a band, or as bars; of a few seeds their own values, as small marks."""
    if series.seeds is not None and not series.is_banded:
        spread = [(place, value) for place, values in zip(x, series.seeds, strict=True) for value in values]
        where, heights = zip(*spread, strict=True) if spread else ((), ())
        dots = {"linestyle": "none", "marker": ".", "markersize": 4, "alpha": 0.6, "color": look["color"]}
        axes.plot(*((heights, where) if upright else (where, heights)), zorder=look["zorder"] - 0.5, **dots)
    elif series.low and series.high and _has_band(series, upright=upright):
        step = "post" if series.style == "step" else None
        alpha = 0.2 if len(axes.lines) < CROWD else 0.1
        band = {"color": look["color"], "alpha": alpha, "linewidth": 0, "zorder": look["zorder"] - 1, "step": step}
        axes.fill_between(x, series.low, series.high, **band)
    elif series.low and series.high:
        bars = {"fmt": "none", "ecolor": look["color"], "capsize": 2.5, "elinewidth": 1, "zorder": look["zorder"]}
        wide = [one for one in zip(x, series.y, *_errors(series), strict=True) if any(one[2:])]  # no width, no caps
        if wide:
            where, heights, *errors = zip(*wide, strict=True)
            points = (heights, where) if upright else (where, heights)
            axes.errorbar(*points, **{"xerr" if upright else "yerr": errors}, **bars)


def hollow(axes: Any, series: Series, points: tuple[Sequence[Any], ...], look: Mapping[str, Any]) -> None:
    """The paper's colour within the marks of the points that do not count."""
    kept = [k for k, mark in enumerate(series.hollow or ()) if mark]
    if kept and look["marker"] != "none":
        marks = {name: look[name] for name in ("color", "marker", "markersize")}
        at = ([values[k] for k in kept] for values in points)
        axes.plot(*at, linestyle="none", markerfacecolor=PAPER, zorder=look["zorder"] + 1, **marks)


def _bars(axes: Any, series: Series, x: Sequence[Any], width: float, place: int, *, upright: bool) -> None:
    errors = _errors(series) if series.low and series.high else None
    look = {
        "label": lettered(series.name), "color": PALETTE[place % len(PALETTE)], "alpha": 0.85, "capsize": 2.5,
        "error_kw": {"elinewidth": 1, "ecolor": INK}, "hatch": "///" if series.reference else None,
        "edgecolor": PAPER, "linewidth": 0.5, "zorder": 2,
    }  # fmt: skip
    if upright:
        axes.barh(x, series.y, height=width, xerr=errors, **look)
    else:
        axes.bar(x, series.y, width=width, yerr=errors, **look)


def _errors(series: Series) -> list[list[float]]:
    low = [max(0.0, y - end) for y, end in zip(series.y, series.low or (), strict=True)]
    high = [max(0.0, end - y) for y, end in zip(series.y, series.high or (), strict=True)]
    return [low, high]


def _has_legend(figure: Figure) -> bool:
    return len(figure.series) > 1


def _legend_height(figure: Figure) -> float:
    columns = legend_columns([series.name for series in figure.series])
    return LEGEND_ROW * -(-len(figure.series) // columns) + PAD if _has_legend(figure) else 0.0


def legend_columns(names: Sequence[str]) -> int:
    """How many names of a legend stand side by side."""
    return 1 if max(map(len, names)) > LONG_NAME else 2


def names_along(series: Sequence[Series]) -> list[str]:
    """The names along the axis where x is not numeric, in order of their first use."""
    values = [value for one in series for value in one.x]
    return list(dict.fromkeys(map(str, values))) if any(isinstance(value, str) for value in values) else []


def is_upright(names: Sequence[str]) -> bool:
    """Whether the names stand below each other: many do, and so do a few long ones."""
    return len(names) > FEW_NAMES or sum(map(len, names)) > LONG_NAMES
