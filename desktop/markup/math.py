"""Formulas as drawings: LaTeX to paths by ziamath, bounded in size and time. What cannot be drawn gives None."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct

from desktop.markup.tex import drawable_tex, plain_text

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    import ziamath

# How often a character may be laid out in all. The library lays out what is in a row twice, what is in a row in a row
# four times and so on; a layout takes 0.1 to 0.25 ms.
MAX_LAYOUTS: Final = 1200
MAX_WIDTH_EM: Final = 250.0
MAX_HEIGHT_EM: Final = 60.0

# The units of a drawing in one em.
_EM: Final = 24.0
# Letters in the index of an index are not smaller than in an index, as in LaTeX.
_SMALLEST: Final = 0.5

_log = logging.getLogger(__name__)
# A text switches the library's one font to another set of features, and back.
_one_at_a_time = threading.Lock()

# Elements that the library lays out as a row.
_ROWS: Final = frozenset({"math", "mrow", "mtd", "mphantom", "mpadded"})
_LEAVES: Final = frozenset({"mi", "mn", "mo", "mtext"})
_ELEMENTS: Final = frozenset(
    {*_ROWS, *_LEAVES, "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup"}
    | {"munder", "mover", "munderover", "mtable", "mtr", "menclose", "mstyle", "none"}
)
# What the converter says to what the library understands.
_VARIANTS: Final = {
    "double-struck": "double",
    "monospace": "mono",
    "sans-serif": "sans",
    "sans-serif-italic": "sans italic",
}
# The colours of LaTeX itself.
_COLOURS: Final = {
    "red": 0xFF0000, "green": 0x00FF00, "blue": 0x0000FF, "cyan": 0x00FFFF, "magenta": 0xFF00FF, "yellow": 0xFFFF00,
    "gray": 0x808080, "darkgray": 0x404040, "lightgray": 0xBFBFBF, "brown": 0xBF8040, "lime": 0xBFFF00,
    "olive": 0x808000, "orange": 0xFF8000, "pink": 0xFFBFBF, "purple": 0xBF0040, "teal": 0x008080, "violet": 0x800080,
}  # fmt: skip
_BIG_OPERATOR: Final = re.compile("[\u220f-\u2211\u222b-\u2233\u22c0-\u22c3\u2a00-\u2aff]")
_PATH: Final = re.compile(r"[MLCQZ\d.\s-]*")
# A bold one travels through the library, to which a variant is another character, as a private character.
_BOLD: Final = 0x100000
# The square around the letter, in parts of an em below and above the base line.
WIDE_BELOW: Final = 0.12
WIDE_ABOVE: Final = 0.88
# No glyph of the library's font has it.
_WIDE_INDEX: Final = 0xFFFF
# Shapes in one path: Qt drops the end of a path of many thousand lines and curves.
_IN_ONE_PATH: Final = 32
_OPEN_COLOUR: Final = re.compile(r"@([a-z]*)")
_NUMBER: Final = re.compile(r"-?[\d.]+")


class MathLetter(Struct, frozen=True):
    """A letter that whoever paints the formula takes from a font of text; lengths in sizes of the font around it.

    Attributes:
        x_em: its left edge, from the left of the picture; it is as wide as it is large.
        baseline_em: its base line, from the top of the picture.
        colour: as `ink` takes it.
        bold: whether it is to be heavy.
    """

    letter: str
    x_em: float
    baseline_em: float
    size_em: float
    colour: str
    bold: bool = False


class MathPicture(Struct, frozen=True):
    """A drawn formula, for every size and colour.

    Attributes:
        drawing: an SVG of paths whose colours are still open: `svg` fills them in.
        width_em: width, in sizes of the font around it, as all here.
        height_em: height.
        depth_em: how much of the height is below the baseline of the text around it; 0 or more.
        letters: Chinese, Japanese and Korean, which the drawing leaves room for.
    """

    drawing: str
    width_em: float
    height_em: float
    depth_em: float
    letters: tuple[MathLetter, ...] = ()

    def svg(self, colour: str) -> bytes:
        """The SVG in a colour, `#rrggbb`: numbers and colours, nothing else. Its view box is the whole picture."""
        return _OPEN_COLOUR.sub(lambda it: ink(it[1], colour), self.drawing).encode("ascii")


def render_math(tex: str, *, display: bool) -> MathPicture | None:
    """Draw a formula; None where it cannot be drawn faithfully (see `drawable_tex`) or would take too long.

    Takes 2 to 20 ms, at most some 300 ms, and 150 ms more the first time, which loads the library and its font.

    Args:
        tex: LaTeX without delimiters; any text.
        display: whether it stands alone, with its limits above and below.
    """
    prepared = drawable_tex(tex)
    if prepared is None:
        return None
    # The library raises whatever its code meets: a dozen exceptions of its own without a common base, IndexError,
    # KeyError, StopIteration, RecursionError and more, by what the model wrote. None of it may reach a view.
    try:
        with _one_at_a_time:
            return _picture(prepared, display)
    except Exception as error:  # noqa: BLE001  # see above: whatever it is, it ends here
        _log.debug("A formula is shown as its source: %s", type(error).__name__)
        return None


@cache
def _library() -> ModuleType:
    import ziafont.gpos
    import ziafont.gsub
    import ziamath.nodes.mnode
    import ziamath.tex
    import ziamath.zmath
    from ziamath.config import config

    # Symbols and their uses, its other way of output, come out empty from Qt.
    config.svg2 = False
    config.minsizefraction = _SMALLEST
    # It logs by the root logger, which writes to stderr from then on where no log was set up.
    for module in (ziafont.gpos, ziafont.gsub, ziamath.nodes.mnode):
        setattr(module, "logging", _log)  # noqa: B010  # the module's own name for what it logs with
    _add_wide_letters(ziamath.zmath.loadedfonts["default"])
    return ziamath


class _WideGlyph:
    """What the library takes for a glyph of its font: it has the room of a letter, and comes out as text."""

    index = _WIDE_INDEX
    id = "wide"

    def __init__(self, letter: str, font: ziamath.mathfont.MathFont) -> None:
        from ziafont.fonttypes import BBox

        self._letter = letter
        self._em = font.info.layout.unitsperem
        self.font = font
        self.bbox = BBox(0, self._em, -WIDE_BELOW * self._em, WIDE_ABOVE * self._em)
        self.path = SimpleNamespace(bbox=self.bbox)

    def advance(self, nextchr: object = None) -> int:
        """One em, whatever comes next."""
        return int(self._em)

    def place(self, x: float, y: float, size: float) -> ET.Element:
        """What is drawn for it; `_drawn` makes a `MathLetter` of it."""
        from xml.etree.ElementTree import Element

        element = Element("text", {"x": f"{x}", "y": f"{y}", "size": f"{size}"})
        element.text = self._letter
        return element


def _add_wide_letters(font: ziamath.mathfont.MathFont) -> None:
    """Let the library's font have every letter that `_wide` names."""
    usual = font.glyph

    def glyph(char: str) -> object:
        return _WideGlyph(char, font) if _wide().fullmatch(_light(char)) else usual(char)

    setattr(font, "glyph", glyph)  # noqa: B010  # a method of one object, which a type checker takes for the class's
    # For neighbours, which are asked how close they come.
    known = cast("dict[int, object]", font._glyphs)  # noqa: SLF001  # what the font has read, by index
    known[_WIDE_INDEX] = _WideGlyph("", font)


