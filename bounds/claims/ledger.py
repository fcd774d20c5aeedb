"""A paper's statements in their order, looked up by id."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from bounds.claims.statement import READING_NAMES, Statement, Unknown


class Ledger:
    """The statements, looked up by id; iterating gives the statements themselves, in the paper's order."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self._statements = statements
        ids = [statement.id for statement in statements]
        if len(set(ids)) < len(ids):
            raise ValueError(f"statements: the id {max(ids, key=ids.count)!r} stands twice")

    @cached_property
    def _by_id(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self._statements}

    def __getitem__(self, statement_id: str) -> Statement:
        """The statement; raises Unknown, a KeyError and a ValueError, for an id that no statement has."""
        if statement_id in self:
            return self._by_id[statement_id]
        close = get_close_matches(str(statement_id), self._by_id, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise Unknown(f"statement_id: {statement_id!r} is no statement{hint}")

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._statements)

    def __len__(self) -> int:
        return len(self._statements)

    def __contains__(self, statement_id: object) -> bool:
        return isinstance(statement_id, str) and statement_id in self._by_id

    def parts(self, statement_id: str) -> tuple[Statement, ...]:
        """The parts of a numbered claim, in order."""
        parent = self[statement_id].id
        return tuple(statement for statement in self if statement.parent == parent)

    def reading_names(self, statement_id: str) -> tuple[str, ...]:
        """The names of the statement's readings, its parts' included."""
        family = (self[statement_id], *self.parts(statement_id))
        present = {reading.name for statement in family for reading in statement.readings}
        return tuple(name for name in READING_NAMES if name in present)


def in_page_order(statements: Sequence[Statement], elsewhere: Mapping[str, str]) -> tuple[Statement, ...]:
    """The statements, each of `elsewhere` set right after the one that the page has before it.

    Modules hold what belongs together; the page does not always keep it together. `elsewhere` names a statement and the
    one that it follows, which may itself have been set before. Raises ValueError for an id that no statement has.
    """
    by_id = {statement.id: statement for statement in statements}
    order = [statement_id for statement_id in by_id if statement_id not in elsewhere]
    for moved, before in elsewhere.items():
        if moved not in by_id or before not in order:
            raise ValueError(f"elsewhere: {moved!r} after {before!r} names no statement that is set yet")
        order.insert(order.index(before) + 1, moved)
    return tuple(by_id[statement_id] for statement_id in order)
