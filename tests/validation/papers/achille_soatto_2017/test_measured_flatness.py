"""What Proposition 5 says of weights: those without curvature are no weights of its sums."""

import numpy as np
import pytest

from validation.papers.achille_soatto_2017.measured_flatness import proposition_5


def test_flat_weights_are_left_out_of_the_number_of_weights():
    w, h = np.array([1.0, 0.5, 2.0]), np.array([1.0, 3.0, 0.2])
    whole = proposition_5(w=w, diagonal=h, trace=4.2, nuclear_norm=4.2, beta=0.1)
    flat = proposition_5(w=np.append(w, 1.5), diagonal=np.append(h, 0.0), trace=4.2, nuclear_norm=4.2, beta=0.1)
    assert (whole.left_out, flat.left_out) == (0, 1)
    for reading, compared in whole.readings.items():
        assert flat.readings[reading].bound == pytest.approx(compared.bound)
        assert flat.readings[reading].information == pytest.approx(compared.information)