def _light(letter: str) -> str:
    """The letter that a bold one stands for, and any other as it is."""
    return chr(ord(letter) - _BOLD) if letter > chr(_BOLD) else letter


def _picture(tex: str, display: bool) -> MathPicture | None:
    from xml.etree.ElementTree import fromstring

    library = _library()
    tree = fromstring(library.tex.tex2mml(tex, inline=not display))  # noqa: S314  # the converter made it: no DTD
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
        # A command that the converter does not know comes out as a name; what stands inside a name is not drawn.
        if element.tag not in _ELEMENTS or _is_command(element) or (element.tag in _LEAVES and len(element)):
            return None
        _translate(element)
    _flatten(tree)
    if _layouts(tree) > MAX_LAYOUTS:
        return None
    formula = library.Math(tree, _EM, margin=0.0)
    if any(isinstance(node, library.drawable.Glyph) and node.glyph.index == 0 for node in _nodes(formula.node)):
        return None
    return _drawn(formula.svgxml())


def _is_command(element: ET.Element) -> bool:
    text = element.text or ""
    if text in {r"\{", r"\}"}:
        element.text = text[1:]
        return False
    return text.startswith("\\") and len(text) > 1


def _translate(element: ET.Element) -> None:
    """Say what the converter says in words that the library understands."""
    element.text = plain_text(element.text or "")
    variant = element.get("mathvariant")
    if variant is not None:
        element.set("mathvariant", _VARIANTS.get(variant, variant))
        if "bold" in variant:
            element.text = _wide().sub(lambda it: chr(ord(it[0]) + _BOLD), element.text)
        if element.tag == "mn" or variant == "bold":
            # They would be slanted, and digits lose the variant where the font has none of that.
            element.tag = "mtext"
    if element.tag == "mover" and element.get("accent") == "true" and element[-1].text == "\u0302":
        # A hat on one letter is not as wide as the letter.
        element[-1].text = "\u02c6"
    if element.tag in {"mover", "munder", "munderover"}:
        # The library counts what stretches to the left as of no height at all.
        for accent in element[1:]:
            if accent.tag == "mo":
                accent.attrib.update(stretchy="false", lspace="0", rspace="0")
    elif element.tag == "mtable" and element.get("rowspacing") == "3pt":
        # LaTeX counts it from line to line, the library from ink to ink, so that lines of low letters nearly touch.
        element.set("rowspacing", "0.5em")
    elif element.tag == "mo" and _BIG_OPERATOR.fullmatch(element.text):
        # MathML's sums and integrals stretch, those of LaTeX do not; with limits, they would have no end.
        element.attrib.setdefault("stretchy", "false")
    elif element.tag == "mo" and element.text in {"\u2202", "\u2207"}:
        # Partial derivatives stand close.
        element.attrib.update(lspace="0", rspace="0")


