"""Formulas: drawn, harmless, and as they were typed wherever they cannot be drawn."""

import re

import pytest

from peersupport.core.formulas import DEEPEST, LONGEST, MOST
from peersupport.core.richtext import clean_import, excerpt, plain, render


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("It is $x^2$.", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("so $$\\frac{1}{2}$$", '<math display="block"'),
        ("$$\n\\sqrt{2}\n$$", "<msqrt>"),
        ("> $a_1$", "<msub><mi>a</mi><mn>1</mn></msub>"),
        ("- $a_1$", "<msub>"),
    ],
)
def test_a_formula_is_drawn(typed, drawn):
    assert drawn in render(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Two cost $5 and four $10.",
        "I have $20, you have maybe some money left, say 10$.",
        "A room is \\$5, two are \\$9",
        "$ x $",
        "`$x$`",
        "US$ and A$",
    ],
)
def test_money_and_code_are_no_formulas(typed):
    assert "<math" not in render(typed)
    assert "$" in plain(render(typed))


@pytest.mark.parametrize(
    "typed",
    ["$\\nonsense{$", "$" + "{" * 400 + "$", "$" + "x" * (LONGEST + 1) + "$",
     "$" + "\\sqrt{" * (DEEPEST + 5) + "x" + "}" * (DEEPEST + 5) + "$", "$\\begin{matrix}$"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_shown_as_typed(typed):
    shown = render(typed)

    assert "<math" not in shown
    assert typed.strip("$")[:40] in plain(shown)


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<script>alert(1)</script>}", "\\href{javascript:alert(1)}{x}",
        "\\style{position:fixed}{x}", "\\class{av}{x}", "\\cssId{main}{x}",
        "\\text{<img src=x onerror=alert(1)>}", "\\text{</math><img src=//x.example>}",
        "\\text{&#x3c;b onclick=a&#x3e;}", "\\hspace{999999em}x", "\\mspace{1e9em}x",
    ],
)  # fmt: skip
def test_a_formula_brings_nothing_but_a_formula(tex):
    for shown in (render(f"${tex}$"), clean_import(f"<p>${tex}$</p>")):
        without_text = re.sub(r'alttext="[^"]*"|>[^<]*<', "><", shown)
        assert not re.search(r"script|href|style=|class=|\sid=|<img|onerror|\d{4,}", without_text)


def test_too_many_formulas_do_not_take_a_server_down():
    shown = render("$x$ " * (MOST + 50))

    assert shown.count("<math") == MOST
    assert shown.count("$x$") == 50


def test_a_dumps_formulas_are_drawn_outside_its_code():
    shown = clean_import("<p>If $a &lt; b$ then <code>$HOME</code> and $$b &gt; a$$</p>")

    assert shown.count("<math") == 2
    assert "<mo>&lt;</mo>" in shown or "<mo>&#x0003C;</mo>" in shown
    assert "<code>$HOME</code>" in shown


def test_excerpts_say_a_formula_as_it_was_typed():
    assert excerpt(render("Why is $a < b^2$ so?")) == "Why is $a < b^2$ so?"
