"""Plain text set for readers; what is no mathematics stays as it is."""

import pytest

from reports.document import Script, plain
from reports.lettering import lettered
from reports.prose import prose, symbols


def shown(text: str) -> str:
    """The runs with indices as `_<i>` and powers as `^<2>`."""
    runs = prose(text)
    return "".join(f"{'_' if run.below else '^'}<{run.text}>" if isinstance(run, Script) else str(run) for run in runs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alpha_i <= 1", "α_<i> ≤ 1"),
        ("alpha_tilde >= alpha", "α̃ ≥ α"),
        ("w_hat_i^2 . x_j^2", "ŵ_<i>^<2> . x_<j>^<2>"),
        ("y -> x -> z", "y → x → z"),
        ("E ||w||^2 = 3", "E ‖w‖^<2> = 3"),
        ("-1/2 log(alpha) - x", "−1/2 log(α) − x"),
        ("at beta = 0.1 (-3.2)", "at β = 0.1 (−3.2)"),
        ("10^-3, x^{k+1}, 2^(n)", "10^<−3>, x^<k+1>, 2^<(n)>"),
        ("e^alpha - 1, exp(-alpha)", "e^<α> − 1, exp(−α)"),
        ("p_theta(z|x)", "p_<θ>(z|x)"),
        ("min_k dim(z_k), I(z_L;x)", "min_<k> dim(z_<k>), I(z_<L>;x)"),
        ("Ibar <= 1", "Ī ≤ 1"),
        ("sum_i alpha_i", "Σ_<i> α_<i>"),
        ("50 x 50", "50 × 50"),
        ("[-1.2e-07 +/- 3e-9], 1e+21.", "[−1.2 · 10⁻⁷ ± 3 · 10⁻⁹], 1 · 10²¹."),
        ("s != t, -x <= y, = -y", "s ≠ t, −x ≤ y, = −y"),
    ],
)
def test_mathematics_is_set(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I(w;D)", "H(a|b)", "per-layer", "well-known", "beta-VAE", "a1e5", "0x1e5", "1.2e3.4", "1/2e3", "cells/1e5/a",
        "reports/results_file.json",
        "python -m validation.run_all --profile quick --only claim-1", "mine:factory", "pip install -e .",
        "rate_of_log_alpha", "__init__.py", "^start", "_start", "x86_64", "What comes back",
    ],
)  # fmt: skip
def test_what_is_no_mathematics_stays(text: str) -> None:
    assert shown(text) == text


def test_nothing_is_lost() -> None:
    assert plain(prose("w_hat_i^2 <= alpha^k")) == "ŵi2 ≤ αk"
    assert symbols("z_k of beta") == "z_k of β"


def test_a_drawing_gets_its_own_notation_and_no_name_can_break_it() -> None:
    assert lettered("I(z_L;x) at alpha") == r"I(z${}_{\mathrm{L}}$;x) at α"
    assert lettered("cost in $, x_{\\evil}") == r"cost in \$, x_\evil"
    assert lettered("one two three", width=8) == "one two\nthree"
