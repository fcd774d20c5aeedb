"""Draws figures as SVG with one theme, and writes the numbers behind each as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from reports import curves, facets, images
from reports.figure import Figure, Image, Series, is_number
from reports.prose import symbols
from reports.svg import described
from reports.theme import settings


def draw(figure: Figure) -> str:
    """The figure as SVG: the same figure gives the same bytes."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    with matplotlib.rc_context(settings(figure.id)):
        if figure.images:
            canvas = Canvas(figsize=images.size(figure), layout="constrained")
            images.draw(canvas, figure)
        elif figure.panels:
            canvas = facets.draw(figure)
        else:
            canvas = Canvas(figsize=curves.size(figure))
            curves.draw(canvas.add_subplot(), figure)
        page = FigureCanvasSVG(canvas)
        stream = io.StringIO()
        page.print_svg(stream, metadata={"Date": None, "Creator": None})  # savefig would draw everything twice
    return described(
        stream.getvalue(), id=f"svg-{figure.id}", title=symbols(figure.title), description=description(figure)
    )


def to_csv(figure: Figure) -> str:
    """The numbers behind the figure, a point (or a cell of an image) a line."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if figure.series:
        more = [name for name in ("panel", "seeds") if any(getattr(series, name) for series in figure.series)]
        writer.writerow(["series", "x", "y", "low", "high", *more])
        writer.writerows(
            (*row, *_more(series, k, more)) for series in figure.series for k, row in enumerate(points(series))
        )
    if figure.images:
        writer.writerow(["image", "y", "x", "value"])
        writer.writerows(row for image in figure.images for row in _cells(image))
    return stream.getvalue()


def points(series: Series) -> list[tuple[Any, ...]]:
    """(series, x, y, low, high) for each point; no interval gives empty ends."""
    blank = [""] * len(series.x)
    low, high = series.low or blank, series.high or blank
    return [(series.name, *row) for row in zip(series.x, series.y, low, high, strict=True)]


def _more(series: Series, place: int, names: Sequence[str]) -> list[str]:
    """The panel of a point, and what each seed has there."""
    values = "" if series.seeds is None else " ".join(map(str, series.seeds[place]))
    return [{"panel": series.panel, "seeds": values}[name] for name in names]


def description(figure: Figure) -> str:
    """What is drawn, in words, for readers who do not see it."""
    axes = symbols(f"{figure.y_label or 'values'} against {figure.x_label or 'position'}.")
    panels = f"Panels: {'; '.join(map(symbols, figure.panels))}." if figure.panels else ""
    series = "; ".join(_in_words(one) for one in figure.series)
    images = f"Images: {', '.join(image.name for image in figure.images)}." if figure.images else ""
    return " ".join(part for part in (axes, panels, f"{series}." if series else "", images) if part)


def _in_words(series: Series) -> str:
    ends = [float(value) for value in series.y if is_number(value)]
    span = f" from {min(ends):.3g} to {max(ends):.3g}" if ends else ""
    interval = ", with intervals" if series.low else ""
    style = "reference" if series.reference else series.style
    name = f"{series.panel}, {series.name}" if series.panel else series.name
    return f"{symbols(name)} ({style}, {len(series.x)} points{span}{interval})"


def _cells(image: Image) -> list[tuple[Any, ...]]:
    cells = []
    for row, line in enumerate(image.values):
        y = image.y[row] if row < len(image.y) else row
        cells += [(image.name, y, image.x[k] if k < len(image.x) else k, value) for k, value in enumerate(line)]
    return cells
