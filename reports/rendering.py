"""From the results of a run to its report: HTML, PDF, and the figures with their data."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.content import compose
from reports.drawing import drawn
from reports.figures import to_csv
from reports.html import to_html
from reports.paper import SUPPLEMENT, paper
from reports.pdf import to_data, to_pdf
from reports.results import finite, write_atomically

HTML, PDF, FIGURES = "report.html", "report.pdf", "figures"


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Where the report is: the page, the paper, and its supplement."""

    html: Path
    pdf: Path
    supplement: Path


def render_live(results: Mapping[str, Any], *, progress: str, refresh: int) -> str:
    """The page of a run that still goes, from what it has so far; without figures and the fates of claims.

    A browser loads it again every `refresh` seconds. `progress`, how far it has come, stands on top.
    """
    known = {**finite(results), "figures": [], "editions": []}
    document, figures = compose(known, progress=progress)
    return to_html(document, drawn(figures, jobs=1), refresh=refresh)


def render(results: Mapping[str, Any], out: Path, *, jobs: int | None = None, doubt: str = "") -> Rendered:
    """Write report.html, report.pdf, supplement.pdf and figures/ into OUT from the results alone.

    The same results give the same bytes.
    `doubt`, where there is one, stands on top: why not to believe the results. At most `jobs` processes draw (as many
    as there are processors, where it is None). Raises OSError where OUT cannot be written,
    subprocess.CalledProcessError where a process that draws fails.
    """
    document, figures = compose(results, doubt=doubt)
    (out / FIGURES).mkdir(parents=True, exist_ok=True)
    rendered = Rendered(html=out / HTML, pdf=out / PDF, supplement=out / SUPPLEMENT)
    with ThreadPoolExecutor(2) as beside:  # figures are drawn in other processes, typst works outside our lock
        documents = {rendered.supplement: document, rendered.pdf: paper(document)}
        data = {path: beside.submit(to_data, one) for path, one in documents.items()}
        drawings = drawn(figures, jobs=jobs or os.cpu_count() or 1)
        pdfs = {
            path: beside.submit(to_pdf, one.result(), drawings, started=results["started"])
            for path, one in data.items()
        }
        tables = {figure.id: to_csv(figure) for figure in figures}
        for name, table in tables.items():
            write_atomically(out / FIGURES / f"{name}.svg", drawings[name] + "\n")
            write_atomically(out / FIGURES / f"{name}.csv", table)
        write_atomically(rendered.html, to_html(document, drawings, tables))
        for path, pdf in pdfs.items():
            write_atomically(path, pdf.result())
    return rendered
