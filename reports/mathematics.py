"""Formulas for both outputs: LaTeX becomes a MathML tree, which HTML shows and typst's mathematics is written from."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ELEMENTS = set(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
    "mpadded mphantom menclose".split()
)
WORD, NUMBER, YES_OR_NO = "[a-z -]+", "[+-]?[0-9]{1,2}", "true|false"
LENGTH = r"[+-]?[0-9]+(\.[0-9]+)?(em|ex|mu|pt|px|%)?|(negative)?(very){0,2}(thin|medium|thick)mathspace"
ATTRIBUTES = {  # and the values that they may have; of links, styles and handlers none
    **dict.fromkeys("display mathvariant form notation columnalign columnlines rowlines".split(), WORD),
    **dict.fromkeys("fence stretchy accent accentunder movablelimits displaystyle".split(), YES_OR_NO),
    **dict.fromkeys("width height depth lspace rspace voffset minsize maxsize linethickness".split(), LENGTH),
    "scriptlevel": NUMBER,
}
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
BREAKS = set("=≤≥<>+−")
SPACED = ("mfrac", "mi", "mn", "msub", "msup")  # a thin space parts these from the name of a function behind them
BRACKETS = {"prefix": "([{", "postfix": ")]}"}  # which grow, in these forms, as a browser's dictionary has it
ALIKE = 0.55  # below this share of common symbols two formulas are different formulas, and marking tells nothing
OPERATORS = ("munder", "mover", "munderover")
CHANGED = "changed"  # the class of a symbol that the other reading does not have

Tree = Element


def parse(latex: str, *, display: str = "block") -> Tree:
    """The MathML tree of a LaTeX formula, displayed or (`inline`) within a line.

    Raises ValueError where the formula is not LaTeX that can be read.
    """
    tree = ElementTree.fromstring(_mathml(latex))
    tree.set("display", display)
    return tree


def parse_marked(latex: str, other: str | None) -> Tree:
    """The tree of `latex`, displayed, its symbols that `other` lacks given the class `changed`.

    Raises ValueError where a formula is not LaTeX that can be read.
    """
    tree = parse(latex)
    if other is None:
        return tree
    here, there = list(_leaves(tree)), [_symbol(leaf) for leaf in _leaves(parse(other))]
    matcher = SequenceMatcher(None, [_symbol(leaf) for leaf in here], there, autojunk=False)
    if matcher.ratio() >= ALIKE:
        for operation, start, end, *_ in matcher.get_opcodes():
            for leaf in here[start:end] if operation != "equal" else []:
                leaf.set("class", CHANGED)
    _join_changed(tree)
    return tree


def _join_changed(parent: Element) -> None:
    """Neighbours that all changed become one marked row."""
    for child in parent:
        _join_changed(child)
    if parent.tag in OPERATORS and _is_changed(parent[0]):  # a sum that is new is new with its limits
        _mark_whole(parent)
    if parent.tag not in ("mrow", "math", "mtd"):
        return
    children = list(parent)
    for changed, group in groupby(children, key=_is_changed):
        run = list(group)
        if changed and len(run) > 1:
            row = Element("mrow")
            parent.insert(list(parent).index(run[0]), row)
            for child in run:
                parent.remove(child)
                row.append(child)
            _mark_whole(row)
            if row[0].tag == "mo" and "form" not in row[0].attrib:
                row[0].set("form", "infix")


def _mark_whole(element: Element) -> None:
    for inner in element.iter():
        inner.attrib.pop("class", None)
    element.set("class", CHANGED)


def _is_changed(element: Element) -> bool:
    return element.get("class") == CHANGED or (len(element) > 0 and all(_is_changed(inner) for inner in element))


def to_html(tree: Tree) -> str:
    """MathML to stand in an HTML page, without what a browser takes for granted."""
    return ElementTree.tostring(_lean(tree), encoding="unicode")


def _lean(element: Element) -> Element:
    """A copy without rows of one and without what brackets at the ends of a row are by themselves."""
    children = [_lean(child) for child in element]
    made = Element(element.tag, {name: value for name, value in element.attrib.items() if value != "inline"})
    made.text = element.text
    for child in children:
        if _is_operator_name(child) and len(made) and made[-1].tag in SPACED:
            made.append(Element("mspace", {"width": "0.167em"}))
        made.append(child[0] if _is_row_of_one(child) else child)
    if element.tag == "mrow" and len(made) > 1:
        for end, form in ((made[0], "prefix"), (made[-1], "postfix")):
            if end.tag == "mo" and (end.text or "-") in BRACKETS[form] and end.get("form") == form:
                for name in ("form", "stretchy", "fence"):
                    if end.get(name) in ("true", form):
                        del end.attrib[name]
    return made


def _is_row_of_one(element: Element) -> bool:
    return element.tag == "mrow" and not element.attrib and len(element) == 1 and element[0].tag != "mo"


def to_typst(tree: Tree) -> str:
    """The same formula in typst's mathematical notation; a changed symbol becomes a call of `changed`."""
    return " ".join(_typst(child) for child in tree)


