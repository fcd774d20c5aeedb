"""Two editions' wording of a claim side by side, and which claims one of them alone has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bounds.claims.statement import Source
from reports.document import Beside, Quote
from reports.prose import prose
from reports.vocabulary import cited, label

Data = Mapping[str, Any]


def compared(results: Data, statements: Sequence[Data]) -> list[Data]:
    """The statements, each with its `mark`, where one edition alone has it, and else its `wordings`.

    `wordings` are the claims of the earlier and those of the later edition, where this run has compared the two.
    """
    papers = {paper["id"]: paper for paper in results["papers"]}
    said: dict[str, dict[str, Any]] = {one["anchor"]: {} for one in statements}
    for pair in results.get("editions", ()):
        earlier, later = ([one for one in statements if one["paper"] == pair[which]] for which in ("earlier", "later"))
        years = {which: papers[pair[which]]["year"] for which in ("earlier", "later")}
        by_id = {one["id"]: one for one in earlier}
        after: dict[str, list[Data]] = {}
        for one in later:
            before = [by_id[id_] for id_ in one.get("earlier", ()) if id_ in by_id]
            for old in before:
                after.setdefault(old["id"], []).append(one)
            if before:
                said[one["anchor"]]["wordings"] = (before, [one])
            elif one.get("source", Source.READ) != Source.NOT_READ:
                said[one["anchor"]]["mark"] = f"{years['later']} only"
        met = {_claim(by_id[id_]) for id_ in after}
        unread = papers[pair["later"]].get("unread", ())
        for one in earlier:
            found = after.get(one["id"], [])
            if found:
                said[one["anchor"]]["wordings"] = ([one], found)
            if all(new.get("source") == Source.WITHDRAWN for new in found):
                mark = f"{years['earlier']} only" if found or _claim(one) not in met else ""
                said[one["anchor"]]["mark"] = f"not read in {years['later']}" if one.get("rank") in unread else mark
    return [{**one, **said[one["anchor"]]} for one in statements]


def _claim(statement: Data) -> str:
    """The id of the claim that it is, or is a part of."""
    return str(statement["parent"] or statement["id"])


def wording(statement: Data, papers: Mapping[str, Data]) -> tuple[Quote | Beside, ...]:
    """What the page says, beside what the other edition's page says; nothing where nothing is quoted."""
    columns = [_quotes(side, statement, papers) for side in statement.get("wordings", ())]
    if all(columns) and columns:
        return (Beside(tuple(columns)),)
    return _quotes([statement], statement, papers)


def _quotes(statements: Iterable[Data], here: Data, papers: Mapping[str, Data]) -> tuple[Quote, ...]:
    return tuple(_quote(one, here, papers) for one in statements if one["quote"])


def _quote(statement: Data, here: Data, papers: Mapping[str, Data]) -> Quote:
    """The words, where they stand, and whose they are; another statement's with its name and a link to it."""
    paper, other = papers[statement["paper"]], statement["anchor"] != here["anchor"]
    name, where = label(statement["anchor"]), f"section {statement['section'].split()[0]}"
    place = [where, name] if other and not name.lower().startswith(where) else [name if other else where]
    source = [cited(paper) if len(papers) > 1 else "the paper", *place]
    source += ["in our words"] if paper.get("retold") else []
    return Quote(prose(statement["quote"]), source=", ".join(source), anchor=statement["anchor"] if other else "")
