"""Draws the images of a figure: fields of values with axes and a scale, or strips of grey pictures."""

from typing import Any

from reports.figure import Figure, Image, is_number
from reports.lettering import lettered
from reports.theme import WIDTH

FINE_GRID = 900  # an image of more cells is drawn as one picture instead of one square a cell
WIDE, BROAD = 4, 2  # a picture this many times as wide as it is high has a row to itself, or half of one
TITLE = 0.25  # inches, above each picture


def size(figure: Figure) -> tuple[float, float]:
    """Inches, wide and high."""
    rows = -(-len(figure.images) // _columns(figure))
    if figure.value_label:
        return WIDTH, 2.6 * rows + 0.4
    return WIDTH, (WIDTH / _columns(figure) / _aspect(figure) + TITLE) * rows + 0.1


def draw(canvas: Any, figure: Figure) -> None:
    """Every image on a panel of its own, all on one scale."""
    columns = _columns(figure)
    rows = -(-len(figure.images) // columns)
    panels = canvas.subplots(rows, columns, squeeze=False).ravel()
    values = [value for image in figure.images for row in image.values for value in row if is_number(value)]
    span = {"vmin": min(values), "vmax": max(values)} if values else {}
    shown = None
    for axes, image in zip(panels, figure.images, strict=False):
        shown = _draw(axes, image, figure, span)
    for axes in panels[len(figure.images) :]:
        axes.set_axis_off()
    if figure.value_label and shown is not None:
        label = lettered(figure.value_label, width=26 * rows)
        canvas.colorbar(shown, ax=list(panels), label=label, shrink=0.9)
        canvas.supxlabel(lettered(figure.x_label), fontsize="medium")
        canvas.supylabel(lettered(figure.y_label), fontsize="medium")


def _draw(axes: Any, image: Image, figure: Figure, span: dict[str, float]) -> Any:
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
    """How many panels stand side by side: fields with axes need room, small pictures do not."""
    count = len(figure.images)
    if figure.value_label:
        return 2 if count in (2, 4) else min(count, 3)
    return min(count, 1 if _aspect(figure) >= WIDE else 2 if _aspect(figure) >= BROAD else 8)


def _aspect(figure: Figure) -> float:
    first = figure.images[0].values
    return len(first[0]) / len(first)


def _tick(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
