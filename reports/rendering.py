"""From the results of a run to its report: HTML, PDF, and the figures with their data."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.content import compose
from reports.html import to_html
from reports.pdf import to_pdf
from reports.results import write_atomically

HTML, PDF = "report.html", "report.pdf"


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Where the report is."""

    html: Path
    pdf: Path


def render(results: Mapping[str, Any], out: Path) -> Rendered:
    """Write OUT/report.html, OUT/report.pdf, OUT/figures from the results alone; the same results give the same bytes.

    Raises OSError where OUT cannot be written.
    """
    document, files = compose(results)
    (out / "figures").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_atomically(out / name, text)
    rendered = Rendered(html=out / HTML, pdf=out / PDF)
    with ThreadPoolExecutor(1) as beside:  # typst works outside the interpreter's lock
        pdf = beside.submit(to_pdf, document, started=results["started"])
        write_atomically(rendered.html, to_html(document))
        write_atomically(rendered.pdf, pdf.result())
    return rendered
