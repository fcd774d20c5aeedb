"""What appendix A's hypotheses say, as a rule that a derivation goes by."""

from bounds.derivations.derivation import Step, theorem
from bounds.papers.achille_soatto_2017 import sentence_hypotheses as sentence
from bounds.papers.achille_soatto_2017.formulas.appendix import SIDE


@theorem("the crop's side", "s = 28", requires=(sentence.CROP,))
def side_of_the_crop(step: Step) -> bool:
    return step.relation == "=" and step.lhs.subs(SIDE, 28) == step.rhs
