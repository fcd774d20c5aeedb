"""Writes a document as one HTML file that needs nothing else and asks nobody for anything.

jinja2 rather than typst's own HTML: the page needs folds, a filter, a policy against requests and a style for print and
dark screens, all of which live in templates here and would be raw elements there.
"""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from reports import mathematics
from reports.document import Document, Formula, Maths
from reports.svg import letters_apart
from reports.vocabulary import SYMBOLS

_PLAIN = ",;()=/.*'!~|[]"  # may stand in a link as they are
DATA_LINK = 20_000  # characters: longer data stay in the file beside the page


def to_html(
    document: Document, drawings: Mapping[str, str], data: Mapping[str, str] | None = None, *, refresh: int = 0
) -> str:
    """The whole page; `drawings` has the SVG of every figure by its name, `data` its CSV.

    A browser loads it again every `refresh` seconds.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["mathml"] = _mathml
    environment.filters["inline"] = _inline
    letters, drawings = letters_apart(drawings)
    style, script = (_asset(name) for name in ("report.css", "report.js"))
    return environment.get_template("report.html").render(
        document=document,
        drawings=drawings,
        letters=letters,
        refresh=refresh,
        csv={name: _data_link(text) for name, text in (data or {}).items() if len(text) <= DATA_LINK},
        style=style,
        script=script,
        policy=_policy(style, script),
        symbols=SYMBOLS,
    )


def _data_link(text: str) -> str:
    return f"data:text/csv;charset=utf-8,{quote(text, safe=_PLAIN)}"


def _mathml(formula: Formula) -> Any:
    """MathML, or the formula's plain text as code where its LaTeX cannot be read."""
    from markupsafe import Markup

    try:
        return Markup(mathematics.to_html(mathematics.parse_marked(formula.latex, formula.other)))
    except ValueError:
        return Markup("<code>{}</code>").format(formula.plain or formula.latex)


def _inline(item: Maths) -> Any:
    """MathML within a line, as above."""
    from markupsafe import Markup

    try:
        tree = mathematics.parse(item.latex, display="inline")
        parts = mathematics.wrapped(tree) if item.copied else [tree]
        return Markup("".join(map(mathematics.to_html, parts)))
    except ValueError:
        return Markup("<code>{}</code>").format(item.text)


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded, and only this very style and this very script may act."""
    allowed = f"img-src data:; style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")
