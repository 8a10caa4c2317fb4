"""Take one person out of texts: their mentions, quotes of them, their addresses and their name.

Works on Markdown and on the HTML made of it alike.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

Posts = frozenset[tuple[int, int]]  # (topic, number)
TELLING = re.compile(r"[\s\d_-]")  # a name with one of these is nobody's ordinary word
SOURCE = re.compile(r"^((?:> ?)+)\[.*\]\(\S*?/t/(\d+)/[\w-]*/(\d+)/\)\s*$")


@dataclass(frozen=True)
class Redaction:
    """Whom to take out. `posts` are those they wrote; `is_shared`: somebody else has their name."""

    handle: str
    name: str
    addresses: frozenset[str]
    posts: Posts
    instead: str
    is_shared: bool = False

    def others(self, text: str) -> str:
        """Other people's words without this person; a name that is an ordinary word stays."""
        for pattern, replacement in self._certain:
            text = pattern.sub(replacement, text)
        text = self._label.sub(self._relabel, text)
        for pattern in self._telling:
            text = pattern.sub(self.instead, text)
        return text

    def own(self, text: str) -> str:
        """Their own words without their names, ordinary or not."""
        text = self.others(text)
        for pattern in (_word(self.name), _word(self.handle, re.IGNORECASE)):
            text = pattern.sub(self.instead, text)
        return text

    def mentions(self, text: str) -> str:
        """Words without what leads to this person's account; their name, written out, stays."""
        for pattern, replacement in self._leading:
            text = pattern.sub(replacement, text)
        return text

    def needles(self) -> list[str]:
        """What a text holds if there may be anything to take out of it."""
        plain = [self.handle, *self.addresses, *(_spellings(self.name) if self._is_telling else ())]
        return plain + [f"{name}, post " for name in _spellings(self.name)]

    @cached_property
    def _certain(self) -> list[tuple[re.Pattern, str]]:
        """What names this person and nobody else."""
        addresses = [re.compile(re.escape(each), re.IGNORECASE) for each in self.addresses]
        return [*((pattern, self.instead) for pattern in addresses), *self._leading]

    @cached_property
    def _leading(self) -> list[tuple[re.Pattern, str]]:
        """Mentions, and the address of their page."""
        handle, flags = re.escape(self.handle), re.IGNORECASE
        link = rf'<a\b[^<>]*href="[^"<>]*/members/{handle}/?"[^<>]*>(.*?)</a>'
        return [
            (re.compile(link, flags | re.DOTALL), r"\1"),
            (re.compile(rf"@{handle}(?![\w@-])", flags), self.instead),
            (re.compile(rf"/members/{handle}(?![\w-])", flags), "/members/-"),
        ]

    @cached_property
    def _telling(self) -> list[re.Pattern]:
        patterns = []
        if TELLING.search(self.handle):
            patterns.append(_word(self.handle, re.IGNORECASE))
        if self._is_telling:
            patterns += [_word(name, re.IGNORECASE) for name in _spellings(self.name)]
        return patterns

    @property
    def _is_telling(self) -> bool:
        return bool(TELLING.search(self.name)) and not self.is_shared

    @cached_property
    def _label(self) -> re.Pattern:
        """The line over a quotation that says whose words follow, as Markdown and as HTML."""
        name = "|".join(re.escape(spelling) for spelling in _spellings(self.name))
        return re.compile(
            rf"\[(?:{name})(?P<a>, post \d+\]\(\S*?/t/(?P<topic>\d+)/[\w-]*/(?P<number>\d+)/\))"
            rf'|(?P<b><a\b[^<>]*/t/(?P<topic_>\d+)/[\w-]*/(?P<number_>\d+)/"[^<>]*>)(?:{name})'
            r"(?=, post \d+</a>)"
        )

    def _relabel(self, match: re.Match) -> str:
        part = match.groupdict()
        post = (int(part["topic"] or part["topic_"]), int(part["number"] or part["number_"]))
        if post not in self.posts:
            return match[0]
        return f"[{self.instead}{part['a']}" if part["a"] else f"{part['b']}{self.instead}"

    def sweep(self, rows: models.QuerySet, fields: Iterable[str]) -> int:
        """Take this person out of these fields of rows, JSON included. Returns rows changed."""
        changed = 0
        for row in self.mentioned_in(rows, fields):
            values = {name: self._anywhere(getattr(row, name)) for name in fields}
            before = {name: getattr(row, name) for name in fields}
            if values != before:
                rows.model._base_manager.filter(pk=row.pk).update(**values)
                changed += 1
        return changed

    def mentioned_in(self, rows: models.QuerySet, fields: Iterable[str]) -> Iterator[Any]:
        """Rows that may hold something to take out."""
        texts = {f"text_of_{name}": Cast(name, models.TextField()) for name in fields}
        wanted = Q()
        for text in texts:
            for needle in self.needles():
                wanted |= Q(**{f"{text}__icontains": needle})
        return rows.alias(**texts).filter(wanted).iterator(chunk_size=200)

    def _anywhere(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.others(value)
        if isinstance(value, list):
            return [self._anywhere(part) for part in value]
        if isinstance(value, dict):
            return {key: self._anywhere(part) for key, part in value.items()}
        return value


def without_quotes(text: str, posts: Posts, instead: str) -> str:
    """Markdown whose quotations of these posts say `instead`; who is quoted stays a link."""
    lines, depth = [], 0
    for line in text.split("\n"):
        if depth and _depth(line) >= depth:
            continue
        depth = 0
        lines.append(line)
        source = SOURCE.match(line)
        if source and (int(source[2]), int(source[3])) in posts:
            depth = _depth(line)
            lines += [source[1].rstrip(), f"{source[1]}{instead}"]
    return "\n".join(lines)


def _depth(line: str) -> int:
    """How deep in quotations a line of Markdown stands."""
    beginning = re.match(r"(?:> ?)*", line)
    return beginning[0].count(">") if beginning else 0


def _word(text: str, flags: int = 0) -> re.Pattern:
    return re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])", flags)


def _spellings(name: str) -> list[str]:
    """A name as it is, as HTML writes it and as a quotation's Markdown does."""
    escaped = re.sub(r"([\[\]\\*_`<>])", r"\\\1", name)
    return list(dict.fromkeys([name, html.escape(name), html.escape(name, quote=False), escaped]))
