"""What is done to a topic as a whole."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, DismissedAnnouncement, Post, SystemLine, Topic
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .anonymous import hand_of
from .limits import refuse_wrong_place
from .lines import note_line
from .locking import changed, locked_categories, locked_for_moderator, locked_topic
from .standing import put_in_category

Kind = SystemLine.Kind


@transaction.atomic
def mark_answer(topic: Topic, *, post: Post | None, by: Member) -> Topic:
    """Mark a reply as the answer to a question, or take the mark away (`post` None)."""
    topic = locked_topic(topic)
    if not rules.can_mark_answer(by, topic):
        raise Refused(_("Only the person who asked can mark the answer."))
    replies = topic.posts.filter(number__gt=1, standing=Post.Standing.VISIBLE)
    if post is not None and not replies.filter(pk=post.pk).exists():
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
def lock(topic: Topic, *, by: Member, locked: bool, reason: str = "") -> Topic:
    """Close a topic to replies, or open it again; a line in it says so, and why."""
    topic = locked_for_moderator(topic, by)
    if topic.is_locked != locked:
        topic.is_locked = locked
        topic.save(update_fields=["is_locked"])
        note_line(topic, Kind.LOCKED if locked else Kind.UNLOCKED, reason=reason)
        changed(topic)
        record("forums.locked" if locked else "forums.unlocked", actor=by, target=topic)
    return topic


@transaction.atomic
def pin(topic: Topic, *, by: Member, pinned: bool, reason: str = "") -> Topic:
    """Keep a topic on top of its category, or let it sink again; a line in it says so."""
    topic = locked_for_moderator(topic, by)
    if topic.is_pinned != pinned:
        topic.is_pinned = pinned
        topic.save(update_fields=["is_pinned"])
        note_line(topic, Kind.PINNED if pinned else Kind.UNPINNED, reason=reason)
        changed(topic)
        record("forums.pinned" if pinned else "forums.unpinned", actor=by, target=topic)
    return topic


@transaction.atomic
def move(topic: Topic, *, to: Category, by: Member, widen: bool = False) -> Topic:
    """Move a topic to another category. Links to it stay; who may read it follows the category.

    `widen`: the mover has seen that more people will be able to read it.
    """
    topic = locked_for_moderator(topic, by)
    origin, to = locked_categories(topic.category, to)
    if not rules.can_manage(by, to):
        raise Refused(_("You cannot move topics to that category."))
    if origin.pk == to.pk or topic.is_gone:
        return topic
    refuse_wrong_place(origin, to, widen=widen)
    put_in_category(topic, to)
    note_line(topic, Kind.MOVED, place=origin)
    changed(topic)
    record("forums.moved", actor=by, target=topic, origin=origin.pk, to=to.pk)
    return topic


@transaction.atomic
def announce(topic: Topic, *, by: Member, until: datetime | None, reason: str = "") -> Topic:
    """Show a topic above all lists until then, or no longer (None)."""
    topic = locked_topic(topic)
    if not rules.can_announce(by, topic.category):
        raise Refused(_("Announcements are for moderators and organisers."))
    if topic.is_gone or topic.announced_until == until:
        return topic
    topic.announced_until = until
    topic.save(update_fields=["announced_until"])
    if until:
        note_line(topic, Kind.ANNOUNCED, reason=reason)
        DismissedAnnouncement.objects.filter(topic=topic).delete()
    changed(topic)
    record("forums.announced" if until else "forums.announcement_ended", actor=by, target=topic)
    return topic


@transaction.atomic
def dismiss(topic: Topic, *, member: Member) -> None:
    """Put an announcement away, for this member alone."""
    DismissedAnnouncement.objects.bulk_create(
        [DismissedAnnouncement(member=member, topic=topic)], ignore_conflicts=True
    )
