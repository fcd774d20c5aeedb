"""Section 5: Corollary 5.1 (a stack of layers), T4 as its repaired form, and Remark 5.2."""

from typing import TYPE_CHECKING

from bounds.claims.formula import Informational, Symbolic
from bounds.claims.statement import Reading, Statement
from bounds.papers.achille_soatto_2017.hypotheses import ATOM, CHAIN
from bounds.papers.achille_soatto_2017.hypotheses import NO_ROW_SEES_ZEROS as NO_ATOM
from bounds.papers.achille_soatto_2017.hypotheses import RHO_EVERY_ROW as RHO
from bounds.papers.achille_soatto_2017.hypotheses import ROWS_GIVEN_INPUT as ROWS

if TYPE_CHECKING:
    import sympy

SECTION = "5 Duality of the Bottleneck"
NOISE = "log eps^k_ij ~ N(-alpha^k/2, alpha^k), independent"
EVERY_LAYER = "for every k < L, so for their minimum"


class _Layer:
    """The symbols of layer k: widths before and after it, noise, information per weight, its rows' mean c."""

    def __init__(self) -> None:
        import sympy

        self.information = sympy.Symbol("I_L", real=True)
        self.width, self.next_width = sympy.symbols("dim_k dim_next", integer=True, positive=True)
        self.alpha, self.per_weight, self.c = (
            sympy.Symbol("alpha", positive=True),
            sympy.Symbol("Ibar", real=True),
            sympy.Symbol("c", nonnegative=True),
        )


def _stack(unit_bound: str, width: str) -> Symbolic:
    """I(z_L;x) <= width * (a bound on one unit's information)."""

    def build() -> "sympy.Rel":
        import sympy

        from bounds.papers.achille_soatto_2017.rows import g, printed_g

        s = _Layer()
        bound = {
            "printed": lambda: printed_g(s.alpha) + 1,
            "plus one": lambda: g(s.alpha) + 1,
            "T4": lambda: s.per_weight + sympy.exp(-2 * s.per_weight) + s.c,
        }[unit_bound]()
        return sympy.Le(s.information, {"k": s.width, "k+1": s.next_width}[width] * bound, evaluate=False)

    return Symbolic(build)


def _any_rho() -> "sympy.Rel":
    """T4 with T3's first form: b is the mean over the rows of 1/2 log((rho + alpha~)/alpha) + alpha/2 + c."""
    import sympy

    j, n = sympy.Symbol("j", integer=True), sympy.Symbol("dim_next", integer=True, positive=True)
    alpha = sympy.Symbol("alpha", positive=True)
    rho, c = (sympy.IndexedBase(name, nonnegative=True) for name in ("rho", "c"))
    row = sympy.log((rho[j] + sympy.exp(alpha) - 1) / alpha) / 2 + alpha / 2 + c[j]
    return sympy.Le(sympy.Symbol("I_L", real=True), sympy.Sum(row, (j, 0, n - 1)), evaluate=False)


def _with_atom() -> "sympy.Rel":
    import sympy

    s = _Layer()
    q = sympy.Symbol("q", positive=True)
    entropy = -q * sympy.log(q) - (1 - q) * sympy.log(1 - q)
    rest = s.next_width * (s.per_weight + sympy.exp(-2 * s.per_weight) + s.c)
    return sympy.Le(s.information, entropy + (1 - q) * rest, evaluate=False)


def _uncorrelated() -> "sympy.Rel":
    """The covariance of two outputs is 0; the rows' noises are independent and of mean 1."""
    import sympy

    from bounds.derivations.expectation import INPUT, Mean

    i, d = sympy.Symbol("i", integer=True), sympy.Symbol("d", integer=True, positive=True)
    x = sympy.IndexedBase("x", real=True)
    outputs = [sympy.Sum(sympy.IndexedBase(name, real=True)[i] * x[INPUT, i], (i, 0, d - 1)) for name in ("w", "v")]
    covariance = Mean.over(outputs[0] * outputs[1]) - Mean.over(outputs[0]) * Mean.over(outputs[1])
    return sympy.Eq(covariance, 0, evaluate=False)


