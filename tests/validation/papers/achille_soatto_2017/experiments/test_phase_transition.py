"""Figure 1: its cells, and what is read off networks whose answers are known."""

import math
from dataclasses import replace

import pytest

from bounds.claims.statement import is_violated, symbolic
from bounds.papers.achille_soatto_2017 import LEDGER
from validation.effort import Effort
from validation.experiments.common import averaged, data_source, image_set, mean_over_seeds
from validation.papers.achille_soatto_2017.experiments import phase_transition as experiment
from validation.papers.achille_soatto_2017.experiments import phase_transition_findings as findings
from validation.papers.achille_soatto_2017.experiments import phase_transition_places as places

LOG_C = math.log(10)


def row(**changes):
    usual = {
        "posterior": "truncated",
        "labels": "random",
        "start": findings.LITTLE,
        "beta": 0.1,
        "samples": 100,
        "seed": 0,
        "rate": None,
        "classes": 10,
        "steps": 5,
        "information": 100.0,
        "cross_entropy": 0.5,
        "cross_entropy_error": 0.0,
        "error": 0.1,
        "converged": True,
        "test_error": 0.5,
    }
    made = {**usual, **changes}
    made.setdefault("lagrangian", made["cross_entropy"] + made["beta"] * made["information"] / made["samples"])
    return made


def test_a_planted_sign_of_remark_4_2_is_a_violation(monkeypatch: pytest.MonkeyPatch):
    formula = symbolic(LEDGER["remark-4.2/price"]["printed"])
    rows = [row(cross_entropy=2.0), row(cross_entropy=1.5)]
    assert not is_violated([item for *_, item in findings.evidence(rows)])
    right = formula.expression
    (information,) = (symbol for symbol in right.free_symbols if str(symbol) == "I")
    wrong = right.func(right.lhs - 2 * information, right.rhs, evaluate=False)  # CE/N >= log C + I/N
    monkeypatch.setitem(vars(formula), "expression", wrong)
    assert is_violated([item for *_, item in findings.evidence(rows)])


def test_payment_is_the_distance_from_the_bound_in_nats_a_sample():
    paid = findings.payment([row(cross_entropy=1.5), row(cross_entropy=1.4)])
    assert paid["smallest_slack"] == pytest.approx(1.4 + 1.0 - LOG_C)
    assert paid["p_value"] == 1.0


def test_a_fit_that_does_not_pay_is_as_unlikely_as_the_nats_it_owes():
    broken = row(cross_entropy=LOG_C - 1.0 - 0.07)
    assert findings.payment([row(cross_entropy=2.0), broken])["p_value"] == pytest.approx(math.exp(-7))
    unsure = {**broken, "cross_entropy_error": 0.01}
    assert findings.payment([unsure])["p_value"] == pytest.approx(math.exp(-3))
    elsewhere = [{**broken, "labels": "real"}, {**broken, "posterior": "claim-1"}]
    assert findings.payment([row(cross_entropy=2.0), *elsewhere])["p_value"] == 1.0


def test_the_evidence_is_of_remark_4_2_and_carries_its_comparisons():
    ((statement, name, measured),) = findings.evidence([row(cross_entropy=2.0), row(cross_entropy=1.9, seed=1)])
    assert (statement, name, measured.comparisons) == ("remark-4.2/price", "printed", 2)
    assert measured.margin == pytest.approx(2.9 - LOG_C)


