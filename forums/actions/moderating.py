"""What a moderator's decision does to posts and topics, and how it is taken back.

These verbs do not ask who may do it. Moderation's decision does, of the item (`can_decide`), before
it calls them inside its own transaction: a site moderator may decide about a post in a group that
they could not open otherwise, so the rights in the post's category say nothing here. Nobody else
calls them.

Each returns facts (ids and enums, never words) from which `take_back_…` restores what was before,
unless somebody did more to it since: then it is left as it is.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, ContentNote, Post, SystemLine, Topic
from groups.resources.actions import bring_back, put_away
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .hiding import put_away_noted
from .limits import refuse_wrong_place
from .lines import note_line
from .locking import changed, locked_categories, locked_post, locked_topic
from .notes import excerpt_of
from .standing import bring_into_sight, put_in_category, put_out_of_sight, settle_topic

Facts = Mapping[str, Any]
Kind = SystemLine.Kind
Standing = Post.Standing


@transaction.atomic
def hide(post: Post, *, by: Member, standing: str = Standing.HIDDEN) -> dict[str, Any]:
    """Put a post out of sight, or remove it (`standing`). Its words and files wait for an appeal."""
    post = locked_post(post)
    if post.is_gone:
        raise Refused(_("Nobody sees this post any more. You can leave it as it is."))
    files = put_away(post)
    was_answer = put_out_of_sight(post, standing)
    changed(post.topic)
    record("forums.hidden", actor=by, target=post, topic=post.topic_id, standing=standing)
    return {"standing": str(standing), "answer": was_answer, "topic": post.topic_id, "files": files}


@transaction.atomic
def note_look(post: Post, *, by: Member) -> None:
    """One of the staff reads a post that is hidden: that goes on record before it is shown."""
    record("forums.hidden_read", actor=by, target=post, topic=post.topic_id)


@transaction.atomic
def take_back_hide(post: Post, facts: Facts, *, by: Member) -> Post:
    """Show a post again, as if it had never been hidden."""
    post = locked_post(Post.objects.select_related("topic").get(pk=post.pk))
    if post.standing != facts["standing"]:
        return post
    bring_back(facts["files"])
    is_here = post.topic_id == facts["topic"]
    bring_into_sight(post, was_answer=facts["answer"] and is_here)
    changed(post.topic)
    record("forums.shown_again", actor=by, target=post, topic=post.topic_id)
    return post


@transaction.atomic
def hide_topic(topic: Topic, *, by: Member, standing: str = Standing.HIDDEN) -> dict[str, Any]:
    """Put a topic out of sight with everything in it; its posts keep their own standing."""
    topic = locked_topic(topic)
    if topic.is_put_away or topic.merged_into_id or topic.standing == Standing.DELETED:
        raise Refused(_("Nobody sees this topic any more. You can leave it as it is."))
    topic.is_put_away = True
    settle_topic(topic, gone=standing)
    changed(topic)
    record("forums.topic_hidden", actor=by, target=topic, standing=standing)
    return {}


@transaction.atomic
def take_back_hide_topic(topic: Topic, *, by: Member) -> Topic:
    """Show a topic again, if anything in it can be read."""
    topic = locked_topic(topic)
    if not topic.is_put_away:
        return topic
    topic.is_put_away = False
    settle_topic(topic, gone=topic.standing)
    changed(topic)
    record("forums.topic_shown_again", actor=by, target=topic)
    return topic


@transaction.atomic
def set_note(post: Post, *, by: Member, note: str) -> dict[str, Any]:
    """Put a content note in front of a post; words of its author's own note stay behind it."""
    post = locked_post(post)
    if post.is_gone:
        raise Refused(_("Nobody sees this post any more. You can leave it as it is."))
    if note not in ContentNote.values:
        raise Refused(_("Choose what the note says."))
    before = post.note
    if note != before:
        _write_note(post, note)
        put_away_noted(post)
        record("forums.noted", actor=by, target=post, note=note)
    return {"before": before, "note": note}


@transaction.atomic
def take_back_note(post: Post, facts: Facts, *, by: Member) -> Post:
    """Put the note that was there before, or none."""
    post = locked_post(Post.objects.select_related("topic").get(pk=post.pk))
    if post.note == facts["note"] != facts["before"]:
        _write_note(post, facts["before"])
        record("forums.noted", actor=by, target=post, note=facts["before"])
    return post


