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
from reports.pdf import to_data, to_pdf
from reports.results import write_atomically

HTML, PDF, FIGURES = "report.html", "report.pdf", "figures"


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Where the report is."""

    html: Path
    pdf: Path


def render(results: Mapping[str, Any], out: Path, *, jobs: int | None = None, doubt: str = "") -> Rendered:
    """Write OUT/report.html, OUT/report.pdf, OUT/figures from the results alone; the same results give the same bytes.

    `doubt`, where there is one, stands on top: why not to believe the results. At most `jobs` processes draw (as many
    as there are processors, where it is None). Raises OSError where OUT cannot be written,
    subprocess.CalledProcessError where a process that draws fails.
    """
    document, figures = compose(results, doubt=doubt)
    (out / FIGURES).mkdir(parents=True, exist_ok=True)
    rendered = Rendered(html=out / HTML, pdf=out / PDF)
    with ThreadPoolExecutor(1) as beside:  # figures are drawn in other processes, typst works outside our lock
        data = beside.submit(to_data, document)
        drawings = drawn(figures, jobs=jobs or os.cpu_count() or 1)
        pdf = beside.submit(to_pdf, data.result(), drawings, started=results["started"])
        for figure in figures:
            write_atomically(out / FIGURES / f"{figure.id}.svg", drawings[figure.id] + "\n")
            write_atomically(out / FIGURES / f"{figure.id}.csv", to_csv(figure))
        write_atomically(rendered.html, to_html(document, drawings))
        write_atomically(rendered.pdf, pdf.result())
    return rendered