def test_metastable_fits_are_those_above_the_trivial_solution():
    rows = [
        row(cross_entropy=0.5, information=100.0),  # fits, Lagrangian 0.6
        row(cross_entropy=0.5, information=2_000.0, seed=1),  # fits, Lagrangian 2.5: above log 10
        row(cross_entropy=2.4, information=0.0, seed=2),  # does not fit
    ]
    (found,) = findings.metastable(rows)
    assert (found["networks"], found["fitted"], found["fitted_above_trivial"]) == (3, 2, 1)


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ({0.1: 0.0, 1.0: LOG_C, 10.0: LOG_C}, math.sqrt(0.1)),
        ({0.1: 0.0, 1.0: 0.25 * LOG_C, 10.0: LOG_C}, 10 ** (1 / 3)),
        ({0.1: 2.0, 1.0: 2.0}, 0.0),
        ({0.1: 0.0, 1.0: 0.2}, math.inf),
    ],
)
def test_the_transition_is_interpolated_on_a_log_scale(losses, expected):
    assert places.crossing([row(beta=beta, cross_entropy=loss) for beta, loss in losses.items()]) == pytest.approx(
        expected
    )


def test_transition_keeps_the_starts_apart():
    rows = [
        row(start=start, seed=seed, beta=beta, cross_entropy=LOG_C if beta >= lost else 0.0)
        for start, lost in ((findings.LITTLE, 1.0), (findings.NONE, 0.1))
        for seed in (0, 1)
        for beta in (0.01, 0.1, 1.0)
    ]
    little, none = places.transition(rows)
    assert little["beta"] == pytest.approx(math.sqrt(0.1))
    assert none["beta"] == pytest.approx(math.sqrt(0.001))
    assert (little["low"], little["high"]) == pytest.approx((little["beta"],) * 2)


def transition_of(seeds, lost):
    rows = [
        row(seed=seed, samples=samples, beta=beta, labels=labels, cross_entropy=LOG_C if beta >= lost else 0.0)
        for seed in seeds
        for samples in (50, 100)
        for labels in ("random", "real")
        for beta in (0.1, 0.9, 1.2, 10.0)
    ]
    lines = findings.sentences(findings.judgements(rows)).splitlines()
    return next(line for line in lines if "is lost" in line)


def test_the_sentence_sets_the_transition_against_the_papers_beta():
    assert "0.3 [0.3, 0.3] (N = 100), over 2 seeds; 0 of 2 intervals cover" in transition_of((0, 1), lost=0.9)
    assert "0.3 (N = 50), at beta 0.3 (N = 100), on one seed, without an interval." in transition_of((0,), lost=0.9)
    assert "beyond the largest beta (N = 100), over 2 seeds." in transition_of((0, 1), lost=100.0)


def losing(places, **changes):
    """Rows on random and real labels, of two N and two seeds, that no longer fit from each start's place on."""
    return [
        row(
            **{"information": samples * (1.0 + seed), **changes},
            labels=labels,
            samples=samples,
            seed=seed,
            start=start,
            beta=beta,
            cross_entropy=LOG_C if beta >= place else 0.0,
        )
        for labels in ("random", "real")
        for samples in (50, 100)
        for seed in (0, 1)
        for start, place in places.items()
        for beta in (0.01, 0.1, 1.0, 10.0)
    ]


def losing_later(places, **changes):
    """The same after more steps, of random labels, the smaller N and the first seed alone."""
    rows = losing(places, steps=15, **changes)
    return [r for r in rows if (r["labels"], r["samples"], r["seed"]) == ("random", 50, 0)]


def summary_of(rows):
    return experiment.summarise([{"rows": rows}], experiment.cells(Effort(), seed=0), Effort())


def lengthened(place, by_more_steps):
    """The finding on the length of training where fits from little noise are lost at one place, then at another."""
    rows = losing({findings.LITTLE: place}) + losing_later({findings.LITTLE: by_more_steps})
    lines = summary_of(rows).found.splitlines()
    return next(line for line in lines if "times the steps" in line)


