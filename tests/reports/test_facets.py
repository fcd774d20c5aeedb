"""Figures of several panels, points that leave an axis, and what is drawn of a few seeds."""

import csv
import io
from dataclasses import replace

import pytest
from matplotlib.figure import Figure as Canvas

from reports import curves, facets
from reports.figure import FEW_SEEDS, Figure, Series
from reports.figures import draw, to_csv
from reports.pictures import DOTS, Pictures
from reports.theme import settings


def series(name: str, panel: str = "", *, seeds: int = 0, scale: float = 1.0, **more: object) -> Series:
    x = [0.1, 0.3, 1.0, 3.0]
    y = [scale * value for value in (4.0, 3.0, 1.5, 1.0)]
    spread = [[v * (1 + 0.1 * k) for k in range(seeds)] for v in y] if seeds else None
    ends = {"low": [0.8 * v for v in y], "high": [1.3 * v for v in y]} if seeds else {}
    return Series(name=name, panel=panel, x=x, y=y, seeds=spread, **ends, **more)


def figure(*drawn: Series, **more: object) -> Figure:
    given = {"id": "f", "subject": "s", "title": "t", "x_label": "beta", "y_label": "nats", "caption": "c"}
    return Figure(**{**given, "x_scale": "log", "series": drawn, **more})


TWO = figure(
    series("N = 50", "real", seeds=2),
    series("N = 100", "real", seeds=2, scale=2.0),
    series("N = 50", "random", seeds=6, scale=30.0),
    Series(name="log C", x=[0.1, 3.0], y=[2.3, 2.3], reference=True),
)


def panels_of(drawn: Figure) -> tuple[object, dict[str, object]]:
    import matplotlib

    with matplotlib.rc_context(settings("f")):
        canvas = facets.draw(drawn)
    return canvas, {axes.get_title(): axes for axes in canvas.axes}


def test_a_panel_a_name_and_a_reference_on_each() -> None:
    canvas, panels = panels_of(TWO)
    assert list(panels) == ["real", "random"]
    for axes in panels.values():
        assert any(list(line.get_ydata()) == [2.3, 2.3] for line in axes.lines)
    assert [text.get_text() for text in canvas.legends[0].texts] == ["N = 50", "N = 100", "log C"]
    assert panels["real"].get_ylim() == panels["random"].get_ylim()
    assert panels["random"].get_ylim()[1] > 120


def test_axes_of_their_own_show_each_panel_at_its_size() -> None:
    _, panels = panels_of(replace(TWO, own_axes=True))
    assert panels["real"].get_ylim()[1] < 20 < panels["random"].get_ylim()[1]


def test_a_name_has_one_colour_on_all_panels() -> None:
    _, panels = panels_of(TWO)
    first = {line.get_color() for axes in panels.values() for line in axes.lines if len(line.get_ydata()) == 4}
    drawn = {axes.get_title(): axes.lines[0].get_color() for axes in panels.values()}
    assert drawn["real"] == drawn["random"]
    assert len(first) == 2


@pytest.mark.parametrize("panel", ["", "one"])
@pytest.mark.parametrize("seeds", [2, FEW_SEEDS - 1, FEW_SEEDS, 9])
def test_few_seeds_are_dots_and_many_a_band(seeds: int, panel: str) -> None:
    drawn = figure(series("a", panel, seeds=seeds))
    if panel:
        (axes,) = panels_of(drawn)[1].values()
    else:
        axes = Canvas().add_subplot()
        curves.draw(axes, drawn)
    dots = [line for line in axes.lines if line.get_marker() == "."]
    assert bool(axes.collections) == (seeds >= FEW_SEEDS)
    assert sum(len(line.get_ydata()) for line in dots) == (0 if seeds >= FEW_SEEDS else 4 * seeds)
    caption = Pictures([drawn.to_json()]).of("s")[0].caption
    assert (DOTS in "".join(map(str, caption))) == (seeds < FEW_SEEDS)


@pytest.mark.parametrize("far", [-8000.0, 6000.0])
def test_points_far_from_the_rest_leave_the_axis_and_are_counted_there(far: float) -> None:
    near = Series(name="a", x=list(range(12)), y=[60.0 + 5 * k for k in range(12)], style="points")
    away = Series(name="b", x=[1, 2, 3], y=[far, far + 1, far + 2], style="points")
    axes = Canvas().add_subplot()
    curves.draw(axes, figure(near, away, x_scale="linear"))
    low, high = axes.get_ylim()
    assert -100 < low < 60
    assert 115 < high < 300
    (note,) = (text.get_text() for text in axes.texts)
    assert note.startswith("3 points off the axis: ")
    assert f"{abs(far):.0f}"[:1] in note


def test_what_is_large_for_all_of_a_series_is_not_cut() -> None:
    half = Series(name="b", x=list(range(12)), y=[-8000.0 + k for k in range(12)], style="points")
    axes = Canvas().add_subplot()
    curves.draw(axes, figure(replace(half, name="a", y=[60.0 + k for k in range(12)]), half, x_scale="linear"))
    assert axes.get_ylim()[0] < -8000 < 60 < axes.get_ylim()[1]
    assert not axes.texts


def test_a_point_off_a_shared_axis_is_counted_on_its_panel() -> None:
    tame = Series(name="a", panel="tame", x=list(range(12)), y=[float(k) for k in range(12)], style="points")
    wild = replace(tame, panel="wild", y=[*map(float, range(11)), 1e6])
    _, panels = panels_of(figure(tame, wild, x_scale="linear"))
    assert [len(axes.texts) for axes in panels.values()] == [0, 1]
    assert max(axes.get_ylim()[1] for axes in panels.values()) < 30


def test_names_along_the_panels_stand_below_each_other() -> None:
    names = [f"a task with a long name {k}" for k in range(4)]
    drawn = [Series(name="error", panel=p, x=names, y=[0.1, -0.2, 0.3, 0.0], style="points") for p in ("KSG", "CCA")]
    _, panels = panels_of(figure(*drawn, x_scale="linear"))
    assert [label.get_text() for label in panels["KSG"].get_yticklabels()] == names
    assert panels["KSG"].lines[0].get_xydata()[1].tolist() == [-0.2, 1.0]


def test_the_data_have_panels_and_seeds() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(TWO))))
    assert [row["panel"] for row in rows] == ["real"] * 8 + ["random"] * 4 + [""] * 2
    assert [float(value) for value in rows[0]["seeds"].split()] == list(TWO.series[0].seeds[0])
    assert "panel" not in to_csv(figure(series("a")))


def test_nothing_of_it_stays_in_pyplot_and_drawings_are_the_same_twice() -> None:
    from matplotlib import pyplot

    assert draw(TWO) == draw(TWO)
    assert pyplot.get_fignums() == []
