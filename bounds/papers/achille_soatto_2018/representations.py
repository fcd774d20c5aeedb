"""Sections 2 and 3 of 2018: representations of the datum. All of it stands in 2017, some of it mended."""

from bounds.claims.statement import Rank
from bounds.papers.achille_soatto_2018.of_2017 import of_2017

STATEMENTS = (
    of_2017(
        "total-correlation",
        "2",
        "total-correlation",
        "TC(z) = KL(p(z) || prod_i p(z_i)), 0 if and only if the components are independent",
        printed="repaired",
    ),
    of_2017(
        "markov-chain",
        "2",
        "markov-chain",
        "x → z → y iff p(y|x,z) = p(y|z); then I(x;z) ≥ I(x;y)",
        printed="repaired",
    ),
    of_2017(
        "representation",
        "2.1",
        "representation/noise-gives-chain",
        "z is a stochastic function of x; in particular y → x → z",
        title="A representation, and its chain",
    ),
    of_2017(
        "sufficiency",
        "2.1",
        "sufficiency/independence-gives-equality",
        "with y → x → z: y independent of x given z gives I(z;y) = I(x;y)",
        printed="intended",
    ),
    of_2017(
        "sufficiency/converse",
        "2.1",
        "sufficiency/equality-gives-independence",
        "with y → x → z: I(z;y) = I(x;y) gives y independent of x given z",
        printed="intended",
    ),
    of_2017(
        "information-bottleneck-limit",
        "2.1",
        "information-bottleneck-limit",
        "H(y|z) + β I(z;x): for β → 0 a minimal sufficient z",
    ),
    of_2017("nuisance", "2.2", "nuisance", "n is a nuisance iff I(y;n) = 0, z invariant to it iff I(z;n) = 0"),
    of_2017(
        "group-nuisance",
        "2.2",
        "remark-2.1/only-if",
        "a deterministic f is invariant iff f(g x) = f(x) for every g",
        rank=Rank.SENTENCE,
    ),
    of_2017("proposition-2.1", "2.2", "lemma-2.2", "y discrete: some n independent of y has x = f(y,n)"),
    of_2017(
        "ideal-representation/invariance",
        "3",
        "ideal-representation/invariance",
        "only sufficiency and minimality need be enforced; invariance follows",
    ),
    of_2017(
        "ideal-representation/disentanglement",
        "3",
        "ideal-representation/disentanglement",
        "only sufficiency and minimality need be enforced; disentanglement follows",
    ),
    of_2017(
        "proposition-3.1",
        "3",
        "proposition-1/inequality",
        "n a nuisance, z sufficient, n → x → z: I(z;n) ≤ I(z;x) − I(x;y)",
        title="Invariance and minimality",
        rank=Rank.RESULT,
    ),
    of_2017(
        "proposition-3.1/equality",
        "3",
        "proposition-1/equality",
        "some n has equality up to ε = I(z;y|n) − I(x;y), 0 ≤ ε ≤ H(y|x)",
    ),
    of_2017(
        "proposition-3.1/deterministic-task",
        "3",
        "proposition-1/deterministic-task",
        "ε = 0 where y is a function of x",
    ),
    of_2017(
        "proposition-3.1/if-and-only-if",
        "3",
        "proposition-1/if-and-only-if",
        "a sufficient z is invariant (maximally insensitive) to nuisances iff it is minimal",
    ),
    of_2017("remark-3.2", "3", "remark-3.2", "ε is negligible where H(y|x) is far below I(x;z)"),
    of_2017("corollary-3.3", "3", "corollary-3.3", "β → 0 gives a sufficient invariant z"),
    of_2017(
        "corollary-3.4",
        "3",
        "corollary-3.4",
        "x → z1 → z2, I(z1;z2) < I(z1;x), z2 sufficient: for every n, I(z2;n) ≤ I(z1;z2) − I(x;y)",
    ),
    of_2017("corollary-3.4/more-invariant", "3", "corollary-3.4/more-invariant", "z2 is more invariant than z1"),
    of_2017("corollary-3.4/dimension", "3", "corollary-3.4/dimension", "dim z2 < dim z1 is such a bottleneck"),
    of_2017(
        "proposition-3.5",
        "3",
        "proposition-2",
        "x → z1 → ... → zL, zL sufficient: it is more insensitive than all before it",
    ),
    of_2017("proposition-3.6", "3", "proposition-3", "a deterministic invariant that minimises (1) maximises H(f(x))"),
)
