"""Markdown as members type it, and HTML as dumps bring it, to HTML that is safe to show.

Rendered once, when written. Two layers: markdown-it with HTML switched off, then bleach with a
link filter; imported HTML goes through the second alone.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import bleach
from bleach.css_sanitizer import CSSSanitizer
from bleach.linkifier import LinkifyFilter
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.linkify import linkify
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .emoji import emoji_at
from .formulas import Formulas, as_typed

TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "s",
        "del",
        "code",
        "pre",
        "blockquote",
        "cite",
        "ul",
        "ol",
        "li",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
        "sup",
        "sub",
        "span",
    ]
)
MAX_LENGTH = 30_000  # characters; a text of that length still fits a search vector
NESTING = 12  # levels of quotes and lists; deeper input is shown flat
LOOK_BACK = 2_000  # characters before an address; further back the later passes still link it
DEEPEST = 60  # open tags at once in imported HTML; beyond that only its words are kept

# Whatever else a URL parser might make of it, only these start a link.
SAFE_LINK = re.compile(r"(https?://|mailto:|/(?![/\\\s])|#)", re.IGNORECASE)
MENTION = re.compile(r"@([a-z0-9][a-z0-9_-]{2,29})(?![\w@-])", re.IGNORECASE)
QUOTE_SOURCE = re.compile(r"/t/\d+/[\w-]+/\d+/$")
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_STRIP = CSSSanitizer(allowed_css_properties=[])


def render(text: str, mentions: Mapping[str, str] | None = None) -> str:
    """Render Markdown to safe HTML.

    `mentions` maps case-folded handles to profile addresses; a handle that is not in it stays
    plain text. Never raises for any text; text beyond MAX_LENGTH is the form's business.
    """
    formulas = Formulas()
    environment = {"mentions": mentions or {}, "formulas": formulas}
    markup = _markdown().render(text.replace("\x00", "\ufffd"), environment)
    return formulas.put_into(clean(markup))


def clean(markup: str) -> str:
    """Reduce HTML to the tags and addresses that a post may have. Remote images become links."""
    if _depth(markup) > DEEPEST:
        markup = html.escape(plain(markup))
    markup = _demote_headings(_image_links(markup))
    cleaner = bleach.Cleaner(
        tags=TAGS,
        attributes=_allowed,
        protocols=["http", "https", "mailto"],
        css_sanitizer=_STRIP,
        strip=True,
        strip_comments=True,
        filters=[_link_filter],
    )
    return cleaner.clean(markup)


def clean_import(markup: str) -> str:
    """HTML as a dump brings it, cleaned, with its formulas between dollar signs drawn."""
    formulas = Formulas()
    return formulas.put_into(clean(formulas.hold_in(markup)))


def plain(markup: str) -> str:
    """The words of HTML, without its tags, on one line; formulas as they were typed."""
    words = re.sub(r"<[^<>]*>", " ", as_typed(markup))
    return " ".join(html.unescape(words).split())


def outside_links(markup: str) -> set[str]:
    """The addresses of other places that rendered HTML links to, each once."""
    return set(re.findall(r'<a [^>]*?href="((?:https?|mailto):[^"]*)"', markup, re.IGNORECASE))


def excerpt(markup: str, length: int = 200) -> str:
    """The first words of rendered HTML as plain text, cut at a word."""
    without_quotes = re.sub(r"<(blockquote|pre)>.*?</\1>", " ", markup, flags=re.DOTALL)
    text = plain(without_quotes)
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",.;: ") + "…"


def mentioned_handles(text: str) -> set[str]:
    """Case-folded handles that a text may mention, outside its code and quotes."""
    found: set[str] = set()
    quoted = 0
    for token in _markdown().parse(text):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.children and not quoted:
            found.update(c.meta["handle"] for c in token.children if c.type == "mention")
    return found


def quotation(text: str, *, who: str, number: int, link: str, note: str = "") -> str:
    """Markdown that quotes `text` and links back to post `number`; `note` is said before it."""
    lines = "\n".join(f"> {line}" for line in text.strip().splitlines())
    label, note = (re.sub(r"([\[\]\\*_`<>])", r"\\\1", words) for words in (who, note))
    about = f". {note}" if note else ""
    return f"> [{label}, post {number}{about}]({link})\n>\n{lines}\n\n"


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": NESTING}
    )
    parser.enable(["linkify", "strikethrough"])
    parser.disable(["image"])
    parser.inline.ruler.at("linkify", _bounded_linkify)
    parser.validateLink = lambda url: bool(SAFE_LINK.match(url))  # type: ignore[method-assign]
    parser.inline.ruler.after("escape", "mention", _mention_rule)
    parser.add_render_rule("mention", _render_mention)
    parser.inline.ruler.after("mention", "emoji", _emoji_rule)
    parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    for name in ("math_inline", "math_inline_double", "math_block"):
        parser.add_render_rule(name, _render_formula)
    parser.core.ruler.push("quote_source", _quote_sources)
    return parser


def _bounded_linkify(state: StateInline, silent: bool) -> bool:
    """markdown-it looks back over all that is pending at each colon: the square of a text's length."""
    return len(state.pending) < LOOK_BACK and linkify(state, silent)


