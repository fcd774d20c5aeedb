"""Achille and Soatto, Emergence of invariance and disentanglement in deep representations (JMLR 19, 2018).

What stands here was taken, in our words, from a third party's transcription of the main text. Not read: its appendices
(all proofs, the definitions of the four terms of equation 8), its footnotes, figures and tables. A statement that is
`as transcribed` has a display that the transcription may have damaged.
"""

from bounds.claims.ledger import Ledger
from bounds.claims.paper import Paper
from bounds.papers.achille_soatto_2018 import experiments, layers, representations, unread, weights
from bounds.papers.achille_soatto_2018.glossary import GLOSSARY

PAPER = Paper(
    id="achille-soatto-2018",
    title="Emergence of invariance and disentanglement in deep representations",
    authors=("Alessandro Achille", "Stefano Soatto"),
    year=2018,
    source="Journal of Machine Learning Research 19, 2018; arXiv 1706.01350 v3",
    text="edition-2018.md",
    earlier="achille-soatto-2017",
    retold="a transcription of its main text; its appendices (all proofs), footnotes, figures and tables were not read",
    unread=unread.RANKS,
    glossary=GLOSSARY,
)

ALL = (representations, weights, layers, experiments, unread)
LEDGER = Ledger(tuple(statement for module in ALL for statement in module.STATEMENTS))
