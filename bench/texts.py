"""Two hundred texts of 60 to 200 words, as people write them, and what the site makes of them."""

import random
from collections.abc import Iterator

from peersupport.core import richtext

POOL = 200
SHORTEST, LONGEST = 60, 200
PROSE = """
the a of to and in it is that was for on are with they be at one have this from or had by
but what some we can out other were all there when up use your how said an each she which
do their time if will way about many then them write would like so these her long make
thing see him two has look more day could go come did number sound no most people my over
know water than call first who may down side been now find exam notes lecture library
group tired question answer chapter statistics sleep reading sentence deadline tutor
"""
WORDS = PROSE.split()


def pool() -> Iterator[tuple[int, str, str, str]]:
    """Number, Markdown, HTML and excerpt of each text; the same in every run."""
    chance = random.Random(20)
    for number in range(POOL):
        body = text(chance, SHORTEST + (LONGEST - SHORTEST) * number // (POOL - 1))
        html = richtext.render(body, {})
        yield number, body, html, richtext.excerpt(html)


def text(chance: random.Random, words: int) -> str:
    """Some paragraphs of Markdown, with here and there a list, a quotation or stronger words."""
    left, parts = words, []
    while left > 0:
        size = min(left, chance.randint(20, 60))
        parts.append(_part(chance, chance.choices(WORDS, k=size)))
        left -= size
    return "\n\n".join(parts)


def _part(chance: random.Random, words: list[str]) -> str:
    kind = chance.random()
    middle = len(words) // 2
    if kind < 0.15:
        return "\n".join(f"- {' '.join(words[at : at + 8])}" for at in range(0, len(words), 8))
    if kind < 0.25:
        return f"> {' '.join(words[:middle])}\n\n{' '.join(words[middle:])}."
    if kind < 0.5:
        words[middle] = f"**{words[middle]}**"
    elif kind < 0.6:
        words[middle] = f"[{words[middle]}](https://example.org/{middle})"
    return f"{' '.join(words).capitalize()}."