def pieces(tree: Tree, *, within: bool = False) -> list[str]:
    """The formula in typst's notation, cut where a line may break: before relations and signs of its outermost row.

    `within`: also before those within its brackets, which then do not grow with what they hold.
    """
    row = tree
    while len(row) == 1 and row[0].tag == "mrow" and row[0].get("class") != CHANGED:
        row = row[0]
    cut: list[list[tuple[Element, bool]]] = [[]]
    for element in _opened(row) if within else row:
        marked = element.tag == "mrow" and element.get("class") == CHANGED
        for part in element if marked else [element]:
            if part.tag == "mo" and part.text in BREAKS and cut[-1]:
                cut.append([])
            cut[-1].append((part, marked))
    return [" ".join(_runs(piece)) for piece in cut]


def wrapped(tree: Tree) -> list[Tree]:
    """The formula as several, which may stand on lines of their own: cut before relations and signs of its row."""
    row = tree
    while len(row) == 1 and row[0].tag == "mrow":
        row = row[0]
    if row.tag == "mrow" and _is_fenced(row):
        return [tree]
    cut = [Element("math", tree.attrib)]
    for element in row:
        sign = element.tag == "mo" and element.text in BREAKS
        if len(cut[-1]) and (sign or cut[-1][-1].get("width") == "1em"):
            cut.append(Element("math", tree.attrib))
        if sign:
            element.set("form", "infix")
        cut[-1].append(element)
    return cut


def _runs(piece: Iterable[tuple[Element, bool]]) -> Iterable[str]:
    """The parts of a piece, neighbours that are marked as one."""
    for marked, group in groupby(piece, key=lambda part: part[1]):
        inner = " ".join(part for part in (_typst(element) for element, _ in group) if part)
        if inner:
            yield _marked(inner, "display") if marked else inner


def _opened(row: Element) -> Iterable[Element]:
    """The elements of a row, those of its bracketed rows that could be cut in their place."""
    for element in row:
        if element.tag == "mrow" and _is_fenced(element) and any(inner.text in BREAKS for inner in element):
            yield from _opened(element)
        else:
            yield element


@lru_cache(maxsize=4096)
def _mathml(latex: str) -> str:
    from latex2mathml.converter import convert

    try:
        text = convert(_tidy(latex), display="block")
    except Exception as error:
        raise ValueError(f"latex: {latex!r} cannot be read as a formula ({type(error).__name__})") from error
    try:
        tree = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"latex: {latex!r} holds markup that is not closed") from error
    for element in tree.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
        if element.tag not in ELEMENTS:  # the converter lets markup in \\text through
            raise ValueError(f"latex: {latex!r} holds markup ({element.tag})")
        element.attrib = {name: value for name, value in element.attrib.items() if _is_allowed(name, value)}
    _mend(tree)
    return ElementTree.tostring(tree, encoding="unicode")


def _is_allowed(name: str, value: str) -> bool:
    return name in ATTRIBUTES and re.fullmatch(ATTRIBUTES[name], value) is not None


GREEK = "alpha|beta|gamma|delta|epsilon|theta|kappa|lambda|mu|rho|sigma|tau|phi|psi|omega"


def _tidy(latex: str) -> str:
    """Names that programs need, as mathematics writes them: x_{hat} with a hat, x2 with an index, beta in Greek."""
    latex = re.sub(r"\\operatorname\{polygamma\}\{\\left\(0,", r"\\psi{\\left(", latex)
    latex = re.sub(r"(?<![\\A-Za-z])dim(?=_)", r"\\dim", latex)
    latex = re.sub(r"([A-Za-z])_\{(hat|bar|tilde)\}", r"\\\2{\1}", latex)
    latex = re.sub(r"([A-Za-z])_\{(hat|bar|tilde),\s*([^{}]*)\}", r"\\\2{\1}_{\3}", latex)
    latex = re.sub(rf"(?<![\\A-Za-z])({GREEK})(?![a-z])", r"\\\1 ", latex)
    latex = re.sub(r"_\{([a-z]{3,})\}", r"_{\\text{\1}}", latex)
    return re.sub(r"(?<![\\A-Za-z0-9_{])([a-z])([0-9])(?![0-9])", r"\1_{\2}", latex)


