import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from peersupport.core import formulas, richtext
from peersupport.core.richtext import clean, excerpt, mentioned_handles, quotation, render

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "data" / "text-stress"
VOID = {"br", "hr"}
ATTRIBUTES = {"a": {"href", "rel", "class"}, "code": {"class"}, "ol": {"start"}}


class Strict(HTMLParser):
    """Reads HTML as a browser would and keeps what no post may hold."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.links = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        allowed = ATTRIBUTES.get(tag, ())
        if tag in formulas.TAGS and (tag == "math" or "math" in self.open):
            allowed = formulas.ATTRIBUTES | {"alttext"}
        elif tag not in richtext.TAGS:
            self.found.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name not in allowed:
                self.found.append(f"{tag} {name}")
            if name == "href":
                self.links.append(value)
                if not richtext.SAFE_LINK.match(value or ""):
                    self.found.append(f"href {value}")

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.found.append(f"/{tag}")

    def handle_comment(self, data):
        self.found.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(markup):
    reader = Strict()
    reader.feed(markup)
    reader.close()
    return reader


def offences(markup):
    reader = read(markup)
    return reader.found + reader.open


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello\nyou", "<p>Hello<br>\nyou</p>\n"),
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n"),
        ("# One\n###### Six", "<h3>One</h3>\n<h6>Six</h6>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>\n'),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>\n"),
        ("---", "<hr>\n"),
        ("<b>x</b> & 5 < 6", "<p>&lt;b&gt;x&lt;/b&gt; &amp; 5 &lt; 6</p>\n"),
        ("```c++\nx\n```", '<pre><code class="language-c++">x\n</code></pre>\n'),
        ("", ""),
    ],
)
def test_renders_markdown(text, html):
    assert render(text) == html


def test_marks_links_as_members_own():
    html = render("[there](https://example.org/?a=1&b=2) https://example.com [here](/t/1/a/)")

    assert html.count('rel="nofollow ugc noopener"') == 2
    assert read(html).links == ["https://example.org/?a=1&b=2", "https://example.com", "/t/1/a/"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript:123", "java\tscript:alert(1)",
        "&#106;avascript:alert(1)", "javascript&colon;alert(1)", " javascript:alert(1)",
        "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "data:image/png,x",
        "vbscript:msgbox(1)", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "///evil.example", "file:///etc/passwd", "ftp://x.example", "intent://x", "blob:x",
        "about:blank", "view-source:x", "http:evil.example", "https:/evil.example", "x.y:1",
        "j&#x61;vascript:1", "%6Aavascript:1", "javascript://%0aalert(1)", "/\t/evil.example",
        "feed:javascript:1", "jar:x", "tel:112", "evil.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "shape",
    ["[x]({})", "[x](<{}>)", "<{}>", "[x][r]\n\n[r]: {}", "![x]({})", '<a href="{}">x</a>',
     "<a href='{}'>x</a>", "<a href={}>x</a>", '<img src="{}" alt="x">', '<A HREF="{}">x</A>'],
)  # fmt: skip
def test_lets_no_other_address_become_a_link(address, shape):
    for make in (render, clean):
        html = make(shape.format(address))
        links = read(html).links
        assert offences(html) == []
        # A bare host in a text may become a link of its own, to that host over HTTP.
        # Browsers take tabs and line breaks out of an address before they read it.
        read_as = [re.sub(r"[\t\r\n]", "", link) for link in links]
        assert all(re.match(r"https?://|mailto:|/(?![/\\])", link) for link in read_as)


def test_turns_images_into_links():
    html = clean('<img src="https://example.org/a.png" alt="A cat" onerror="x()"><img src="x">')

    assert "<img" not in html
    assert read(html).links == ["https://example.org/a.png"]
    assert ">[A cat]</a>" in html
    assert "<img" not in render("![cat](https://example.org/a.png)")


def test_starts_headings_at_the_third():
    assert clean("<h1>a</h1><H2>b</H2><h6>c</h6>") == "<h3>a</h3><h4>b</h4><h6>c</h6>"


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("Hi @Night-Owl, @ada_l. (@bob)!", {"night-owl", "ada_l", "bob"}),
        ("@ab a@night-owl x@y.org", set()),
        ("`@night-owl`", set()), ("```\n@night-owl\n```", set()), ("    @night-owl", set()),
        ("> @night-owl", set()), ("> > @night-owl\n\nBut @ada-l", {"ada-l"}),
        ("[@night-owl](https://x.org/@bob)", {"night-owl"}), ("https://x.org/@night-owl", set()),
        ("\\@night-owl", set()), ("**@night-owl**", {"night-owl"}), ("# @night-owl", {"night-owl"}),
        ("- @night-owl\n- @ada-l", {"night-owl", "ada-l"}), ("@" + "a" * 31, set()),
        ("@night-owl@other.org", set()), ("", set()),
    ],
)  # fmt: skip
def test_finds_mentions_outside_code_quotes_and_addresses(text, handles):
    assert mentioned_handles(text) == handles


def test_links_only_the_mentioned_whom_it_knows():
    html = render("@Night-Owl and @nobody", {"night-owl": "/members/night-owl/"})

    assert (
        html == '<p><a class="mention" href="/members/night-owl/">@Night-Owl</a> and @nobody</p>\n'
    )


def test_quotes_cite_their_source():
    text = quotation("One.\n\n> Two.", who="A [b] *c*", number=3, link="/t/1/a-topic/3/")

    html = render(text + "Mine.")

    assert '<cite><a href="/t/1/a-topic/3/">A [b] *c*, post 3</a></cite>' in html
    assert html.endswith("<p>Mine.</p>\n")
    assert offences(html) == []


@pytest.mark.parametrize("who", ["]]](x)", "`a`", "<b>", "a\\", "_x_", "Ada](//evil.example) ["])
def test_a_name_in_a_quote_stays_a_name(who):
    html = render(quotation("x", who=who, number=1, link="/t/1/a/1/"))

    assert read(html).links == ["/t/1/a/1/"]
    assert offences(html) == []


def test_other_quotes_cite_nothing():
    assert "<cite>" not in render("> [x](https://example.org/)\n>\n> y")
    assert "<cite>" not in render("> y")


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "[x](\x00javascript:1)", "`\x00`"])
def test_lets_no_nul_through(text):
    assert "\x00" not in render(text)
    assert offences(render(text)) == []


HOSTILE = {
    "quotes": "> " * 15_000, "brackets": "[" * 30_000, "links": "[](" * 10_000,
    "stars": "*a " * 10_000, "more stars": "**" * 15_000, "ticks": "`a" * 15_000,
    "lists": "- " * 15_000, "numbered": "1. " * 10_000, "tags": "<a " * 10_000,
    "images": "<img " * 6_000, "entities": "&#" * 15_000, "ats": "@a" * 15_000,
    "mentions": "@night-owl " * 2_700, "addresses": "http://a.b " * 2_700, "one line": "a" * 30_000,
    "domains": "a." * 15_000, "underscores": "_" * 30_000, "pipes": "|" * 30_000,
    "nested quotes": "".join(">" * n + "\n" for n in range(1, 240)), "tildes": "~~a" * 10_000,
    "backslashes": "\\" * 30_000, "newlines": "\n" * 30_000, "autolinks": "<http://" * 3_700,
    "indents": "".join(" " * n + "- a\n" for n in range(1, 240)), "bangs": "![" * 15_000,
    "references": "[a]: x\n" * 4_000, "colons": "http:" * 6_000, "spaces": " " * 29_999 + "x",
    "mails": "a@b.c" * 6_000, "emoji": "👩‍🎓" * 10_000, "dots": "www." * 7_500,
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_renders_hostile_texts_in_time(text):
    assert len(text) <= richtext.MAX_LENGTH
    started = time.process_time()

    html = render(text)

    assert time.process_time() - started < 2
    assert offences(html) == []


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_looks_for_mentions_in_hostile_texts_in_time(text):
    started = time.process_time()

    mentioned_handles(text)

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "markup",
    ["<b>" * 10_000, "<blockquote>" * 2_500, "<a href='" * 3_300, "<img alt='" * 3_000,
     "<!--" * 7_500, "<" * 30_000, "</p>" * 7_500, "<p>" * 10_000, "<ul><li>" * 3_700,
     "&lt;" * 7_500, "<h1 " * 7_500, "<em><strong>" * 2_500],
)  # fmt: skip
def test_cleans_hostile_html_in_time(markup):
    started = time.process_time()

    html = clean(markup)

    assert time.process_time() - started < 2
    assert offences(html) == []


MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "/", '"', "'", "=", " ", "\n", "a", "href", "javascript:", "//x.org", "http://",
         "<a href=", "</a>", "<img src=", "onerror=", "<p>", "</p>", "<b>", "<li>", "<h1>", "<!--",
         "-->", "&", "&#", ";", "[", "]", "(", ")", "*", "_", "`", "```\n", "> ", "- ", "1. ", "@abc",
         "#", "|", "\\", "\x00", "\u202e", "<svg>", "<style>", "<script>", "</script>", "<math>",
         "<textarea>", "<table>", "<td>", "<cite>", "<ol start=", "x.org", "a@b.org", "]]>", "<?"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@trials(deadline=None, max_examples=300)
@given(st.text(max_size=200) | MARKUP)
def test_renders_any_text_to_safe_html(text):
    html = render(text)

    assert offences(html) == []
    assert isinstance(mentioned_handles(text), set)
    assert len(excerpt(html)) <= 201


@trials(deadline=None, max_examples=300)
@given(st.text(max_size=200) | MARKUP)
def test_cleans_any_html_to_what_stays(markup):
    first = level(clean(markup))
    second = level(clean(first))  # a word that was no good link may have become a good one

    assert offences(clean(markup)) == []
    assert level(clean(second)) == second
    assert words(second) == words(first)


def level(html):
    """Without headings, which sink a step each time."""
    return re.sub(r"<(/?)h[3-6]>", r"<\1span>", html)


def words(html):
    return "".join(richtext.plain(html).split())


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One <em>two</em>.</p>", "One two ."), ("<blockquote><p>q</p></blockquote><p>a</p>", "a"),
        ("<p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"), ("", ""), ("<pre><code>x</code></pre>", ""),
        ("<p>a</p>\n<p>b</p>", "a b"),
    ],
)  # fmt: skip
def test_takes_the_first_words(markup, words):
    assert excerpt(markup).replace(" .", ".") == words.replace(" .", ".")


def test_cuts_at_a_word():
    text = excerpt("<p>" + "word, " * 100 + "</p>")

    assert text.endswith("word…")
    assert len(text) <= 201
    assert len(excerpt("<p>" + "x" * 500 + "</p>")) <= 201


def corpus(name):
    path = CORPUS / name
    if not path.exists():
        pytest.skip(f"the shared sample data is not here: {path}")
    if name.endswith(".json"):
        return json.loads(path.read_text(encoding="utf-8"))
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


@pytest.mark.real
@pytest.mark.parametrize("make", [render, clean], ids=["render", "clean"])
@pytest.mark.parametrize("name", ["xss-payload-list.txt", "blns.json"])
def test_lets_nothing_of_the_known_attacks_through(name, make):
    bad = {line: found for line in corpus(name) if (found := offences(make(line)))}

    assert bad == {}