def _write_note(post: Post, note: str) -> None:
    """Whoever has the post open for editing is told that it changed meanwhile: the version moves."""
    post.note = note
    post.version += 1
    post.save(update_fields=["note", "version"])
    if post.number == 1:
        topic = post.topic
        topic.note = note
        topic.excerpt = "" if post.is_gone else excerpt_of(post)
        topic.save(update_fields=["note", "excerpt"])
    changed(post.topic)


@transaction.atomic
def close(topic: Topic, *, by: Member) -> dict[str, Any]:
    """Close a topic to replies. A line in it says so; why is between the author and moderators."""
    topic = locked_topic(topic)
    if topic.is_locked or topic.is_gone:
        raise Refused(_("Nobody can reply in this topic any more. You can leave it as it is."))
    topic.is_locked = True
    topic.save(update_fields=["is_locked"])
    line = note_line(topic, Kind.LOCKED)
    changed(topic)
    record("forums.locked", actor=by, target=topic)
    return {"topic": topic.pk, "line": line.pk}


@transaction.atomic
def take_back_close(facts: Facts, *, by: Member) -> None:
    """Open it to replies again, unless somebody opened it since, and closed it again perhaps."""
    topic = _found_topic(facts)
    if topic is None:
        return
    lines = topic.lines.filter(kind__in=[Kind.LOCKED, Kind.UNLOCKED])
    is_latest = not lines.filter(pk__gt=facts["line"]).exists()
    if topic.is_locked and is_latest:
        topic.is_locked = False
        topic.save(update_fields=["is_locked"])
        _take_line_back(topic, facts["line"])
        record("forums.unlocked", actor=by, target=topic)


@transaction.atomic
def carry(topic: Topic, *, to: Category, by: Member) -> dict[str, Any]:
    """Move a topic to a category that is no wider, and in the same group or none."""
    topic = locked_topic(topic)
    origin, to = locked_categories(topic.category, to)
    if origin.pk == to.pk or topic.is_gone:
        raise Refused(_("The topic is there already, or nobody sees it any more."))
    refuse_wrong_place(origin, to, widen=False)
    put_in_category(topic, to)
    line = note_line(topic, Kind.MOVED, place=origin)
    changed(topic)
    record("forums.moved", actor=by, target=topic, origin=origin.pk, to=to.pk)
    return {"topic": topic.pk, "origin": origin.pk, "to": to.pk, "line": line.pk}


@transaction.atomic
def take_back_carry(facts: Facts, *, by: Member) -> None:
    """Move it back, unless somebody moved it again since or its category is no longer there."""
    topic = _found_topic(facts)
    home = Category.objects.filter(pk=facts["origin"]).first()
    was_moved = topic and topic.lines.filter(kind=Kind.MOVED, pk__gt=facts["line"]).exists()
    if topic is None or home is None or topic.category_id != facts["to"] or was_moved:
        return
    origin, home = locked_categories(topic.category, home)
    put_in_category(topic, home)
    _take_line_back(topic, facts["line"])
    record("forums.moved", actor=by, target=topic, origin=origin.pk, to=home.pk)


def places_for(topic: Topic, *, by: Member) -> list[Category]:
    """Where a decision may move a topic: as open or narrower, and where this person moderates."""
    if topic.category.group_id:
        return []
    places = Category.objects.of_the_forums().filter(read__gte=topic.category.read)
    found = places.exclude(pk=topic.category_id).order_by("position", "name")
    return [category for category in found if rules.can_moderate(by, category)]


def _found_topic(facts: Facts) -> Topic | None:
    found = Topic.objects.filter(pk=facts["topic"]).first()
    return locked_topic(found) if found else None


def _take_line_back(topic: Topic, line: int) -> None:
    """What was taken back is not told in the topic either; it stays on record elsewhere."""
    topic.lines.filter(pk=line).delete()
    topic.has_lines = topic.lines.exists() or topic.moved_posts.exists()
    topic.save(update_fields=["has_lines"])
    changed(topic)
