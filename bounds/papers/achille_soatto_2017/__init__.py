"""Achille and Soatto, On the emergence of invariance and disentangling in deep representations (report of May 2017)."""

from bounds.claims.ledger import Ledger
from bounds.claims.paper import Paper
from bounds.papers.achille_soatto_2017 import (
    claim_1,
    contraction,
    corollary_5_1,
    equation_3,
    flatness,
    generalisation,
    introduction,
    measured,
    proposition_1,
    proposition_3,
    proposition_5,
    proposition_6,
    proposition_7,
    section_2,
    section_2_4,
    section_3,
    section_4,
    section_6,
    section_7,
    transition,
)

PAPER = Paper(
    id="achille-soatto-2017",
    title="On the emergence of invariance and disentangling in deep representations",
    authors=("Alessandro Achille", "Stefano Soatto"),
    year=2017,
    source="technical report UCLA UCSD 170010, 30 May 2017",
    text="achille-soatto-2017.md",
    prefix="",
)

THEORY = (
    section_2,
    section_2_4,
    proposition_1,
    section_3,
    proposition_3,
    section_4,
    equation_3,
    claim_1,
    transition,
    proposition_5,
    flatness,
    generalisation,
    proposition_6,
    proposition_7,
    corollary_5_1,
    contraction,
)
LEDGER = Ledger(
    (
        *introduction.STATEMENTS,
        *measured.OF_FIGURE_1,
        *(statement for module in THEORY for statement in module.STATEMENTS),
        *measured.OF_SECTION_6_1,
        *section_6.STATEMENTS,
        *measured.OF_FIGURES_3_AND_4,
        *section_7.STATEMENTS,
    )
)
