"""Makes matplotlib's SVG fit to stand in a page that allows no inline styles, with ids and a name of its own."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
DROPPED = ("metadata", "style")
FONT, GLYPH = "DejaVuSans", "g"  # a letter is the same in every drawing, and so is its name
_GLYPH = re.compile(rf'<path [^>]*id="({GLYPH}-[^"]*)"[^>]*/>')
_EMPTY = re.compile(r"<defs>\s*</defs>")
_PLACES = re.compile(r"(\.\d)\d+")  # a tenth of a point: less than any eye tells
_SHIFT = re.compile(r"translate\((\S+) (\S+)\)")
_WHOLE = re.compile(r"\.0(?!\d)")
_COMMAND = re.compile(r"\s*([A-Za-z])\s*")


def described(source: str, *, id: str, title: str, description: str) -> str:
    """The same drawing with a title and a description, its ids prefixed by `id`, its styles as attributes.

    Raises xml.etree.ElementTree.ParseError where the source is not XML.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(source)
    referred = set(re.findall(r'(?:href="|url\()#([^")]+)', source))
    _clean(root, id, referred)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{id}-title {id}-desc", "stroke-linejoin": "round"}
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{id}-{tag}"})
        element.text = text
        root.insert(place, element)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def letters_apart(drawings: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The outlines of all letters, each once, and the drawings without them: for a page that holds them all."""
    letters = {match[1]: match[0] for drawing in drawings.values() for match in _GLYPH.finditer(drawing)}
    return "".join(letters.values()), {
        name: _EMPTY.sub("", _GLYPH.sub("", drawing)) for name, drawing in drawings.items()
    }


def _clean(element: ElementTree.Element, prefix: str, referred: set[str]) -> None:
    """Styles become attributes; ids that nothing refers to go (matplotlib repeats some), the others get the prefix."""
    for child in list(element):
        if child.tag.split("}")[-1] in DROPPED:
            element.remove(child)
        else:
            _clean(child, prefix, referred)
        if child.tail and not child.tail.strip():
            child.tail = None
    if element.text and not element.text.strip():
        element.text = None
    style = element.attrib.pop("style", "")
    element.attrib |= dict(_declarations(style))
    name = element.attrib.pop("id", None)
    if name in referred:
        element.set("id", _named(name, prefix))
    link = element.attrib.pop(f"{{{XLINK}}}href", None)
    if link is not None:
        element.set("href", f"#{_named(link[1:], prefix)}" if link.startswith("#") else link)
    shift = _SHIFT.fullmatch(element.get("transform", "")) if element.tag == f"{{{SVG}}}use" else None
    if shift:  # the same in fewer letters, of which a page of drawings has thousands
        del element.attrib["transform"]
        element.attrib |= {axis: way for axis, way in zip("xy", shift.groups(), strict=True) if float(way)}
    for key, value in list(element.attrib.items()):
        if key in ("d", "x", "y") or (key == "transform" and "scale" not in value):  # of a scale every digit counts
            short = _WHOLE.sub("", _PLACES.sub(r"\1", value))
            element.set(key, _COMMAND.sub(r"\1", short.strip()) if key == "d" else short)
        elif "url(#" in value:
            element.set(key, re.sub(r"url\(#([^)]*)\)", rf"url(#{prefix}-\1)", value))


def _named(name: str, prefix: str) -> str:
    return name.replace(FONT, GLYPH) if name.startswith(FONT) else f"{prefix}-{name}"


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return [(name.strip(), value.strip()) for name, value in pairs]
