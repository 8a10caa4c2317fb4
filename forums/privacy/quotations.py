"""What other people's posts say of a member: mentions of them, and quotations of their words."""

from itertools import chain
from typing import Any

from django.db.models import F, Model
from django.utils.translation import gettext as _

from forums.actions import render_post, slug_of
from forums.models import NOTE_WORDS_LENGTH, Post, PostRevision, Topic
from peersupport.core import richtext
from peersupport.core.redaction import Redaction, without_quotes


def rewrite_others(redaction: Redaction, *, removed: bool) -> dict[str, int]:
    """Mentions and quotations in other people's posts and titles, and in what those said before.

    Returns which rows changed, and the topic of each.
    """
    changed: dict[str, int] = {}
    for model, more in _MORE.items():
        rows = model._default_manager.all()
        rows = rows.select_related("post") if model is PostRevision else rows
        found = [redaction.mentioned_in(rows, ["body", *more])]
        if removed:  # what is quoted holds no name: it is found by its source
            found.append(rows.filter(body__regex=QUOTING).iterator(chunk_size=200))
        for row in chain(*found):
            if _rewrite(row, redaction, removed=removed):
                post = row if model is Post else row.post
                changed[f"{model.__name__}{row.pk}"] = post.topic_id
    for topic in redaction.mentioned_in(Topic.objects.all(), ["title", "excerpt", "note_words"]):
        title = redaction.others(topic.title)
        slug = topic.slug if title == topic.title else slug_of(title)
        excerpt = redaction.others(topic.excerpt)
        words = redaction.others(topic.note_words)[:NOTE_WORDS_LENGTH]
        Topic.objects.filter(pk=topic.pk).update(
            title=title, slug=slug, excerpt=excerpt, note_words=words
        )
        changed[f"Topic{topic.pk}"] = topic.pk
    Topic.objects.filter(pk__in=set(changed.values())).update(version=F("version") + 1)
    return changed


_MORE: dict[type[Model], list[str]] = {
    Post: ["html", "note_words"],
    PostRevision: ["title", "reason", "note_words"],
}
QUOTING = r"(^|\n)(> ?)+\[[^\n]*/t/[0-9]+/"


def _rewrite(row: Any, redaction: Redaction, *, removed: bool) -> bool:
    """Whether there was anything to take out of it."""
    body = redaction.others(row.body)
    if removed:
        body = without_quotes(body, redaction.posts, _("Removed by its author."))
    more = {name: redaction.others(getattr(row, name)) for name in _MORE[type(row)]}
    more["note_words"] = more["note_words"][:NOTE_WORDS_LENGTH]
    if isinstance(row, Post) and row.is_markdown and body != row.body:
        more["html"] = render_post(body)
    facts = {"body": body} | more
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    type(row).objects.filter(pk=row.pk).update(**facts)
    if isinstance(row, Post) and row.number == 1:
        Topic.objects.filter(pk=row.topic_id).exclude(excerpt="").update(
            excerpt=richtext.excerpt(facts["html"])
        )
    return True
