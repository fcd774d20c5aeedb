"""Draws figures as SVG with one theme, and writes the numbers behind each as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from reports.figure import Figure, Image, Series
from reports.lettering import lettered
from reports.prose import symbols
from reports.svg import described

# distinct to colour-blind readers (after Okabe and Ito), darkened to stand out 3:1 from white
PALETTE = ("#0072b2", "#d55e00", "#00805c", "#a8508c", "#7d6608", "#555555")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")  # one more than colours: a colour that returns has another marker
INK, GRID = "#222222", "#d9d9d9"
SIZE = (6.4, 3.7)  # inches
CROWD = 3  # bands of more series than this are drawn fainter
FEW_TICKS = 8  # this many places along a logarithmic axis are named themselves
MANY_POINTS = 60  # above this a line goes without markers
FINE_GRID = 900  # an image of more cells is drawn as one picture instead of one square a cell


def draw(figure: Figure) -> str:
    """The figure as SVG: the same figure gives the same bytes."""
    import matplotlib
    import seaborn
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    theme = {
        **seaborn.axes_style("whitegrid"),
        **seaborn.plotting_context("paper", font_scale=1.15),
        "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
        "grid.color": GRID, "grid.linewidth": 0.6, "axes.linewidth": 0.8, "font.family": "DejaVu Sans",
        "svg.hashsalt": figure.id, "svg.fonttype": "path", "path.simplify": True,
    }  # fmt: skip
    with matplotlib.rc_context(theme):
        canvas = Canvas(figsize=_size(figure), layout="constrained")
        FigureCanvasSVG(canvas)
        if figure.images:
            _draw_images(canvas, figure)
        else:
            _draw_series(canvas.add_subplot(), figure)
        stream = io.StringIO()
        canvas.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return described(
        stream.getvalue(), id=f"svg-{figure.id}", title=symbols(figure.title), description=description(figure)
    )


def to_csv(figure: Figure) -> str:
    """The numbers behind the figure, a point (or a cell of an image) a line."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if figure.series:
        writer.writerow(["series", "x", "y", "low", "high"])
        writer.writerows(row for series in figure.series for row in points(series))
    if figure.images:
        writer.writerow(["image", "y", "x", "value"])
        writer.writerows(row for image in figure.images for row in _cells(image))
    return stream.getvalue()


def points(series: Series) -> list[tuple[Any, ...]]:
    """(series, x, y, low, high) for each point; no interval gives empty ends."""
    blank = [""] * len(series.x)
    low, high = series.low or blank, series.high or blank
    return [(series.name, *row) for row in zip(series.x, series.y, low, high, strict=True)]


def description(figure: Figure) -> str:
    """What is drawn, in words, for readers who do not see it."""
    axes = symbols(f"{figure.y_label or 'values'} against {figure.x_label or 'position'}.")
    series = "; ".join(_in_words(one) for one in figure.series)
    images = f"Images: {', '.join(image.name for image in figure.images)}." if figure.images else ""
    return " ".join(part for part in (axes, f"{series}." if series else "", images) if part)


def _in_words(series: Series) -> str:
    ends = [float(value) for value in series.y if _is_number(value)]
    span = f" from {min(ends):.3g} to {max(ends):.3g}" if ends else ""
    interval = ", with intervals" if series.low else ""
    style = "reference" if series.reference else series.style
    return f"{symbols(series.name)} ({style}, {len(series.x)} points{span}{interval})"


