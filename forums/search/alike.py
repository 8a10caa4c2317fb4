"""What is nearly the same: topics like one that is being written, words like one mistyped."""

import difflib
import re
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import F, QuerySet, Value

from forums.models import Topic

from .asked import Matches, ask, configs
from .wanted import Wanted

SHOWN = 5
SHORTEST_TITLE = 8  # characters: before that everything is alike
LIKE = 0.25
LATEST, RARE = 300, 300  # topics that are compared: the newest, and those that share a rare word
SAMPLE, FEW = 300, 2000
TITLES = 100  # that hold a word like the one typed
CLOSE = 0.7
LEXEMES = """
SELECT word, (SELECT count(*) FROM (SELECT words FROM forums_topic ORDER BY id DESC LIMIT %(sample)s)
              AS latest WHERE words @@ quote_literal(word)::tsquery),
       (SELECT coalesce(max(id), 0) FROM forums_topic)
FROM (SELECT DISTINCT unnest(tsvector_to_array(to_tsvector(config, %(title)s))) AS word
      FROM unnest(%(configs)s::regconfig[]) AS config) AS lexemes LIMIT 30"""


def similar_topics(title: str, member: Any) -> list[Topic]:
    """Topics this person may open whose title is much like this one, the most alike first.

    Compared are the newest topics and those that share a rare word: all of them would take long.
    """
    title = " ".join(title.replace("\x00", " ").split())[:200]
    if len(title) < SHORTEST_TITLE:
        return []
    topics = Topic.objects.visible_to(member).wanted_by(member)
    latest = topics.order_by("-id").values_list("pk", flat=True)[:LATEST]
    found = set(latest)
    if rare := _rare_words(title):
        query = " | ".join(rare)
        sharing = topics.filter(Matches(F("words"), Value(query))).order_by((F("id") + 0).desc())
        found |= set(sharing.values_list("pk", flat=True)[:RARE])
    like = Topic.objects.filter(pk__in=found).annotate(like=TrigramSimilarity("title", title))
    best = like.filter(like__gte=LIKE).order_by("-like", "-id")
    return list(best.only("title", "slug", "reply_count", "answer_id")[:SHOWN])


def _rare_words(title: str) -> list[str]:
    """The words of a title that few topics hold, as the index knows them."""
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, {"title": title, "configs": configs(), "sample": SAMPLE})
        rows = cursor.fetchall()
    rows.sort(key=lambda row: row[1])
    return [
        "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
        for word, matching, last in rows[:6]
        if matching / SAMPLE * last <= FEW
    ]


def did_you_mean(wanted: Wanted) -> str:
    """The words asked for as titles write them that this person may read; "" for no idea."""
    words = re.findall(r"[^\W\d_]{4,30}", wanted.asked.text)[:3]
    titles = Topic.objects.filter(standing="visible", category__in=wanted.places)
    titles = titles.wanted_by(wanted.member)
    text = wanted.asked.text
    for word in words:
        better = _better(word, titles)
        if better:
            text = re.sub(rf"\b{re.escape(word)}\b", better, text, count=1)
    return text if text.casefold() != wanted.asked.text.casefold() else ""


def _is_written(word: str, titles: QuerySet[Topic]) -> bool:
    """Whether a topic holds the word. A common one is among the newest; a rare one is looked up:
    asked for any row at all, PostgreSQL would walk the table."""
    holding = ask(word).matching()
    newest = list(titles.order_by("-id").values_list("pk", flat=True)[:SAMPLE])
    if Topic.objects.filter(holding, pk__in=newest).exists():
        return True
    return bool(titles.filter(holding).order_by((F("id") + 0).desc()).values("pk")[:1])


def _better(word: str, titles: QuerySet[Topic]) -> str:
    if _is_written(word, titles):
        return ""
    near = titles.filter(title__trigram_word_similar=word)
    found = {
        known.casefold()
        for title in near.values_list("title", flat=True)[:TITLES]
        for known in re.findall(r"[^\W\d_]{4,30}", title)
    }
    return next(iter(difflib.get_close_matches(word.casefold(), found, 1, CLOSE)), "")
