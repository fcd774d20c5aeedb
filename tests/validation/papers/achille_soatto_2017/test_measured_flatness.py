"""What Proposition 5 says of weights: those without curvature are no weights of its sums."""

import numpy as np
import pytest

from validation.papers.achille_soatto_2017.measured_flatness import noise_averaged, proposition_5


def test_flat_weights_are_left_out_of_the_number_of_weights():
    w, h = np.array([1.0, 0.5, 2.0]), np.array([1.0, 3.0, 0.2])
    whole = proposition_5(w=w, diagonal=h, trace=4.2, nuclear_norm=4.2, beta=0.1)
    flat = proposition_5(w=np.append(w, 1.5), diagonal=np.append(h, 0.0), trace=4.2, nuclear_norm=4.2, beta=0.1)
    assert (whole.left_out, flat.left_out) == (0, 1)
    for reading, compared in whole.readings.items():
        assert flat.readings[reading].bound == pytest.approx(compared.bound)
        assert flat.readings[reading].information == pytest.approx(compared.information)


def test_nor_do_they_count_where_the_curvature_is_averaged_over_noise():
    c, log_alpha = np.array([1.0, 3.0, 0.2]), np.array([-2.0, -3.0, -1.0])
    whole = noise_averaged(curvature=c, log_alpha=log_alpha, beta=0.1)
    flat = noise_averaged(curvature=np.append(c, 0.0), log_alpha=np.append(log_alpha, -2.0), beta=0.1)
    assert (flat.bound, flat.predicted, flat.left_out) == (whole.bound, whole.predicted, 1)
