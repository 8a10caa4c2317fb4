"""What is done to a topic as a whole."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Post, Topic
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .anonymous import hand_of
from .locking import changed, locked_for_moderator, locked_topic
from .tags import count_tags


@transaction.atomic
def mark_answer(topic: Topic, *, post: Post | None, by: Member) -> Topic:
    """Mark a reply as the answer to a question, or take the mark away (`post` None)."""
    topic = locked_topic(topic)
    if not rules.can_mark_answer(by, topic):
        raise Refused(_("Only the person who asked can mark the answer."))
    if post is not None and (post.topic_id != topic.pk or post.number == 1 or post.is_gone):
        raise Refused(_("Only a reply in this topic can be its answer."))
    if topic.answer_id == (post.pk if post else None):
        return topic
    topic.answer = post
    topic.save(update_fields=["answer"])
    changed(topic)
    verb = "forums.answer_marked" if post else "forums.answer_unmarked"
    record(verb, actor=hand_of(by, topic, topic), target=post or topic, topic=topic.pk)
    return topic


@transaction.atomic
def lock(topic: Topic, *, by: Member, locked: bool) -> Topic:
    """Close a topic to replies, or open it again."""
    topic = locked_for_moderator(topic, by)
    if topic.is_locked != locked:
        topic.is_locked = locked
        topic.save(update_fields=["is_locked"])
        changed(topic)
        record("forums.locked" if locked else "forums.unlocked", actor=by, target=topic)
    return topic


@transaction.atomic
def pin(topic: Topic, *, by: Member, pinned: bool) -> Topic:
    """Keep a topic on top of its category, or let it sink again."""
    topic = locked_for_moderator(topic, by)
    if topic.is_pinned != pinned:
        topic.is_pinned = pinned
        topic.save(update_fields=["is_pinned"])
        changed(topic)
        record("forums.pinned" if pinned else "forums.unpinned", actor=by, target=topic)
    return topic


@transaction.atomic
def move(topic: Topic, *, to: Category, by: Member) -> Topic:
    """Move a topic to another category. Links to it stay; who may read it follows the category."""
    topic = locked_for_moderator(topic, by)
    places = Category.objects.select_for_update().filter(pk__in=[topic.category_id, to.pk])
    by_id = {category.pk: category for category in places.order_by("pk")}  # one order: no deadlock
    origin, to = by_id[topic.category_id], by_id[to.pk]
    if not rules.can_manage(by, to):
        raise Refused(_("You cannot move topics to that category."))
    if origin.pk == to.pk or topic.is_gone:
        return topic
    count_tags(topic, by=-1)
    topic.category = to
    count_tags(topic, by=1)
    topic.save(update_fields=["category"])
    changed(topic)
    Category.objects.filter(pk=origin.pk).update(topic_count=F("topic_count") - 1)
    Category.objects.filter(pk=to.pk).update(topic_count=F("topic_count") + 1)
    record("forums.moved", actor=by, target=topic, origin=origin.pk, to=to.pk)
    return topic
