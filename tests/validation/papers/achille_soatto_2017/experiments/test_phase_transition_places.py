"""Where fits are lost, how wide the transition is and what predicts it, on sweeps whose answer is known."""

import math

import pytest

from bounds.claims.statement import answer_of, symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.papers.achille_soatto_2017.experiments import phase_transition_findings as findings
from validation.papers.achille_soatto_2017.experiments import phase_transition_places as places

LOG_C = math.log(10)
BETAS = [10 ** (k / 20) for k in range(-50, 21)]  # 0.003 to 10


def sweep(place=0.1, *, waste=10.0, width=0.5, samples=100, seed=0, start="little noise", unsettled=()):
    """CE/log C rises with log beta as a logistic curve about the place, I falls with it from waste N log C."""
    rows = []
    for beta in BETAS:
        share = 1 / (1 + math.exp(-(math.log(beta / place)) / width))
        rows.append(
            {
                "posterior": "truncated", "start": start, "samples": samples, "seed": seed, "beta": beta,
                "classes": 10, "steps": 5, "cross_entropy": share * LOG_C,
                "information": waste * samples * LOG_C * (1 - share), "converged": beta not in unsettled,
            }
        )  # fmt: skip
    return rows


def nearest(beta):
    return min(BETAS, key=lambda one: abs(math.log(one / beta)))


def test_place_and_width_of_a_logistic_transition():
    (found,) = places.transition(sweep(0.2, width=0.3, seed=0) + sweep(0.2, width=0.3, seed=1))
    assert found["by_seed"] == pytest.approx([0.2, 0.2], rel=0.01)
    assert found["width"].value == pytest.approx(0.3 * 2 * math.log(9), rel=0.01)
    assert (found["sweeps"], found["low"]) == (2, pytest.approx(found["high"]))


def test_networks_in_training_leave_the_place_between_those_that_are_not():
    """Known to a point where both sides had ended training, else to what lies between networks that had."""
    low, high = nearest(0.03), nearest(0.7)
    beside = [beta for beta in BETAS if low < beta < high]
    assert places.bracket(sweep(0.2)) == (pytest.approx(0.2, rel=0.01),) * 2
    assert places.bracket(sweep(0.2, unsettled=beside)) == (low, high)
    assert places.bracket(sweep(0.2, unsettled=[beta for beta in BETAS if beta > low])) == (low, math.inf)
    assert places.bracket(sweep(0.2, unsettled=BETAS)) == (0.0, math.inf)
    assert places.bracket(sweep(1e-6)) == (0.0, BETAS[0])
    assert places.bracket(sweep(1e6)) == (BETAS[-1], math.inf)


def test_a_fit_predicts_its_crossing():
    """A fit that stores ten times what it must, and loses nothing: beta* = 1/10."""
    (found,) = places.predictions(sweep(0.1, waste=10.0, width=0.3))
    assert found["predicted"] == pytest.approx(0.1, rel=1e-3)
    assert found["measured"] == pytest.approx(0.1, rel=0.01)
    assert found["fit_at"] == BETAS[0]
    off = places.differences([found], "predicted")["little noise"]
    assert off.value == pytest.approx(0.0, abs=0.01)
    (late,) = places.predictions(sweep(0.2, waste=10.0, width=0.3))
    assert places.differences([late], "predicted")["little noise"].value == pytest.approx(math.log(2), abs=0.01)


def test_the_price_of_knowing_nothing_is_taken_off():
    rows = sweep(0.1, waste=10.0, width=0.3)
    dear = [{**row, "information": row["information"] + 500 * LOG_C} for row in rows]
    (found,) = places.predictions(dear)
    assert found["predicted"] == pytest.approx(0.1, rel=1e-3)


def test_a_sweep_counts_only_where_training_had_ended_on_both_sides():
    at = nearest(0.1)
    (left_out,) = places.transition(sweep(0.1, unsettled=(at,)) + sweep(0.1, seed=1, unsettled=(BETAS[-1],)))
    assert (len(left_out["by_seed"]), left_out["sweeps"]) == (1, 2)
    (found,) = places.predictions(sweep(0.1, unsettled=(at,)))
    assert found["measured"] is None
    (later,) = places.predictions(sweep(0.1, unsettled=(BETAS[0],)))
    assert later["fit_at"] == BETAS[1]


def said(place, widths, *, waste=10.0, **changes):
    """The answers of sweeps at three N and three seeds, that differ a little by seed."""
    rows = [
        row
        for samples, width in zip((50, 100, 200), widths, strict=True)
        for seed in range(3)
        for row in sweep(
            place * (1 + 0.01 * seed),
            **{"waste": waste, "width": width * (1 + 0.003 * seed), "samples": samples, "seed": seed, **changes},
        )
    ]
    found = {}
    for statement, reading, item in places.evidence(findings.judgements(rows_of(rows))):
        found.setdefault((statement, reading), []).append(item.examine(LEDGER[statement][reading]))
    return {key: str(answer_of(items)) for key, items in found.items()}


def rows_of(rows):
    """Rows of random labels, as the experiment has them."""
    more = {"labels": "random", "rate": None, "cross_entropy_error": 0.0, "test_error": 0.9, "error": 0.9}
    return [{**row, **more, "lagrangian": row["cross_entropy"]} for row in rows]


PLACE, PREDICTED, SHARP = ("remark-4.2", "printed"), ("remark-4.2", "intended"), ("remark-4.2/sharp", "printed")


def test_networks_that_lose_their_fit_elsewhere_than_the_page_says():
    assert said(0.1, (0.3,) * 3)[PLACE] == "not reproduced"
    assert said(1.1, (0.3,) * 3)[PLACE] == "reproduced"


def test_networks_that_lose_their_fit_where_it_predicts():
    assert said(0.1, (0.3,) * 3, waste=10.0)[PREDICTED] == "reproduced"
    assert said(0.1, (0.3,) * 3, waste=2.0)[PREDICTED] == "not reproduced"


@pytest.mark.parametrize(("widths", "answer"), [((0.4, 0.2, 0.1), "reproduced"), ((0.1, 0.2, 0.4), "not reproduced")])
def test_a_transition_that_grows_sharper_and_one_that_does_not(widths, answer):
    assert said(0.1, widths)[SHARP] == answer


def test_the_power_of_the_width():
    rows = [row for n, seed in ((100, 0), (200, 0), (200, 1)) for row in sweep(width=20 / n, samples=n, seed=seed)]
    (slope,) = places.width_slopes(places.transition(rows)).values()
    assert slope.value == pytest.approx(-1.0, abs=0.02)


def test_a_planted_place_is_what_the_networks_are_measured_against(monkeypatch):
    formula = symbolic(LEDGER["remark-4.2"]["printed"])
    right = formula.expression
    beta = next(iter(right.free_symbols))
    monkeypatch.setitem(vars(formula), "expression", right.subs(beta, 10 * beta))  # at 0.1
    assert said(0.1, (0.3,) * 3)[PLACE] == "reproduced"
    assert said(1.0, (0.3,) * 3)[PLACE] == "not reproduced"


def test_sweeps_that_do_not_count_are_no_evidence():
    assert said(0.1, (0.3,) * 3, unsettled=BETAS) == {}