def test_longer_training_is_judged_apart_from_all_else():
    usual = losing({findings.LITTLE: 1.0, findings.NONE: 0.1})
    longer = losing_later({findings.LITTLE: 10.0, findings.NONE: 0.1}, information=1.0)
    alone, both = summary_of(usual), summary_of(usual + longer)
    assert (both.evidence, both.figures) == (alone.evidence, alone.figures)
    assert len(both.record["networks"].rows) == len(usual) + len(longer)
    apart = ("networks", "transition after longer training")
    tables = [[table for table in one.record.tables if table.name not in apart] for one in (both, alone)]
    assert tables[0] == tables[1]
    assert replace(both.record, tables=()) == replace(alone.record, tables=())
    assert alone.record[apart[1]].rows == ()
    little, none = both.record[apart[1]].rows
    assert little[2:5] + little[6:7] == (50, 0, 5, 15)
    assert (little[5], little[7]) == pytest.approx((math.sqrt(0.1), math.sqrt(10.0)))
    assert none[5] == none[7] == pytest.approx(math.sqrt(0.001))


def test_a_place_that_moves_with_the_length_of_training_is_told_from_one_that_stays():
    moved = lengthened(1.0, 10.0)
    assert "With 3 times the steps (N = 50, seed 0, the exact divergence (truncated weights)) the place" in moved
    assert "moves from beta 0.32 to beta 3.2 (from little noise): training had not ended" in moved
    assert lengthened(1.0, 1.0).endswith("is lost stays at beta 0.32 (from little noise).")
    assert "moves from beta 0.32 to beyond the largest beta (from" in lengthened(1.0, 100.0)
    assert "moves from below the smallest beta to beta 0.32 (from" in lengthened(0.01, 1.0)
    assert lengthened(0.01, 0.01).endswith("is lost stays below the smallest beta (from little noise).")
    assert lengthened(100.0, 100.0).endswith("is lost stays beyond the largest beta (from little noise).")


@pytest.mark.parametrize(("after", "said"), [(0.109, "stays at beta 0.1 "), (0.111, "moves"), (0.089, "moves")])
def test_a_place_counts_as_moved_from_a_tenth_on(after, said):
    record = findings.judgements(losing({findings.LITTLE: 1.0}))
    entry = {"posterior": "claim-1", "start": findings.LITTLE, "samples": 50, "seed": 0, "steps": 5, "longer_steps": 15}
    record["training_length"] = [{**entry, "beta": 0.1, "longer_beta": after}]
    assert said in next(line for line in findings.sentences(record).splitlines() if "times the steps" in line)