def _mend(parent: Element) -> None:
    """Set what the converter leaves to chance: `log x` a thin space apart, commas that space, limits under `lim`."""
    for child in parent:
        _mend(child)
    children = list(parent)
    if parent.tag == "msub" and children[0].text in ("lim", "min", "max", "sup", "inf"):
        parent.tag = "munder"
    if parent.tag not in ("mrow", "math", "mtd"):
        return
    for place in reversed(range(len(children) - 1)):
        if _is_operator_name(children[place]) and not _opens_fence(children[place + 1]):
            space = Element("mspace", {"width": "0.167em"})
            parent.insert(place + 1, space)
        if children[place].tag == "mi" and children[place].text in (";", ","):
            children[place].tag = "mo"
        if _is_upright(children[place]) and _is_upright(children[place + 1]):
            children[place].text = (children[place].text or "") + (children[place + 1].text or "")
            parent.remove(children[place + 1])


def _is_upright(element: Element) -> bool:
    return element.tag == "mi" and element.get("mathvariant") == "normal" and (element.text or "").isalpha()


def _is_operator_name(element: Element) -> bool:
    core = element[0] if element.tag in ("msub", "msup", "msubsup", "munder", "mover") and len(element) else element
    return core.tag in ("mi", "mo") and len(core.text or "") > 1 and (core.text or "").isalpha()


def _opens_fence(element: Element) -> bool:
    first = next((leaf for leaf in _leaves(element)), element)
    return element.tag in ("mspace", "mtext") or first.get("form") == "prefix" or (first.text or "") in "([{"


def _leaves(tree: Tree) -> Iterable[Element]:
    return (element for element in tree.iter() if element.tag in ("mi", "mn", "mo", "mtext") and element.text)


def _symbol(leaf: Element) -> tuple[str, str | None]:
    return leaf.text or "", leaf.get("mathvariant")


SPECIAL = re.compile(r"([\\/_^&#$\"'`~*@<>=(){}\[\],;:|!.+-])")
ACCENTS = {"^": "hat", "→": "arrow", "˙": "dot", **dict.fromkeys("˜~", "tilde"), **dict.fromkeys("―¯‾", "macron")}
SCRIPTS = {"msub": "b", "msup": "t", "munder": "b", "mover": "t"}


def _typst(element: Element, style: str = "display") -> str:
    """The element in typst's notation; the style is the size that it has there, which a mark would lose."""
    form = _form(element, style)
    return _marked(form, style) if element.get("class") == CHANGED and form else form


def _marked(form: str, style: str) -> str:
    return f"changed({style}({form}))"


def _form(element: Element, style: str) -> str:
    tag = element.tag
    if tag in ("mi", "mn", "mo", "mtext"):
        return _typst_leaf(element)
    within = style if tag != "mfrac" else "inline" if style == "display" else "script"
    styles = [within] * len(element)
    if tag in (*SCRIPTS, "msubsup", "munderover"):
        styles = [style, "script", "script"]
    parts = [_typst(child, inner) for child, inner in zip(element, styles, strict=False)]
    if tag == "mfrac":
        return f"frac({parts[0]}, {parts[1]})"
    if tag == "msqrt":
        return f"sqrt({' '.join(parts)})"
    if tag == "mroot":
        return f"root({parts[1]}, {parts[0]})"
    if tag == "mover" and element[1].tag == "mo" and (element[1].text or "") in ACCENTS:
        return f"accent({parts[0]}, {ACCENTS[element[1].text or '']})"
    if tag in SCRIPTS:
        base = f"limits({parts[0]})" if tag in ("munder", "mover") else parts[0]
        return f"attach({base}, {SCRIPTS[tag]}: {parts[1]})"
    if tag in ("msubsup", "munderover"):
        base = f"limits({parts[0]})" if tag == "munderover" else parts[0]
        return f"attach({base}, b: {parts[1]}, t: {parts[2]})"
    if tag == "mtable":
        return f"mat(delim: #none, align: #left, {'; '.join(parts)})"
    if tag == "mtr":
        return ", ".join(part or '""' for part in parts)
    if tag == "mspace":
        width = element.get("width", "")
        return "" if width.startswith("negative") else {"1em": "quad", "2em": "wide"}.get(width, "thin")
    inner = " ".join(part for part in parts if part) or '""'
    return f"lr({inner})" if _is_fenced(element) else inner


def _is_fenced(element: Element) -> bool:
    return len(element) > 1 and element[0].get("form") == "prefix" and element[0].get("stretchy") == "true"


def _typst_leaf(element: Element) -> str:
    text = element.text or ""
    if element.tag == "mtext":
        return _quoted(text.replace("\u00a0", " "))
    if element.get("mathvariant") in ("normal", "bold"):
        return f"{'upright' if element.get('mathvariant') == 'normal' else 'bold'}({_quoted(text)})"
    if (element.tag == "mi" and len(text) > 1) or (element.tag == "mo" and text.isalpha() and len(text) > 1):
        return f"op({_quoted(text)})"
    if element.tag == "mn":
        return _quoted(text)
    return SPECIAL.sub(r"\\\1", text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
