"""Statements that the edition of 2018 has from the report of 2017, with their readings there."""

from collections.abc import Sequence

from bounds.claims.edition import shared
from bounds.claims.statement import Rank, Reading, Source, Statement
from bounds.papers.achille_soatto_2017 import LEDGER
from bounds.papers.achille_soatto_2017 import PAPER as EARLIER


def reading(statement: str, name: str = "printed", as_: str = "printed", **words: str) -> Reading:
    """A reading of 2017, which is this edition's reading `as_`."""
    return shared(EARLIER.id, LEDGER, statement, name, name=as_, **words)


def of_2017(
    statement_id: str,
    section: str,
    earlier: str,
    quote: str,
    *,
    title: str = "",
    printed: str = "printed",
    text: str = "",
    keep: Sequence[str] | None = None,
    rank: Rank | None = None,
    new: bool = False,
) -> Statement:
    """A statement of 2017 under this edition's number, with all of its readings there.

    `printed` is the reading of 2017 that this edition prints; what it mends is no longer intended or repaired. `quote`
    is what it states, in our words. `keep` names the other readings that it has here (all that 2017's has). `new`: 2017
    has the formula and not the claim.
    """
    old = LEDGER[earlier]
    said = {"text": text} if text else {}
    first = [reading(earlier, printed, **said)] if any(one.name == printed for one in old.readings) else []
    mended = () if printed == "printed" else ("intended", "proved", "repaired")
    rest = [one.name for one in old.readings if one.name not in ("printed", printed, *mended)]
    others = [
        reading(earlier, name, name, change=old[name].change, quote=old[name].quote)
        for name in rest
        if keep is None or name in keep
    ]
    return Statement(
        id=statement_id,
        title=title or old.title,
        section=section,
        rank=rank or old.rank,
        quote=quote,
        readings=(*first, *others),
        earlier=() if new else (earlier,),
    )


def gone(
    statement_id: str, section: str, earlier: Sequence[str], title: str, quote: str, *, rank: Rank = Rank.SENTENCE
) -> Statement:
    """A claim of 2017 that this edition does not make."""
    return Statement(
        id=statement_id,
        title=title,
        section=section,
        rank=rank,
        quote=quote,
        earlier=tuple(earlier),
        source=Source.WITHDRAWN,
    )


def unread(statement_id: str, section: str, title: str, quote: str, *, earlier: Sequence[str] = ()) -> Statement:
    """A part of this edition that could not be read, or that states nothing to be judged."""
    return Statement(
        id=statement_id,
        title=title,
        section=section,
        rank=Rank.SENTENCE,
        quote=quote,
        earlier=tuple(earlier),
        source=Source.NOT_READ,
    )