@pytest.mark.parametrize(
    ("profile", "posteriors"), [("quick", ["claim-1"]), ("standard", ["truncated", "claim-1"]), ("full", [])]
)
def test_only_the_smallest_n_of_the_first_seed_is_trained_longer(profile, posteriors):
    cells = [cell.configuration for cell in experiment.cells(Effort(profile=profile), seed=4)]
    usual, longer = cells[: len(cells) - len(posteriors)], cells[len(cells) - len(posteriors) :]
    steps = {c["posterior"]: c["steps"] for c in usual if "random" in c["labels"]}
    least = min(c["samples"] for c in usual)
    assert [{key: c[key] for key in ("posterior", "samples", "labels", "seed", "steps")} for c in longer] == [
        {"posterior": p, "samples": least, "labels": ["random"], "seed": 4, "steps": 3 * steps[p]} for p in posteriors
    ]
    assert all(c["steps"] in (steps[c["posterior"]], steps[c["posterior"]] // experiment.REAL) for c in usual)


@pytest.mark.parametrize("exponent", [0.0, 1.0])
def test_growth_of_information(exponent):
    rows = [row(samples=n, seed=s, information=3.0 * n**exponent * (1 + 0.01 * s)) for n in (100, 200) for s in (0, 1)]
    (found,) = findings.growth(rows)
    assert found["exponent"] == pytest.approx(exponent, abs=1e-9)
    assert found["low"] < exponent < found["high"]


def test_growth_leaves_out_what_is_not_fitted():
    assert findings.growth([row(cross_entropy=2.0, samples=n, seed=s) for n in (50, 100) for s in (0, 1)]) == []


def test_an_inner_minimum_of_the_test_error_needs_both_ends_to_be_worse():
    def at(errors):
        rows = [
            row(labels="real", beta=beta, test_error=error + 0.001 * seed * (1 + beta), seed=seed)
            for beta, error in errors.items()
            for seed in (0, 1)
        ]
        (found,) = findings.test_error(rows)
        return found["best_beta"], found["bias_variance_minimum"]

    assert at({0.01: 0.4, 0.1: 0.2, 1.0: 0.9}) == (0.1, True)
    assert at({0.01: 0.1, 0.1: 0.2, 1.0: 0.9}) == (0.01, False)
    assert at({0.01: 0.2004, 0.1: 0.2, 1.0: 0.9}) == (0.1, False)


def test_the_better_learning_rate_is_the_one_with_the_lower_lagrangian():
    kept = findings.best_rates(
        [row(rate=0.02, lagrangian=2.0), row(rate=0.005, lagrangian=1.0), row(seed=1, rate=0.02)]
    )
    assert [(r["seed"], r["rate"]) for r in kept] == [(0, 0.005), (1, 0.02)]


def small_cells():
    cells = experiment.cells(Effort(), seed=0)
    for cell in cells:
        cell.configuration.update(
            steps=cell.configuration["steps"] // 200,
            betas=[0.03, 0.1, 1.0],
            architecture={"name": "mlp", "hidden": [4]},
        )
    return cells


def test_a_cell_depends_on_its_configuration_alone():
    first = small_cells()[0].configuration
    again, other = experiment.networks(first), experiment.networks({**first, "seed": 1})
    assert experiment.networks(first) == again
    assert other["rows"][0]["information"] != again["rows"][0]["information"]
    alone = experiment.networks({**first, "labels": ["real"], "betas": [0.1]})
    same = next(r for r in again["rows"] if (r["labels"], r["start"], r["beta"]) == ("real", findings.LITTLE, 0.1))
    assert alone["rows"][0]["information"] == pytest.approx(same["information"], rel=1e-4)


def test_the_quick_form_has_five_betas_two_sizes_two_seeds_and_every_figure():
    cells = small_cells()
    quick = experiment.cells(Effort(), seed=0)
    assert min(len(c.configuration["betas"]) for c in quick) >= 5
    assert len({c.configuration["samples"] for c in quick}) >= 2
    assert len({c.configuration["seed"] for c in quick}) >= 2
    summary = experiment.summarise([experiment.networks(c.configuration) for c in cells], cells, Effort())
    assert {figure.subject for figure in summary.figures} == {"phase-transition"}
    for figure in summary.figures:
        assert all(len(s.x) == len(s.y) == len(s.low or s.y) for s in figure.series)
        assert figure.series or figure.images
    assert len(summary.record["networks"].rows) > 0
    assert "all 24 networks" in summary.found


def test_another_data_set_than_the_run_began_with_is_refused():
    source = data_source(Effort())
    with pytest.raises(ValueError, match=r"^data: digits has hash"):
        image_set({**source, "hash": "0" * 16})


def test_averaging_keeps_the_mean_of_each_block():
    import numpy as np

    images = np.arange(16.0).reshape(1, 1, 4, 4)
    assert averaged(images, 2)[0, 0].tolist() == [[2.5, 4.5], [10.5, 12.5]]
    assert averaged(images, 1) is images


def test_the_interval_over_seeds_is_students():
    mean = mean_over_seeds([1.0, 2.0, 3.0])
    assert mean.value == 2.0
    assert (mean.high - mean.low) / 2 == pytest.approx(4.3027 / math.sqrt(3), rel=1e-3)
    assert mean_over_seeds([5.0]).low == 5.0


def test_a_mean_over_one_seed_prints_no_interval():
    assert str(mean_over_seeds([0.25])) == "0.25"
    assert str(mean_over_seeds([0.25, 0.25])) == "0.25 [0.25, 0.25]"
