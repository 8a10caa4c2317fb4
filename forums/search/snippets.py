"""What is shown of a text that was found: safe words around those asked for, which are marked."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forums.models import config_of
from peersupport.core import richtext

from .asked import Asked

# Characters of no language stand for the marks until all else is escaped; none is left in a text.
START, STOP, LESS = "\ue000", "\ue001", "\ue002"
OPTIONS = f"StartSel={START}, StopSel={STOP}, "
WHOLE = OPTIONS + "HighlightAll=true"
PART = OPTIONS + 'MaxFragments=2, MaxWords=28, MinWords=18, FragmentDelimiter=" … "'
ENDS = 12  # characters by which a beginning or an end is known
LONGEST = 6000  # characters of a text that are looked at
MARK = """SELECT ts_headline(config::regconfig, words, query::tsquery, options)
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
  WITH ORDINALITY AS t(config, words, query, options, place) ORDER BY place"""


class Text:
    """Words to be marked, in their language; a title is shown whole, of others a part."""

    def __init__(self, words: str, language: str, *, is_title: bool = False):
        self.config = config_of(language)
        self.words = words[:LONGEST].replace(START, "").replace(STOP, "").replace(LESS, "")
        self.is_title = is_title


def words_of(row: Any, html: str) -> str:
    """What may be shown of a row's text: nothing by people this reader keeps away from.

    The one place for everything else that hides words behind a word of its own.
    """
    if getattr(row, "is_folded", False):
        return _("By somebody you blocked or muted.")
    if row.note:
        return row.note_text
    return richtext.plain(html)


def marked(texts: Sequence[Text], asked: Asked) -> list[SafeString]:
    """Each text with what was asked for in <mark>, escaped. One statement for all."""
    if not texts:
        return []
    first = next(iter(asked.queries))
    configs = [text.config if text.config in asked.queries else first for text in texts]
    columns = [
        configs,
        [text.words.replace("<", LESS) for text in texts],
        [asked.queries[config] for config in configs],
        [WHOLE if text.is_title else PART for text in texts],
    ]
    with connection.cursor() as cursor:
        cursor.execute(MARK, columns)
        found = [row[0] for row in cursor.fetchall()]
    return [_safe(_cut(words, text)) for words, text in zip(found, texts, strict=True)]


def _cut(found: str, text: Text) -> str:
    """Dots where a part of a text begins or ends in its middle."""
    bare = found.replace(START, "").replace(STOP, "").replace(LESS, "<")
    begins = "" if text.words.startswith(bare[:ENDS]) else "… "
    return begins + found + ("" if text.words.endswith(bare[-ENDS:]) else " …")


def _safe(found: str) -> SafeString:
    words = escape(found.replace(LESS, "<"))
    words = words.replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(words)  # noqa: S308  escaped, then marked