def _mention_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "@" or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    match = MENTION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = match[0]
        token.meta = {"handle": match[1].casefold()}
    state.pos = match.end()
    return True


def _emoji_rule(state: StateInline, silent: bool) -> bool:
    """`:heart:` as its character; code keeps its colons, since it is read before this."""
    found = emoji_at(state.src, state.pos) if state.src[state.pos] == ":" else None
    if found is None:
        return False
    character, end = found
    if not silent:
        state.pending += character
    state.pos = end
    return True


def _render_mention(self, tokens, index, options, environment) -> str:
    token = tokens[index]
    address = environment.get("mentions", {}).get(token.meta["handle"])
    if address is None:
        return html.escape(token.content)
    return f'<a class="mention" href="{html.escape(address)}">{html.escape(token.content)}</a>'


def _render_formula(self, tokens, index, options, environment) -> str:
    token = tokens[index]
    typed = f"{token.markup}{token.content}{token.markup}"
    is_block = token.type != "math_inline"
    held = environment["formulas"].hold(token.content, is_block=is_block, typed=typed)
    return f"<p>{held}</p>\n" if token.type == "math_block" else held


def _quote_sources(state) -> None:
    """A quote whose first paragraph is a link to a post shows that link as its source."""
    tokens = state.tokens
    for opener, paragraph, inline, closer in zip(
        tokens, tokens[1:], tokens[2:], tokens[3:], strict=False
    ):
        kinds = (opener.type, paragraph.type, inline.type, closer.type)
        if kinds != ("blockquote_open", "paragraph_open", "inline", "paragraph_close"):
            continue
        children = inline.children or []
        is_link = children and children[0].type == "link_open" and children[-1].type == "link_close"
        if is_link and QUOTE_SOURCE.match(str(children[0].attrs.get("href", ""))):
            paragraph.tag = closer.tag = "cite"


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return bool(SAFE_LINK.match(value.strip()))
    if tag == "a" and name == "class":
        return value == "mention"
    if tag == "code" and name == "class":
        return bool(re.fullmatch(r"language-[\w+#-]{1,30}", value))
    return tag == "ol" and name == "start" and value.isdigit() and len(value) < 7


def _link_filter(source: Iterable, **_: object) -> Iterable:
    return LinkifyFilter(source, callbacks=[_mark_link], skip_tags={"pre", "code"})


def _mark_link(attributes: dict, new: bool = False) -> dict | None:
    """Mark links as members' own; an address that is not plainly safe becomes plain text."""
    target = attributes.get((None, "href"), "")
    if not SAFE_LINK.match(target):
        return None
    if not target.startswith(("/", "#")):
        attributes[(None, "rel")] = "nofollow ugc noopener"
    return attributes


def _depth(markup: str) -> int:
    """How many tags are open at once at most, end tags taken at their word."""
    deepest = depth = 0
    for closes, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)", markup, re.IGNORECASE):
        if tag.lower() in {"br", "hr", "img", "p", "li"}:
            continue
        depth = max(depth + (-1 if closes else 1), 0)
        deepest = max(deepest, depth)
    return deepest


_IMAGE = re.compile(r"<img\b[^<>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)


def _image_links(markup: str) -> str:
    """Remote images would tell another host who reads what: show a link in their place."""

    def link(match: re.Match) -> str:
        found = {name.lower(): value[1:-1] for name, value in _ATTRIBUTE.findall(match[0])}
        if not SAFE_LINK.match(found.get("src", "")):
            return ""
        words = found.get("alt") or "image"
        return f'<a href="{html.escape(html.unescape(found["src"]))}">[{words}]</a>'

    return _IMAGE.sub(link, markup)


def _demote_headings(markup: str) -> str:
    """A page has one h1 and h2 of its own; what members write starts at h3."""
    swap: Callable[[re.Match], str] = lambda m: f"<{m[1]}{_HEADINGS[m[2].lower()]}"  # noqa: E731
    return re.sub(r"<(/?)(h[1-6])(?=[\s>])", swap, markup, flags=re.IGNORECASE)
