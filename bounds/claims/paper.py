"""What a paper is, for those who cite its claims."""

import re
from dataclasses import asdict, dataclass
from typing import Any

GROUP = "emergence_audit.papers"  # of the entry points of installed papers; each has a `paper` and a `ledger`
PAPER_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class Term:
    """A symbol or name that recurs: how words write it, what it is, its unit, and the reading that it is from.

    A theorem has a `name`, and that reading proves it. `of` is (statement's id, reading's name). Where a letter has one
    meaning in some claims and another in others, `within` are the ids of those (or an experiment's address in a report)
    with this one.
    """

    term: str
    says: str
    name: str = ""
    unit: str = ""
    of: tuple[str, str] | None = None
    within: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        of = {"of": dict(zip(("id", "name"), self.of, strict=True))} if self.of else {}
        return {"term": self.term, "says": self.says, "name": self.name, "unit": self.unit, **of} | {
            "within": list(self.within)
        }


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper whose claims stand in a ledger.

    `source` says where it was published, `text` names the text that quotes are taken from. `prefix` stands before a
    statement's id wherever the ids of several papers meet (anchors of a report); without one it is the paper's id.
    `earlier` is the id of the paper's earlier edition, if it is known. `retold`: the wording of its statements is ours,
    not the page's, and this says what it was taken from. `unread` are the ranks of claims that could not be read of it.
    `glossary` says what its recurring symbols and names are.
    Raises ValueError for an id that is not of lower-case words joined by hyphens.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    year: int
    source: str
    text: str
    prefix: str | None = None
    earlier: str | None = None
    retold: str = ""
    unread: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if not PAPER_ID.fullmatch(self.id):
            raise ValueError(f"id: {self.id!r} is no paper's id, lower-case words and numbers joined by hyphens")
        if isinstance(self.authors, str) or not all(isinstance(name, str) and name for name in self.authors):
            raise ValueError(f"authors: must be names, got {self.authors!r}")
        if not (self.prefix is None or self.prefix == "" or PAPER_ID.fullmatch(self.prefix)):
            raise ValueError(f"prefix: must be empty, or as an id is, got {self.prefix!r}")

    def anchor(self, statement_id: str) -> str:
        """The statement's id, told apart from those of other papers."""
        return f"{self._before}:{statement_id}" if self._before else statement_id

    def to_json(self) -> dict[str, Any]:
        told = {"authors": list(self.authors), "unread": list(self.unread), "prefix": self._before}
        return {**asdict(self), **told, "glossary": [term.to_json() for term in self.glossary]}

    @property
    def _before(self) -> str:
        return self.id if self.prefix is None else self.prefix
