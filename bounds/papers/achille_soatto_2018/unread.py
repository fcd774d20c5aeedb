"""What could not be read of 2018, or not for certain: the file to edit with the journal at hand.

`docs/edition-2018.md` says how.
"""

from bounds.claims.statement import Rank, Source
from bounds.papers.achille_soatto_2018.of_2017 import unread

RANKS = (Rank.LINE, Rank.FOOTNOTE, Rank.CAPTION)  # of claims that stand where nothing was read
DAMAGED = ("proposition-4.3",)  # claims whose display the transcription may have damaged

STATEMENTS = (
    unread("appendices", "A to C", "Appendices, footnotes, figures and tables", "proofs, definitions of (8)'s terms"),
)


def source_of(statement_id: str) -> Source:
    """Whether a claim's display is taken as it was transcribed."""
    return Source.TRANSCRIBED if statement_id in DAMAGED else Source.READ
