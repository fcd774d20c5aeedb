"""A panel shows its own reading: its verdict and its formula."""

import sample_results

from reports.document import Formula
from reports.statements import _panel


def test_each_panel_shows_the_formula_of_its_own_reading() -> None:
    (readings,) = (s["readings"] for s in sample_results.statements() if s["id"] == "proposition-7/g")
    shown = [
        block for reading in readings for block in _panel(reading, readings, ()).blocks if isinstance(block, Formula)
    ]
    assert [formula.latex for formula in shown[: len(readings)]] == [reading["latex"] for reading in readings]
    assert shown[1].other == readings[0]["latex"]
