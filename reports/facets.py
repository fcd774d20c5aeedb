"""Draws a figure of several panels: seaborn lays them out and draws the series, a colour and a mark a name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reports import curves
from reports.figure import Figure, Series
from reports.lettering import lettered
from reports.theme import MARKERS, PALETTE, SIZE, WIDTH

ACROSS = {1: 1, 2: 2, 4: 2}  # panels side by side, by how many there are; else three
HEIGHT = 2.4  # inches, of a panel
LABEL = 22  # characters of a label along the height of a panel
TITLE = {1: 80, 2: 40, 3: 26}  # characters of a line of a panel's name, by how many stand side by side
LINE = 0.2  # inches, of a line of words
GAP = 0.18  # inches, right of a panel: half of the last tick's number
LINES = {
    "kind": "line",
    "dashes": False,
    "errorbar": None,
    "estimator": None,
    "markersize": 4,
    "markeredgewidth": 0,
    "linewidth": 1.4,
}
POINTS = {**LINES, "linestyle": "none", "sort": False}  # a scatter plot writes each mark's outline anew


def draw(figure: Figure) -> Any:
    """The figure on a canvas of its own: a panel a name in `figure.panels`, references without one on all of them."""
    import seaborn
    from matplotlib import pyplot

    measured = [one for one in figure.series if not one.reference]
    names = list(dict.fromkeys(one.name for one in (*measured, *figure.series)))
    places = curves.names_along(figure.series)
    across = ACROSS.get(len(figure.panels), 3)
    points = all(one.style == "points" for one in measured)
    grid = seaborn.relplot(
        data=_columns(measured, places),
        x="x",
        y="y",
        col="panel",
        col_order=figure.panels,
        col_wrap=across,
        hue="series",
        hue_order=names,
        palette=[PALETTE[place % len(PALETTE)] for place in range(len(names))],
        style="series",
        style_order=names,
        markers=[MARKERS[place % len(MARKERS)] for place in range(len(names))],
        legend=False,
        height=HEIGHT,
        aspect=WIDTH / across / HEIGHT,
        # seaborn lays out what is visible, twice: it is laid out once, below
        facet_kws={"sharex": not figure.own_axes, "sharey": not figure.own_axes, "subplot_kws": {"visible": False}},
        **(POINTS if points else LINES),
    )
    handles: dict[str, Any] = {}
    for panel, axes in grid.axes_dict.items():
        own = replace(figure, series=[one for one in figure.series if one.panel in ("", panel)])
        handles |= _completed(axes, own, own if figure.own_axes else figure, names, places)
        axes.set(visible=True)
        axes.set_title(lettered(panel, width=TITLE[across]), fontsize="medium")
        axes.set(xlabel="", ylabel="")
    rows = -(-len(figure.panels) // across)
    labels = (figure.y_label, figure.x_label) if curves.is_upright(places) else (figure.x_label, figure.y_label)
    below, beside = lettered(labels[0]), lettered(labels[1], width=LABEL * rows)
    legend = _legend(grid.figure, {name: handles[name] for name in names})
    _arrange(grid, across, rows, below=below, beside=beside, legend=legend)
    pyplot.close(grid.figure)  # nobody is to show it, nor to keep it
    return grid.figure


def _columns(measured: Sequence[Series], places: Sequence[str]) -> dict[str, list[Any]]:
    """The points of all series, a row a point, as seaborn reads them."""
    rows = [
        (one.name, one.panel, places.index(str(x)) if places else x, y)
        for one in measured
        for x, y in zip(one.x, one.y, strict=True)
    ]
    along, across = ("y", "x") if curves.is_upright(places) else ("x", "y")
    return dict(zip(("series", "panel", along, across), map(list, zip(*rows, strict=True)), strict=True))


def _completed(axes: Any, own: Figure, shared: Figure, names: Sequence[str], places: Sequence[str]) -> dict[str, Any]:
    """One panel with its references, intervals and scales, those of `shared`; what the legend shows, by name."""
    from matplotlib.lines import Line2D

    upright = curves.is_upright(places)
    handles = {}
    for one in own.series:
        look = curves.looks(one, names.index(one.name))
        x = [places.index(str(value)) for value in one.x] if places else one.x
        points = (one.y, x) if upright else (x, one.y)
        if one.reference:
            axes.plot(*points, **look)
        curves.intervals(axes, one, x, look, upright=upright)
        curves.hollow(axes, one, points, look)
        handles[one.name] = Line2D([], [], **look)
    curves.name_axes(axes, shared, places)
    curves.keep_in_view(axes, own, shared)
    return handles


def _legend(canvas: Any, handles: Mapping[str, Any]) -> float:
    """One legend for all panels, above them; its height in inches, by which the canvas grows."""
    if len(handles) < 2:
        return 0.0
    columns = curves.legend_columns(list(handles))
    look = {"ncols": columns, "frameon": False, "fontsize": "small", "borderaxespad": 0.2}
    canvas.legend(handles=list(handles.values()), loc="upper left", **look)
    height = curves.LEGEND_ROW * -(-len(handles) // columns) + curves.PAD
    canvas.set_figheight(canvas.get_figheight() + height)
    return height


def _arrange(grid: Any, across: int, rows: int, *, below: str, beside: str, legend: float) -> None:
    """Give each panel what labels, names and the legend leave (much faster than matplotlib's own layout)."""
    canvas, panels, pad = grid.figure, list(grid.axes_dict.values()), curves.PAD
    wide, high = canvas.get_size_inches()
    lines = [
        max(axes.get_title().count("\n") + 1 for axes in panels[k * across : (k + 1) * across]) for k in range(rows)
    ]
    titles = [LINE * count + pad for count in lines]
    # near the end, so that the ticks stay as they are measured
    grid.figure.subplots_adjust(0.12, 0.12, 0.98, 0.9, wspace=0.2, hspace=0.3)
    left, bottom = [0.0] * across, [0.0] * rows
    for place, axes in enumerate(panels):
        row, column = divmod(place, across)
        frame = axes.get_window_extent()
        for axis, least, sizes, at in ((axes.yaxis, "x0", left, column), (axes.xaxis, "y0", bottom, row)):
            box = axis.get_tightbbox()
            if box is not None:
                sizes[at] = max(sizes[at], (getattr(frame, least) - getattr(box, least)) / canvas.dpi + pad)
    margin = LINE * (beside.count("\n") + 1) + pad if beside else 0.0
    foot = LINE + pad if below else 0.0
    width = (wide - margin - sum(left) - GAP * across) / across
    height = (high - legend - foot - sum(titles) - sum(bottom)) / rows
    x, y = margin, high - legend
    for place, axes in enumerate(panels):
        row, column = divmod(place, across)
        x = x if column else margin
        x += left[column]
        y -= 0 if column else titles[row] + height
        axes.set_position([x / wide, y / high, width / wide, height / high])
        x += width + GAP
        y -= bottom[row] if column == across - 1 else 0
    canvas.text(pad / wide, (high - legend) / high / 2, beside, rotation=90, ha="left", va="center", fontsize=SIZE)
    canvas.text(0.5, pad / high, below, ha="center", va="bottom", fontsize=SIZE)