def _flatten(tree: ET.Element) -> None:
    """Take rows away that hold one thing: each would double the time. Operators stay: their space depends on it."""
    for parent in reversed(list(tree.iter())):
        for index, child in enumerate(parent):
            if child.tag == "mrow" and not child.attrib and len(child) == 1 and child[0].tag != "mo":
                parent[index] = child[0]
    # Lines of their own are told from a row in a row.
    if len(tree) == 1 and tree[0].tag == "mrow" and all(it.get("linebreak") is None for it in tree[0]):
        tree[:] = list(tree[0])


def _layouts(tree: ET.Element) -> int:
    """How often the library will lay out a character: each row lays out what is in it once more, for its height."""
    total = 0
    waiting = [(tree, 1)]
    while waiting and total <= MAX_LAYOUTS:
        element, times = waiting.pop()
        total += times * max(1, len(element.text or ""))
        if element.tag in _ROWS or (element.tag in {"msqrt", "menclose"} and len(element) > 1):
            times *= 2
        waiting += [(child, times) for child in element]
    return total


def _nodes(node: ziamath.drawable.Drawable) -> Iterator[ziamath.drawable.Drawable]:
    yield node
    for child in node.nodes:
        yield from _nodes(child)


def _drawn(svg: ET.Element) -> MathPicture | None:
    """The library's drawing, written anew from its numbers: nothing else that it holds can reach Qt.

    None for a drawing that is empty or larger than a formula may be.

    Raises:
        ValueError: it holds something else than paths and rectangles.
    """
    # Spaces at the ends count, so the library's width does; of heights it is not always sure. Ink may reach beyond, and
    # the baseline belongs to the picture.
    left, _, width, _ = map(float, svg.get("viewBox", "").split())
    xs, ys = [left, left + width], [0.0]
    # An assembled bracket is a group of paths in the colour of the group.
    for group in svg.iter("g"):
        for element in group:
            element.set("fill", group.get("fill", "black"))
    shapes: dict[str, list[str]] = {}
    letters: list[tuple[str, float, float, float, str, bool]] = []
    for element in svg.iter():
        if element.tag in {"svg", "g"}:
            continue
        if element.tag == "text" and _wide().fullmatch(letter := _light(element.text or "")):
            x, y, size = (float(element.get(name, 0)) for name in ("x", "y", "size"))
            xs += (x, x + size)
            ys += (y - WIDE_ABOVE * size, y + WIDE_BELOW * size)
            colour = _open(element.get("fill", "black"))[1:]
            letters.append((letter, x, y, size, colour, letter != element.text))
            continue
        data = _data(element)
        numbers = list(map(float, _NUMBER.findall(data)))
        margin = float(element.get("stroke-width", 0)) / 2
        xs += (min(numbers[0::2]) - margin, max(numbers[0::2]) + margin)
        ys += (min(numbers[1::2]) - margin, max(numbers[1::2]) + margin)
        shapes.setdefault(_look(element), []).append(data)
    left, width = min(xs), max(xs) - min(xs)
    top, height = min(ys), max(ys) - min(ys)
    if not (shapes or letters) or not 0 < width <= MAX_WIDTH_EM * _EM or not 0 < height <= MAX_HEIGHT_EM * _EM:
        return None
    paths = "".join(
        f'<path {look} d="{"".join(data[at : at + _IN_ONE_PATH])}"/>'
        for look, data in shapes.items()
        for at in range(0, len(data), _IN_ONE_PATH)
    )
    box = f"{left:.3f} {top:.3f} {width:.3f} {height:.3f}"
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{paths}</svg>'
    placed = tuple(
        MathLetter(letter, (x - left) / _EM, (y - top) / _EM, size / _EM, colour, bold)
        for letter, x, y, size, colour, bold in letters
    )
    return MathPicture(drawing, width / _EM, height / _EM, (top + height) / _EM, placed)


