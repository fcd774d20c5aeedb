"""Figures: what is drawn is what the data says, the same bytes each time, readable by everyone."""

import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure as Canvas
from sample_results import HOSTILE, figures

from reports import curves
from reports.figure import Figure, Image, Series
from reports.figures import draw, to_csv
from reports.prose import symbols
from reports.theme import GRID, INK, PALETTE, PAPER

SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = [Figure.from_json(data) for data in figures()]
CURVES = SAMPLES[0]
CURVES_ALONE = replace(CURVES, series=CURVES.series[:1])


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("figure", SAMPLES, ids=lambda figure: figure.id)
def test_a_drawing_is_well_formed_named_and_needs_no_style_of_its_own(figure: Figure) -> None:
    source = draw(figure)
    root = ElementTree.fromstring(source)
    assert root.find(f"{SVG}title").text == symbols(figure.title)
    assert symbols(figure.y_label) in root.find(f"{SVG}desc").text
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    assert all(name.startswith((f"svg-{figure.id}-", "g-")) for name in names)
    assert not re.search(r"\sstyle=|<style|<script|https?://(?!www\.w3\.org)", source)
    referred = set(re.findall(r'(?:href="|url\()#([^")]+)', source))
    assert referred <= set(names)


@pytest.mark.parametrize("figure", SAMPLES, ids=lambda figure: figure.id)
def test_the_same_figure_gives_the_same_bytes(figure: Figure) -> None:
    assert draw(figure) == draw(figure)


def test_every_point_and_interval_is_in_the_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(CURVES))))
    measured = [row for row in rows if row["series"] == "measured"]
    series = CURVES.series[0]
    assert [float(row["x"]) for row in measured] == list(series.x)
    assert [float(row["low"]) for row in measured] == list(series.low)
    assert [float(row["high"]) for row in measured] == list(series.high)
    assert [row["low"] for row in rows if row["series"] == "bound"] == [""] * len(series.x)
    assert len(list(csv.reader(io.StringIO(to_csv(SAMPLES[2]))))) == 1 + 2 * 3 * 4


def test_hostile_names_stay_text() -> None:
    bars = SAMPLES[1]
    assert "<script" not in draw(replace(bars, title=HOSTILE))
    assert next(csv.reader(io.StringIO(to_csv(bars).splitlines()[-1])))[0] == HOSTILE


@pytest.mark.parametrize("style", ["line", "points", "band", "bar", "step"])
def test_intervals_are_drawn_in_every_style(style: str) -> None:
    series = Series(
        name="s", x=[1.0, 2.0, 3.0], y=[1.0, 2.0, 1.5], low=[0.9, 1.8, 1.0], high=[1.2, 2.5, 1.9], style=style
    )
    bare = replace(series, low=None, high=None)
    assert draw(replace(CURVES, series=[series])) != draw(replace(CURVES, series=[bare]))
    wider = replace(series, high=[1.3, 2.6, 2.9])
    assert draw(replace(CURVES, series=[series])) != draw(replace(CURVES, series=[wider]))


def test_references_are_dashed_and_measurements_are_not() -> None:
    line = Series(name="s", x=[1.0, 2.0], y=[1.0, 2.0])
    assert "stroke-dasharray" not in draw(replace(CURVES, series=[line]))
    assert "stroke-dasharray" in draw(replace(CURVES, series=[replace(line, reference=True)]))


@pytest.mark.parametrize("style", ["line", "points"])
def test_points_that_do_not_count_are_hollow(style: str) -> None:
    series = Series(name="s", x=[1.0, 2.0, 3.0], y=[1.0, 2.0, 3.0], style=style)
    full, one, two = (
        draw(replace(CURVES, series=[replace(series, hollow=marks)])).count(f'fill="{PAPER}" stroke="{PALETTE[0]}"')
        for marks in ([False] * 3, [False, True, False], [True, True, False])
    )
    assert (full, one, two) == (0, 1, 2)
    with pytest.raises(ValueError, match=r"^series: 's'"):
        replace(series, hollow=[True])


def test_a_point_whose_interval_has_no_width_has_no_caps() -> None:
    def ends(low: list[float]) -> int:
        axes = Canvas().add_subplot()
        points = Series(name="s", x=["a", "b"], y=[1.0, 2.0], low=low, high=[1.0, 2.5], style="points")
        curves.draw(axes, replace(CURVES, series=[points]))
        return sum(len(line.get_xdata()) for line in axes.lines[1:])

    assert ends([0.9, 1.5]) == 4
    assert ends([1.0, 1.5]) == 2
    assert ends([1.0, 2.0]) == 2  # one side is enough


def test_colours_stand_out_from_paper_and_from_each_other_in_grey() -> None:
    assert all(1.05 / (luminance(colour) + 0.05) >= 3 for colour in (*PALETTE, INK))
    assert luminance(GRID) > 0.6
    assert len(set(PALETTE)) == len(PALETTE)


def test_the_page_has_a_dark_form_of_every_colour() -> None:
    from importlib.resources import files

    style = files("reports").joinpath("templates", "report.css").read_text(encoding="utf-8")
    assert all(f' [stroke="{colour}"]' in style and f' [fill="{colour}"]' in style for colour in (*PALETTE, INK))
    assert f' use[fill="{PAPER}"]' in style  # within the marks of points that do not count
    assert "svg [" not in style  # the outline of a mark, repeated by <use>, would keep its light form


def size_of(figure: Figure) -> tuple[float, float]:
    _, _, width, height = map(float, ElementTree.fromstring(draw(figure)).get("viewBox").split())
    return width, height


def test_many_names_stand_below_each_other() -> None:
    def named(count: int) -> Figure:
        names = [f"family number {k}" for k in range(count)]
        return replace(CURVES, x_scale="linear", series=[Series(name="s", x=names, y=[1.0] * count, style="points")])

    assert size_of(named(3)) == size_of(CURVES_ALONE)
    assert size_of(named(40))[1] > 2 * size_of(named(8))[1] > 0


def test_a_legend_of_many_series_and_a_long_label_have_room() -> None:
    many = replace(CURVES_ALONE, series=[replace(CURVES_ALONE.series[0], name=f"series {k}") for k in range(10)])
    assert size_of(many)[1] > size_of(CURVES_ALONE)[1] + 50
    long = replace(CURVES_ALONE, y_label="a label much longer than the drawing that it stands beside is high (nats)")
    assert size_of(long) == size_of(CURVES_ALONE)


def test_wide_pictures_stand_below_each_other() -> None:
    strip = Image(name="a", values=[[0.0, 1.0] * 8] * 4)
    square = Image(name="a", values=[[0.0, 1.0]] * 2)
    strips, squares = (replace(SAMPLES[3], images=[one] * 3) for one in (strip, square))
    assert size_of(strips)[1] > size_of(squares)[1]


@pytest.mark.parametrize("count", [2, 8])
def test_one_wide_interval_does_not_flatten_what_was_measured(count: int) -> None:
    names, tame = [f"name {k}" for k in range(count)], [1.0 + 0.1 * k for k in range(count)]
    wild = Series(name="s", x=names, y=tame, low=[0.9] * count, high=[3e5] + [1.05] * (count - 1))
    axes = Canvas().add_subplot()
    curves.draw(axes, replace(CURVES, x_scale="linear", series=(wild,)))
    low, high = axes.get_xlim() if count > curves.FEW_NAMES else axes.get_ylim()
    assert 0.8 < low < min(tame)
    assert max(tame) < high < 3
