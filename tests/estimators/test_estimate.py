"""An estimate in a notebook."""

import numpy as np

from estimators.estimate import Estimate


def test_a_notebook_shows_value_interval_and_warnings_as_text() -> None:
    found = Estimate(
        value=0.5, standard_error=0.1, interval=(0.3, 0.7), method="<b>hand</b>", warnings=("few", "x < 1")
    )
    shown = found._repr_html_()
    assert "<tr><th>95% interval</th><td>0.3 to 0.7</td></tr>" in shown
    assert "few; x &lt; 1" in shown
    assert "<b>" not in shown


def test_of_an_array_it_shows_what_it_spans() -> None:
    many = np.arange(6.0).reshape(2, 3)
    shown = Estimate(value=many, standard_error=many, interval=(many - 1, many + 1))._repr_html_()
    assert "array of shape (2, 3) from 0 to 5" in shown
    assert len(shown) < 400