def _tight() -> "sympy.Rel":
    import sympy

    from bounds.papers.achille_soatto_2017.rows import chi_square_gap

    D = sympy.Symbol("D", positive=True)
    return sympy.Le(chi_square_gap(D), 1 / D, evaluate=False)


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        id="corollary-5.1",
        title="Multi-layer case",
        section=SECTION,
        quote="I(z_L;x) ≤ min_{k<L} { dim(z_k) [g(α^k) + 1] }, where α^k = exp{-I(W^k;D)/dim(W^k)}",
        readings=(
            Reading(
                name="printed",
                formula=_stack("printed", "k"),
                hypotheses=(NOISE, CHAIN, EVERY_LAYER),
                text="With g as printed; the index starts at k = 0, where the page has no W^0.",
            ),
            Reading(
                name="repaired",
                formula=_stack("T4", "k+1"),
                hypotheses=(NOISE, CHAIN, EVERY_LAYER, ROWS, RHO, NO_ATOM),
                text="T4: I(z_L;x) <= dim(z_{k+1}) [I_bar_k + exp(-2 I_bar_k) + c^k], c^k the mean of c over the rows.",
                change="dim(z_{k+1}) for dim(z_k), T3 for g + 1, and the layer's own c.",
            ),
            Reading(
                name="sharpened",
                formula=Symbolic(_any_rho),
                hypotheses=(NOISE, CHAIN, EVERY_LAYER, ROWS, NO_ATOM),
                text="T4 without a condition on rho: the sum over the rows of T3's first form.",
                change="Layers whose inputs are correlated or have a mean, as behind a ReLU.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/width",
        title="Which width counts",
        section=SECTION,
        quote="dim(z_k) [g(α^k) + 1]",
        readings=(
            Reading(
                name="printed",
                formula=_stack("T4", "k"),
                hypotheses=(NOISE, CHAIN, EVERY_LAYER, ROWS, RHO, NO_ATOM),
                text="The layer's input width times a bound on one unit that is true (T3).",
                change="All but the width is mended.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/plus-one",
        title="One nat for c",
        section=SECTION,
        quote="[g(α^k) + 1]",
        readings=(
            Reading(
                name="printed",
                formula=_stack("plus one", "k+1"),
                hypotheses=(NOISE, CHAIN, EVERY_LAYER, ROWS),
                text="With g's sign and the width mended.",
                change="All but '+1' is mended.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/atom",
        title="Layers whose inputs can all be zero",
        section=SECTION,
        readings=(
            Reading(
                name="sharpened",
                formula=Symbolic(_with_atom),
                hypotheses=(NOISE, CHAIN, EVERY_LAYER, ROWS, RHO, NO_ATOM, ATOM),
                text="T4 behind a ReLU: Hb(q) + (1 - q) times the bound given z_k != 0.",
                change="c is infinite where z_k = 0 has a probability; the atom is counted apart.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/hypotheses",
        title="Proposition 7's hypotheses at the next layer",
        section=SECTION,
        quote="I(W^k z_k; z_k) is exactly the quantity we bounded in Proposition 7",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_uncorrelated),
                hypotheses=(NOISE, "x and both rows positive, so that a ReLU changes nothing"),
                text="The components of z_1 are uncorrelated, as Proposition 7 asks of its inputs.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/data-processing",
        title="The chain of data processing inequalities",
        section=SECTION,
        quote="I(z_L;x) ≤ min_{k<L} I(z_{k+1};z_k)",
        readings=(
            Reading(
                name="printed",
                formula=Informational(
                    goal=("I(z3;x) <= I(z1;x)", "I(z3;x) <= I(z2;z1)", "I(z3;x) <= I(z3;z2)"),
                    given=("x -> z1 -> z2 -> z3",),
                ),
                hypotheses=(CHAIN,),
                text="True, weakly; three layers stand for L.",
            ),
        ),
    ),
    Statement(
        id="corollary-5.1/shared-noise",
        title="Rows that share their noise",
        section=SECTION,
        quote="I(z_{k+1};z_k) … is exactly the quantity we bounded in Proposition 7",
        readings=(
            Reading(
                name="printed",
                formula=Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",)),
                text="A layer's information is at most its units', whatever their noise, as for a convolution.",
                change="Read for layers whose rows are not independent given their input.",
            ),
            Reading(
                name="repaired",
                formula=Informational(goal=("I(z1,z2;x) <= I(z1;x) + I(z2;x)",), given=("TC(z1,z2|x) = 0",)),
                hypotheses=("rows independent given x",),
                text="At most the units' sum where the rows are independent given the input.",
                change="Independence given the input is asked for.",
            ),
        ),
    ),
    Statement(
        id="remark-5.2",
        title="Tightness",
        section=SECTION,
        quote="While the bound in Proposition 7 was tight, the bound in the multilayer case is not.",
        readings=(
            Reading(
                name="printed",
                formula=Symbolic(_tight),
                hypotheses=("equation (4)", "x_i independent Gaussian with mean 0", "D effective dimensions"),
                text="Upper and lower bound on equation (4) meet as D grows: their distance c is at most 1/D.",
            ),
        ),
    ),
)
