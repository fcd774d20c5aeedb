"""Every reading about informations: the rule that checks it, and where a reading is treated otherwise."""

from fractions import Fraction

from bounds.papers.achille_soatto_2017 import LEDGER
from validation.checks.informations import Shannon, shannon_checks

CHECKS = shannon_checks(
    LEDGER,
    {
        ("total-correlation", "printed"): Shannon(constants=0.5),
        ("markov-chain", "printed"): Shannon(constants=0.5),
        ("sufficiency/independence-gives-equality", "printed"): Shannon(control="sufficiency", constants=0.5),
        ("sufficiency/equality-gives-independence", "printed"): Shannon(control="sufficiency"),
        ("remark-2.1/only-if", "printed"): Shannon(control="remark-2.1"),
        ("remark-2.1/orbits", "printed"): Shannon(control="remark-2.1"),
        # o is the orbit: no line says so
        ("remark-2.1/maximal-invariants", "printed"): Shannon(search=False),
        ("remark-2.1/only-maximal-invariants", "printed"): Shannon(search=False),
        ("information-bottleneck-limit/fixed-beta", "repaired"): Shannon(below=Fraction(1)),
        # t is the minimal sufficient statistic: no line says so
        ("information-bottleneck-limit/fixed-beta", "sharpened"): Shannon(search=False),
        ("corollary-3.3", "printed"): Shannon(search=False),
        ("introduction/invariant-iff-minimal", "printed"): Shannon(search=False),
        ("introduction/sufficiency-and-invariance", "sharpened"): Shannon(search=False),
        ("introduction/likelihood", "printed"): Shannon(search=False),
        ("ideal-representation/invariance", "printed"): Shannon(search=False),
        ("ideal-representation/disentanglement", "printed"): Shannon(search=False),
        ("proposition-3/lemma-nuisance", "sharpened"): Shannon(search=False),
        ("proposition-3/one-nuisance", "sharpened"): Shannon(search=False),
        ("proposition-1/if-and-only-if", "printed"): Shannon(constants=0.5),
        ("footnote-3", "printed"): Shannon(constants=0.5),
        ("introduction/minimal-weights", "printed"): Shannon(constants=0.5),
        ("introduction/recovers-minimal-weights", "printed"): Shannon(constants=0.5),
        ("corollary-3.4/dimension", "sharpened"): Shannon(constants=0.2),
        ("proposition-2/cross-entropy", "printed"): Shannon(constants=0.2),
        ("proposition-3", "printed"): Shannon(constants=0.5),
        ("proposition-4/identity-1", "printed"): Shannon(constants=0.8),
        ("equation-3/sufficiency", "printed"): Shannon(constants=0.5),
        ("equation-3/random-labels", "printed"): Shannon(constants=0.2),
        # the labels are fair bits: no line says so
        ("equation-3/random-data", "printed"): Shannon(search=False),
        # for b = 0 the two are drawn apart: no line says so
        ("section-6.2/blind-discriminator", "printed"): Shannon(search=False),
        ("section-6.2/discriminator", "printed"): Shannon(constants=0.5),
    },
)
