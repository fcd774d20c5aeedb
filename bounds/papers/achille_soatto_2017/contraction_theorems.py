"""What hypotheses about noisy channels say, as rules: what a channel passes on where it forgets with a probability."""

from bounds.derivations.derivation import Step, theorem
from bounds.papers.achille_soatto_2017 import hypotheses as assumed
from bounds.papers.achille_soatto_2017.formulas import contraction as channel


@theorem(
    "information of a channel that forgets",
    "z_2 given n = d has the law e r + eta p_d, z_2 the law e r + eta q",
    requires=(assumed.FORGETTING,),
)
def information_after_forgetting(step: Step) -> bool:
    return step.relation == "=" and (step.lhs, step.rhs) == (channel.after, channel.information_after())


@theorem(
    "data processing of what is kept",
    "what the channel keeps depends on n through z_1 alone, so its information is at most I(z_1;n)",
    requires=(assumed.FORGETTING,),
    source="Cover and Thomas, Elements of Information Theory (2006), theorem 2.8.1",
)
def kept_is_processed(step: Step) -> bool:
    return step.relation == "<=" and (step.lhs, step.rhs) == (channel.information_kept(), channel.before)


@theorem(
    "overlap of two laws",
    "two laws have the part min(a, b) in common, of mass 1 - 1/2 sum |a - b|: that is forgotten",
    requires=(assumed.TWO_INPUTS,),
)
def overlap_of_two(step: Step) -> bool:
    return step.relation == "=" and (step.lhs, step.rhs) == (channel.eta, channel.two_laws_apart())


@theorem(
    "overlap of shifted laws",
    "all N(h, alpha), 0 <= h <= R, lie above the lower of the two outermost, so that part is forgotten",
    requires=(assumed.ONE_NOISY_WEIGHT,),
)
def overlap_of_shifts(step: Step) -> bool:
    return step.relation == "=" and (step.lhs, step.rhs) == (channel.eta, channel.shifted_apart())


@theorem(
    "the change of all logarithms",
    "two Gaussian vectors of variance alpha differ along one direction alone, by the length of their means' difference",
    requires=(assumed.MANY_NOISY_WEIGHTS,),
)
def along_one_direction(step: Step) -> bool:
    return step.relation == "=" and (step.lhs, step.rhs) == (channel.spread, channel.length())
