"""The ledger of a paper, found by the paper's id when a proof cites it: what proves claims names no paper."""

from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

from bounds.claims.ledger import Ledger
from bounds.claims.paper import GROUP, PAPER_ID
from bounds.claims.statement import Unknown


def ledger_of(paper_id: str) -> Ledger:
    """The ledger of `bounds.papers.NAME`, else that of an installed paper. Raises Unknown where neither is there."""
    if PAPER_ID.fullmatch(paper_id):
        package = f"bounds.papers.{paper_id.replace('-', '_')}"
        if find_spec(package):
            found = import_module(package).LEDGER
        else:
            found = next((point.load().ledger for point in entry_points(group=GROUP, name=paper_id)), None)
        if isinstance(found, Ledger):
            return found
    raise Unknown(f"paper_id: {paper_id!r} is no paper whose ledger is installed")
