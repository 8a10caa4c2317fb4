"""TeX as members type it, to MathML that a browser draws by itself: no script, no font of ours.

latex2mathml converts. Of what it makes only known elements with known attributes are taken; no
MathML from outside ever gets in. What it cannot convert is shown as it was typed.
"""

import html
import re
import secrets
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

LONGEST = 2_000  # characters of one formula
MOST = 300  # formulas of one text; each takes about a tenth of a millisecond
DEEPEST = 25  # elements inside one another

TAGS = frozenset(
    [
        "math", "mrow", "mi", "mo", "mn", "ms", "mtext", "mspace", "msup", "msub", "msubsup",
        "mfrac", "msqrt", "mroot", "mover", "munder", "munderover", "mtable", "mtr", "mtd",
        "mstyle", "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts", "none",
    ]
)  # fmt: skip
ATTRIBUTES = frozenset(
    [
        "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "symmetric", "fence",
        "form", "separator", "accent", "movablelimits", "largeop", "lspace", "rspace", "minsize",
        "maxsize", "linethickness", "notation", "columnalign", "columnspacing", "columnlines",
        "rowalign", "rowspacing", "rowlines", "width", "height", "depth",
    ]
)  # fmt: skip
# Words, and lengths short enough to stay on the page: "left center", "0.167em", "-.5ex", "100%".
PLAIN_VALUE = re.compile(
    r"[a-z-]{1,20}(?: [a-z-]{1,20}){0,9}|[+-]?\d{0,3}(?:\.\d{1,4})?(?:em|ex|mu|pt|px|%)?"
)

# In HTML that a dump brought: code is left alone; money ("$5 and $10") is no formula.
_CODE_OR_TAG = re.compile(r"(<(pre|code)\b.*?</\2>|<[^<>]*>)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"(?<!\\)\$\$(?!\s*\$)(.{1,2000}?)(?<!\\)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]{1,600}?)(?<![\s\\])\$(?![\w$])")
_ALMOST_TEXT = re.compile(r"(?:[A-Za-z’']{2,}[,.;:]?\s+){3}")
_SHOWN = re.compile(r'<math\b[^<>]*?\balttext="([^"]*)"[^<>]*>.*?</math>', re.DOTALL)


class NotAFormula(ValueError):
    """What stands between the signs cannot be drawn as a formula."""


class Formulas:
    """The formulas of one text, kept apart while its HTML is cleaned.

    A word that nobody can guess holds each one's place.
    """

    def __init__(self) -> None:
        self._key = f"formula{secrets.token_hex(8)}"
        self._drawn: list[str] = []

    def hold(self, tex: str, *, is_block: bool, typed: str) -> str:
        """HTML in place of a formula: the word for it, or what was `typed` where it is none."""
        if len(self._drawn) >= MOST or not is_formula(tex):
            return html.escape(typed)
        try:
            self._drawn.append(mathml(tex, is_block=is_block))
        except NotAFormula:
            return f"<code>{html.escape(tex.strip())}</code>"
        return f"{self._key}n{len(self._drawn) - 1}e"

    def put_into(self, markup: str) -> str:
        """Cleaned HTML with its formulas."""
        if not self._drawn:
            return markup
        return re.sub(rf"{self._key}n(\d+)e", lambda m: self._drawn[int(m[1])], markup)

    def hold_in(self, markup: str) -> str:
        """HTML that a dump brought, a word in place of each formula outside its code."""
        if "$" not in markup:
            return markup
        parts = _CODE_OR_TAG.split(markup)  # text, tag or code, the code's name, text, …
        for at in range(0, len(parts), 3):
            text = _BLOCK.sub(lambda match: self._held(match, is_block=True), parts[at])
            parts[at] = _INLINE.sub(lambda match: self._held(match, is_block=False), text)
        return "".join(part or "" for at, part in enumerate(parts) if at % 3 != 2)

    def _held(self, match: re.Match, *, is_block: bool) -> str:
        tex, typed = html.unescape(match[1]), html.unescape(match[0])
        return self.hold(tex, is_block=is_block, typed=typed)


def mathml(tex: str, *, is_block: bool = False) -> str:
    """A formula as a `<math>` element whose `alttext` is the TeX.

    Raises NotAFormula for what the converter does not know, and for what is too long or too deep.
    """
    if len(tex) > LONGEST:
        raise NotAFormula
    try:
        element = convert_to_element(tex, display="block" if is_block else "inline")
    except (Exception, RecursionError) as error:  # it raises whatever it stumbles over
        raise NotAFormula from error
    _keep_known(element)
    element.set("alttext", tex.strip())
    written = tostring(element, encoding="unicode", short_empty_elements=False)
    return re.sub(r"&amp;(#x[0-9A-Fa-f]{1,6};)", r"&\1", written)  # its own signs, by number


def is_formula(tex: str) -> bool:
    """Whether this is rather a formula than a sentence between two prices, or nothing."""
    if re.search(r"[\\^_=<>]", tex):
        return bool(re.search(r"\w", tex))
    return bool(re.search(r"\w", tex)) and not _ALMOST_TEXT.search(f"{tex} ")


def as_typed(markup: str) -> str:
    """HTML with each formula as the TeX it was made of, for excerpts and quotes."""
    return _SHOWN.sub(r"$\1$", markup)


def _keep_known(element: Element) -> None:
    """Take away what a formula does not need. Raises NotAFormula for one that is too deep."""
    waiting = [(element, 1)]
    while waiting:
        one, level = waiting.pop()
        if level > DEEPEST:
            raise NotAFormula
        if one.tag not in TAGS:
            one.tag = "mrow"
        for name, value in list(one.attrib.items()):
            if name not in ATTRIBUTES or not PLAIN_VALUE.fullmatch(value):
                del one.attrib[name]
        waiting += [(child, level + 1) for child in one]
