"""Whether training had ended, on histories whose answer is known."""

import numpy as np
import pytest

from validation.networks.convergence import converged
from validation.networks.training import Member, Schedule

STEPS = 1_000
SCHEDULE = Schedule(steps=STEPS)  # the rate falls at 800, the halves are 400 to 600 and 600 to 800
LITTLE, NONE = Member(beta=0.1, seed=0), Member(beta=0.1, seed=0, log_alpha=None, warm_up=0.0)


def ended(losses: np.ndarray, member: Member = LITTLE, schedule: Schedule = SCHEDULE) -> bool:
    (found,) = converged(losses[:, None], [member], schedule, trivial=1.0)
    return bool(found)


def line(first: float, second: float) -> np.ndarray:
    """One level up to step 600, another from there to the rate's fall, anything after."""
    return np.concatenate([np.full(600, first), np.full(200, second), np.full(STEPS - 800, -50.0)])


@pytest.mark.parametrize("member", [LITTLE, NONE])
@pytest.mark.parametrize(("fall", "expected"), [(0.029, True), (0.031, False), (-0.5, True)])
def test_a_fall_of_three_hundredths_of_knowing_nothing_is_too_much(member, fall, expected):
    assert ended(line(1.0, 1.0 - fall), member) == expected


def test_what_comes_before_full_beta_and_after_the_rates_fall_does_not_count():
    warm = line(1.0, 1.0)
    warm[:400] = np.linspace(50, 1, 400)
    assert ended(warm)
    assert not ended(np.linspace(2, 1, STEPS))  # a steady fall, slowed by nothing


def test_each_member_is_judged_by_its_own_history():
    histories = np.stack([line(1.0, 1.0), line(1.0, 0.5)], axis=1)
    assert converged(histories, [LITTLE, LITTLE], SCHEDULE, trivial=1.0).tolist() == [True, False]


def test_too_few_steps_have_not_converged():
    assert not ended(np.ones(1), schedule=Schedule(steps=1))


def test_the_appendix_schedule_is_judged_before_its_last_fall():
    schedule = Schedule(steps=STEPS, decays=(0.39, 0.78))
    losses = np.concatenate([np.full(590, 2.0), np.full(190, 1.0), np.full(220, 1.0)])
    assert not ended(losses, schedule=schedule)
    assert ended(np.where(np.arange(STEPS) < 400, 2.0, 1.0), schedule=schedule)
