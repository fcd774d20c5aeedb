"""Lines of the grammar, numbers and words as LaTeX; results as HTML."""

import re
from collections.abc import Sequence
from fractions import Fraction
from html import escape

_MARKS = {
    "->": r"\to ",
    "→": r"\to ",
    "_|_": r"\perp\!\!\!\perp ",
    "⊥": r"\perp\!\!\!\perp ",
    "⫫": r"\perp\!\!\!\perp ",
    "<=": r"\le ",
    "≤": r"\le ",
    ">=": r"\ge ",
    "≥": r"\ge ",
    "==": "=",
    "−": "-",
    "*": r"\cdot ",
    "·": r"\cdot ",
    "|": r"\mid ",
    "∣": r"\mid ",
}
_MARK = r"_\|_|->|<=|>=|==|[→⊥⫫≤≥−*·|∣]"
_NUMBER = r"(?P<fraction>\d+/\d+)|(?P<digits>\d+(?:\.\d+)?)[eE](?P<power>[+-]?\d+)"
_NAME = r"(?:(?!_\|_)[^\W\d])(?:(?!_\|_)\w)*'*"
_TOKEN = re.compile(rf"(?P<mark>{_MARK})|{_NUMBER}|(?P<name>{_NAME})|(?P<rest>.)", re.S)


def latex(line: str) -> str:
    """A line of the grammar.

    >>> print(latex("1/2 I(x1;y_t|theta) <= TC(a,b)"))
    \\frac{1}{2} I(x_{1};y_{t}\\mid \\mathit{theta}) \\le  \\mathrm{TC}(a,b)
    """
    return "".join(_token(match) for match in _TOKEN.finditer(line))


def latex_number(text: str) -> str:
    """A rational number.

    >>> print(latex_number("-2/3"), latex_number("5"))
    -\\frac{2}{3} 5
    """
    value = Fraction(text)
    sign = "-" if value < 0 else ""
    whole = value.denominator == 1
    return sign + (str(abs(value.numerator)) if whole else rf"\frac{{{abs(value.numerator)}}}{{{value.denominator}}}")


def latex_words(text: str) -> str:
    """Words, which may hold lines of the grammar, as text."""
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "|": r"\textbar{}"}
    written = "".join(special.get(c, "\\" + c if c in "&%$#_{}" else c) for c in text)
    return rf"\text{{{written}}}"


def html_lines(lines: Sequence[str]) -> str:
    """Lines as preformatted text."""
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _token(match: re.Match[str]) -> str:
    if match["mark"]:
        return _MARKS[match["mark"]]
    if match["fraction"]:
        return latex_number(match["fraction"])
    if match["digits"]:
        return rf"{match['digits']}\cdot 10^{{{int(match['power'])}}}"
    if match["name"]:
        return _name(match["name"])
    return match["rest"]


def _name(name: str) -> str:
    if name == "TC":
        return r"\mathrm{TC}"
    stem, primes = name.rstrip("'"), "'" * (len(name) - len(name.rstrip("'")))
    numbered = re.fullmatch(r"([^\W\d_]+)_?(\d+|(?<=_)[^\W_]+)", stem)
    base, index = (numbered[1], numbered[2]) if numbered else (stem, "")
    shown = base if len(base) == 1 else rf"\mathit{{{base.replace('_', chr(92) + '_')}}}"
    return shown + (f"_{{{index}}}" if index else "") + primes
