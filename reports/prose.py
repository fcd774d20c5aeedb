"""Sentences with mathematics in them, written as plain text, set for readers: `alpha_i <= 1` as αᵢ ≤ 1.

Only for our own words: names that a user gave, files and commands are never touched.
"""

import re
import unicodedata
from collections.abc import Iterator

from reports.document import Run, Script, Text
from reports.numbers import with_power

LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eps": "ε", "epsilon": "ε", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "theta": "θ", "tau": "τ", "Delta": "Δ", "Lambda": "Λ",
}  # fmt: skip
MARKS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "bar": "\N{COMBINING MACRON}", "tilde": "\N{COMBINING TILDE}"}
SIGNS = {
    "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "->": "→", "_|_": "⊥", "||": "‖", "...": "…", "+/-": "±",
}  # fmt: skip

_SIGN = re.compile("|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True))))
_LETTER = re.compile(rf"(?<![\w.])(?<!\w-)({'|'.join(LETTERS)})(?![A-Za-z0-9-])")
_MARK = re.compile(rf"(?<![^\W_])(\w)_({'|'.join(MARKS)})(?![A-Za-z])")
_MARKED = re.compile(r"(?<![^\W_])([A-Z])(bar|tilde)(?![A-Za-z])")  # `Ibar`, not `What`
_SUM = re.compile(r"\bsum(?=_)")
_MINUS = re.compile(  # before a number anywhere, before a letter only where no command's option can stand
    r"(?<![^\s(\[{^,;=/≤≥])-(?=[\d.(\[∞Α-ω])|(?<![^(\[{^,;=/≤≥])-(?=[^\W\d])|(?<=[=≤≥<>→,:] )-(?=[^\W\d])|(?<= )-(?= )"
)
_POWER = re.compile(r"(?<![\w./^])(-?[0-9]+(?:\.[0-9]+)?)e([+-]?[0-9]{1,3})(?![\w./]*[\w/])")  # 1.2e-07
_TIMES = re.compile(r"(?<=\d )x(?= [\d\[])")
_SCRIPT = re.compile(r"([_^])(\{[^{}]*\}|\([^()]*\)|−?[^\W_²³]+|\+(?=\()|\*)")
_POWER_OF = re.compile(r"\S$")
_INDEX_OF = re.compile(  # one letter, a bracket, an operator: `run_all` has no index
    r"((?<![^\W_])([^\W\d_][\u0300-\u036f]?\d?|min|max|sup|inf|lim|dim)|[Σ)\]}|‖])$"
)


def symbols(text: str) -> str:
    """The text with letters and signs for their names; what stands above or below the line is left as it is typed."""
    text = _POWER.sub(lambda found: with_power(found[1], int(found[2])), text)
    text = _LETTER.sub(lambda found: LETTERS[found[1]], text)
    text = _MARK.sub(lambda found: unicodedata.normalize("NFC", found[1] + MARKS[found[2]]), text)
    text = _MARKED.sub(lambda found: unicodedata.normalize("NFC", found[1] + MARKS[found[2]]), text)
    text = _SUM.sub("Σ", text)
    text = _SIGN.sub(lambda found: SIGNS[found[0]], text)
    return _TIMES.sub("×", _MINUS.sub("\N{MINUS SIGN}", text))


def prose(text: str) -> Text:
    """The text as runs: letters and signs for their names, indices below and powers above the line."""
    return tuple(_runs(symbols(text)))


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for found in _SCRIPT.finditer(text):
        below = found[1] == "_"
        base = _INDEX_OF if below else _POWER_OF
        follows = 0 < end == found.start()  # a power upon an index, or the other way round
        if not follows and not base.search(text, 0, found.start()):
            continue
        if found.start() > end:
            yield text[end : found.start()]
        inner = found[2].removeprefix("{").removesuffix("}")
        yield Script(LETTERS.get(inner, inner), below=below)
        end = found.end()
    if end < len(text):
        yield text[end:]
