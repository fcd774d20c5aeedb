"""The report of a run as a document: everything that HTML and PDF say is decided here."""

from collections.abc import Mapping
from typing import Any

from reports import findings, frontpage, statements
from reports.document import Document, Items, Paragraph, Picture, Section, Strong, Table
from reports.figure import Figure
from reports.figures import draw, points, to_csv
from reports.numbers import number
from reports.vocabulary import VERDICTS, counted, families

Data = Mapping[str, Any]

DATA_ROWS = 24  # a figure with more points has its data in the file beside the report only


def compose(results: Data) -> tuple[Document, dict[str, str]]:
    """The document, and the text of every file that stands beside it by its name (figures/ID.svg, figures/ID.csv)."""
    pictures, files = _pictures(results)
    networks = sorted(results["networks"], key=lambda network: not network.get("users"))
    chapters = [
        Section(
            "networks",
            "Networks",
            sections=tuple(findings.network(n, pictures, place=k) for k, n in enumerate(networks, 1)),
        ),
        Section(
            "statements",
            "Claims",
            sections=tuple(
                statements.section(c, parts, pictures, run=results) for c, parts in families(results["statements"])
            ),
        ),
        Section(
            "experiments",
            "Experiments",
            sections=tuple(
                findings.experiment(name, data, pictures, run=results) for name, data in results["experiments"].items()
            ),
        ),
        _failures(results.get("failures") or []),
    ]
    chapters = [chapter for chapter in chapters if chapter.sections or chapter.blocks]
    if not any(
        network.get("users") for network in networks
    ):  # a reader's own network comes first, ours after the claims
        chapters.sort(key=lambda chapter: ("statements", "networks", "experiments", "failures").index(chapter.anchor))
    tally = [
        (verdict, sum(any(r["verdict"] == verdict for r in s["readings"]) for s in results["statements"]))
        for verdict in VERDICTS
    ]
    document = Document(
        title=frontpage.TITLE,
        subtitle=frontpage.SUBTITLE,
        question=frontpage.QUESTION,
        language="en",
        front=frontpage.front(results),
        sections=tuple(chapters),
        filters=tuple(tally),
        footer=f"{results['profile']} profile, seed {results['seed']}, {frontpage.started(results['started'])}. Information is in nats.",
    )
    return document, files


def _pictures(results: Data) -> tuple[dict[str, list[Picture]], dict[str, str]]:
    pictures: dict[str, list[Picture]] = {}
    files: dict[str, str] = {}
    for place, data in enumerate(results["figures"], start=1):
        figure = Figure.from_json(data)
        svg, csv = draw(figure), to_csv(figure)
        files |= {f"figures/{figure.id}.svg": svg + "\n", f"figures/{figure.id}.csv": csv}
        picture = Picture(
            id=f"figure-{figure.id}", number=place, title=figure.title, caption=figure.caption, svg=svg,
            csv=f"figures/{figure.id}.csv", data=_data(figure),
        )  # fmt: skip
        pictures.setdefault(figure.subject, []).append(picture)
    return pictures, files


def _data(figure: Figure) -> Table:
    rows = [row for series in figure.series for row in points(series)][:DATA_ROWS]
    cells = tuple(tuple((number(value) if value != "" else "",) for value in row) for row in rows)
    return Table(
        caption=f"Data of ‘{figure.title}’",
        head=("series", figure.x_label, figure.y_label, "low", "high"),
        rows=cells,
        numeric=(1, 2, 3, 4),
        role="data",
    )


def _failures(failures: list[Data]) -> Section:
    if not failures:
        return Section("failures", "What failed")
    blocks = (
        Paragraph(
            (
                f"{counted(len(failures), 'part')} of this run ended in an error; the rest of this report does not depend on them.",
            )
        ),
        Items(items=tuple((Strong(failure["what"]), f": {failure['error']}") for failure in failures)),
    )
    return Section("failures", "What failed", blocks=blocks)