def _draw_series(axes: Any, figure: Figure) -> None:
    named = _categories(figure.series)
    bars = [series for series in figure.series if series.style == "bar"]
    for place, series in enumerate(figure.series):
        x = [named.index(str(value)) for value in series.x] if named else series.x
        if series.style == "bar":
            width = 0.8 / len(bars)
            shift = (bars.index(series) - (len(bars) - 1) / 2) * width
            x = [value + shift for value in x] if named else x
            _bars(axes, series, x, width if named else None, place)
        else:
            _curve(axes, series, x, place)
    if named:
        axes.set_xticks(
            range(len(named)),
            [lettered(name) for name in named],
            rotation=30 if max(map(len, named)) > 9 and len(named) > 4 else 0,
        )
        axes.grid(visible=False, axis="x")
    axes.set(xlabel=lettered(figure.x_label), ylabel=lettered(figure.y_label), yscale=figure.y_scale)
    if not named:
        axes.set_xscale(figure.x_scale)
        places = sorted({float(value) for series in figure.series for value in series.x})
        if figure.x_scale == "log" and len(places) <= FEW_TICKS:
            axes.set_xticks(places, [_tick(place) for place in places])
            axes.set_xticks([], minor=True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(figure.series) > 1:
        columns = 1 if max(len(series.name) for series in figure.series) > 34 else 2
        axes.figure.legend(loc="outside upper left", ncols=columns, frameon=False, fontsize="small", borderaxespad=0.2)


def _curve(axes: Any, series: Series, x: Sequence[Any], place: int) -> None:
    colour, order = PALETTE[place % len(PALETTE)], 2 if series.reference else 3
    if series.style == "points":
        line = {"linestyle": "none", "marker": MARKERS[place % len(MARKERS)], "markersize": 4.5}
    else:
        few = len(x) <= MANY_POINTS and not series.reference
        line = {
            "linestyle": (0, (5, 2.5)) if series.reference else "-",
            "marker": MARKERS[place % len(MARKERS)] if few else "none",
            "markersize": 4,
            "drawstyle": "steps-post" if series.style == "step" else "default",
            "linewidth": 1.4,
        }
    if series.low and series.high and series.style in ("line", "band", "step") and len(x) > 1:
        step = "post" if series.style == "step" else None
        alpha = 0.2 if len(axes.lines) < CROWD else 0.1
        axes.fill_between(
            x, series.low, series.high, color=colour, alpha=alpha, linewidth=0, zorder=order - 1, step=step
        )
        axes.plot(x, series.y, color=colour, label=lettered(series.name), zorder=order, **line)
    elif series.low and series.high:
        errors = _errors(series)
        axes.errorbar(
            x,
            series.y,
            yerr=errors,
            color=colour,
            label=lettered(series.name),
            zorder=order,
            capsize=2.5,
            elinewidth=1,
            **line,
        )
    else:
        axes.plot(x, series.y, color=colour, label=lettered(series.name), zorder=order, **line)


def _bars(axes: Any, series: Series, x: Sequence[Any], width: float | None, place: int) -> None:
    errors = _errors(series) if series.low and series.high else None
    axes.bar(
        x, series.y, width=width or 0.8, yerr=errors, label=lettered(series.name), color=PALETTE[place % len(PALETTE)],
        alpha=0.85, capsize=2.5, error_kw={"elinewidth": 1, "ecolor": INK}, hatch="///" if series.reference else None,
        edgecolor="#ffffff", linewidth=0.5, zorder=2,
    )  # fmt: skip


def _errors(series: Series) -> list[list[float]]:
    low = [max(0.0, y - end) for y, end in zip(series.y, series.low or (), strict=True)]
    high = [max(0.0, end - y) for y, end in zip(series.y, series.high or (), strict=True)]
    return [low, high]


def _draw_images(canvas: Any, figure: Figure) -> None:
    columns = _columns(figure)
    rows = -(-len(figure.images) // columns)
    panels = canvas.subplots(rows, columns, squeeze=False).ravel()
    values = [value for image in figure.images for row in image.values for value in row if _is_number(value)]
    span = {"vmin": min(values), "vmax": max(values)} if values else {}
    shown = None
    for axes, image in zip(panels, figure.images, strict=False):
        shown = _draw_image(axes, image, figure, span)
    for axes in panels[len(figure.images) :]:
        axes.set_axis_off()
    if figure.value_label and shown is not None:
        canvas.colorbar(shown, ax=list(panels), label=lettered(figure.value_label), shrink=0.9)
        canvas.supxlabel(lettered(figure.x_label), fontsize="medium")
        canvas.supylabel(lettered(figure.y_label), fontsize="medium")


def _draw_image(axes: Any, image: Image, figure: Figure, span: dict[str, float]) -> Any:
    axes.grid(visible=False)
    axes.set_title(lettered(image.name), fontsize="small")
    colours = "viridis" if figure.value_label else "gray"
    rows, columns = len(image.values), max(len(row) for row in image.values)
    if rows * columns > FINE_GRID or not figure.value_label:
        shown = axes.imshow(image.values, cmap=colours, aspect="auto" if figure.value_label else "equal", **span)
    else:
        shown = axes.pcolormesh(image.values, cmap=colours, **span)
        axes.set_xticks([k + 0.5 for k in range(len(image.x))], [_tick(value) for value in image.x], fontsize="x-small")
        axes.set_yticks([k + 0.5 for k in range(len(image.y))], [_tick(value) for value in image.y], fontsize="x-small")
        if len(image.x) > 6:
            axes.tick_params(axis="x", rotation=60)
    if not figure.value_label:
        axes.set_xticks([])
        axes.set_yticks([])
    return shown


def _columns(figure: Figure) -> int:
    """How many panels stand side by side: fields with axes need room, plain images do not."""
    count = len(figure.images)
    if not figure.value_label:
        return min(count, 8)
    return 2 if count in (2, 4) else min(count, 3)


def _size(figure: Figure) -> tuple[float, float]:
    if not figure.images:
        return SIZE
    columns = _columns(figure)
    rows = -(-len(figure.images) // columns)
    if figure.value_label:
        return SIZE[0], 2.6 * rows + 0.4
    first = figure.images[0].values
    return SIZE[0], (SIZE[0] / columns * len(first) / len(first[0]) + 0.25) * rows + 0.1


def _categories(series: Sequence[Series]) -> list[str]:
    """The names along the x axis where x is not numeric, in order of their first use."""
    values = [value for one in series for value in one.x]
    return list(dict.fromkeys(map(str, values))) if any(isinstance(value, str) for value in values) else []


def _cells(image: Image) -> list[tuple[Any, ...]]:
    cells = []
    for row, line in enumerate(image.values):
        y = image.y[row] if row < len(image.y) else row
        cells += [(image.name, y, image.x[k] if k < len(image.x) else k, value) for k, value in enumerate(line)]
    return cells


def _tick(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and value == value and abs(value) != float("inf")