def _data(element: ET.Element) -> str:
    """A shape as the data of a path, in absolute coordinates."""
    if element.tag == "rect":
        x, y, width, height = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        return "M " + " L ".join(f"{x:.3f} {y:.3f}" for x, y in corners) + " Z "
    data = element.get("d", "")
    if element.tag != "path" or not _PATH.fullmatch(data):
        raise ValueError("The drawing holds more than paths.")
    return data


def _look(element: ET.Element) -> str:
    """What is filled and drawn in which open colour, as attributes of a path."""
    fill, stroke = (element.get(name, default) for name, default in (("fill", "black"), ("stroke", "none")))
    if stroke == "none":
        return f'fill="{_open(fill)}"'
    # A line that is not closed is not filled.
    fill = _open(fill) if element.tag == "rect" else "none"
    return f'fill="{fill}" stroke="{_open(stroke)}" stroke-width="{float(element.get("stroke-width", 1)):.3f}"'


def _open(name: str) -> str:
    return "none" if name == "none" else f"@{name if name in _COLOURS else ''}"


def ink(name: str, colour: str) -> str:
    """A colour of a formula as `#rrggbb`: half of it is the text's, so that it can be read in light and dark."""
    if not name:
        return colour
    text, own = int(colour[1:], 16), _COLOURS[name]
    return "#" + "".join(f"{((text >> shift & 255) + (own >> shift & 255)) // 2:02x}" for shift in (16, 8, 0))


@cache
def _wide() -> re.Pattern[str]:
    """Chinese, Japanese and Korean: not in the library's font. Each takes a square of one em in its place."""
    # Compiled with the first formula and not at the program's start: ranges as wide as these take 3 ms.
    return re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
