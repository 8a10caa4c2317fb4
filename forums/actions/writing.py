"""Starting, answering and taking back."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Post, Topic
from groups.resources.actions import Chosen, withdraw
from moderation.actions import seal_author
from peersupport.activity.actions import record
from peersupport.core import richtext
from peersupport.core.exceptions import Refused
from peersupport.members.actions import new_stand_in
from peersupport.members.models import Member
from peersupport.notifications.actions import follow_by_taking_part

from .anonymous import (
    hand_of,
    name_alias,
    refuse_names_needed,
    sent_before,
    stand_in_for,
    started_before,
    without_trace,
)
from .drafts import drop_draft
from .files import post_files
from .limits import (
    refuse_haste,
    refuse_haste_without_name,
    refuse_newcomer,
    refuse_slow,
    refuse_template,
    refuse_too_many,
)
from .locking import changed, locked_post, locked_topic, set_words
from .notes import checked_note
from .polls import PollFacts, open_poll
from .reading import mark_read
from .rendering import language_of, render_post, slug_of
from .standing import put_out_of_sight, with_latest
from .tags import tag_topic
from .turns import begin_pause


def start_topic(
    category: Category, *, author: Member, submit_token: UUID | None = None, **words: Any
) -> Topic:
    """Start a topic with its first post. Sent twice with one token, it starts once."""
    try:
        return _start_topic(category, author=author, submit_token=submit_token, **words)
    except (IntegrityError, Refused):  # refused: in slow mode the second sending comes too early
        sent = Topic.objects.filter(author=author, submit_token=submit_token).first()
        if submit_token is None or sent is None:
            raise
        return sent


@transaction.atomic
def _start_topic(
    category: Category,
    *,
    author: Member,
    title: str,
    body: str,
    submit_token: UUID | None,
    kind: str = Topic.Kind.DISCUSSION,
    note: str = "",
    note_words: str = "",
    tags: Iterable[str] = (),
    anonymous: bool = False,
    files: Sequence[Chosen] = (),
    poll: PollFacts | None = None,
) -> Topic:
    category = Category.objects.select_for_update().get(pk=category.pk)
    refuse_newcomer(author)
    if not rules.can_start(author, category):
        raise Refused(_("New topics in this category are for others to start."))
    if anonymous:
        refuse_names_needed(category)
    if category.allows_anonymous and (sent := started_before(category, author, submit_token)):
        return sent
    html = _fit_to_post(body, author, category, anonymous=anonymous)
    noted = checked_note(note, note_words)
    writer = new_stand_in(1) if anonymous else author
    topic = Topic.objects.create(
        category=category, author=writer, title=title, slug=slug_of(title), kind=kind,
        excerpt="" if note else richtext.excerpt(html), last_number=1,
        has_poll=poll is not None, language=language_of(writer),
        submit_token=without_trace(submit_token) if anonymous else submit_token, **noted,
    )  # fmt: skip
    post = Post.objects.create(
        topic=topic, number=1, author=writer, body=body, html=html, posted_at=topic.posted_at,
        language=topic.language, **noted,
    )  # fmt: skip
    post_files(post, files, by=author, unnamed=anonymous)
    if poll is not None:
        open_poll(post, poll)
    Category.objects.filter(pk=category.pk).update(topic_count=F("topic_count") + 1)
    if anonymous:
        name_alias(topic, number=1, stand_in=writer, member=author)
    _note_author(post, author, writer)
    if tags:
        tag_topic(topic, names=tags, by=author)
        topic.refresh_from_db(fields=["tag_names"])
    set_words([topic.pk])
    drop_draft(category, by=author)
    record("forums.started", actor=writer, target=post, topic=topic.pk, category=category.pk)
    return topic


def _fit_to_post(
    body: str, author: Member, category: Category, topic: Topic | None = None, *, anonymous: bool
) -> str:
    """The words as they will be shown, unless something about them or their haste is refused."""
    html = render_post(body, author=None if anonymous else author)
    refuse_slow(author, category, topic, unnamed=anonymous)
    if topic is None:
        refuse_template(category, body)
    refuse_too_many(author, body, html)
    (refuse_haste_without_name if anonymous else refuse_haste)(author)
    return html


def _note_author(post: Post, author: Member, writer: Member) -> None:
    """They follow and have read it; without their name, who it was is sealed, and no more."""
    if writer is not author:
        seal_author(post, author=author)
        begin_pause(author, post.topic.category)
        return
    follow_by_taking_part(author, post.topic)
    mark_read(post.topic, member=author, number=post.number)


@transaction.atomic
def reply(
    topic: Topic,
    *,
    author: Member,
    body: str,
    reply_to: Post | None = None,
    submit_token: UUID | None = None,
    note: str = "",
    note_words: str = "",
    anonymous: bool = False,
    files: Sequence[Chosen] = (),
) -> Post:
    """Post a reply; whoever follows the topic hears of it later. One token, one reply."""
    topic = locked_topic(topic)
    if sent := sent_before(topic, author, submit_token):
        return sent
    refuse_newcomer(author)
    if not rules.can_reply(author, topic):
        raise Refused(_("This topic is closed to new replies."))
    if anonymous:
        refuse_names_needed(topic.category)
    html = _fit_to_post(body, author, topic.category, topic, anonymous=anonymous)
    writer = stand_in_for(topic, author) if anonymous else author
    post = Post.objects.create(
        topic=topic, number=topic.last_number + 1, author=writer, body=body,
        html=html, reply_to=reply_to,
        submit_token=without_trace(submit_token) if anonymous else submit_token,
        language=topic.language, **checked_note(note, note_words),
    )  # fmt: skip
    post_files(post, files, by=author, unnamed=anonymous)
    topic.last_number = post.number
    topic.reply_count += 1
    topic.last_post_at = post.posted_at
    topic.recent_authors = with_latest(topic.recent_authors, writer.pk, topic.author_id)
    topic.save(update_fields=["last_number", "reply_count", "last_post_at", "recent_authors"])
    changed(topic)
    _note_author(post, author, writer)
    drop_draft(topic, by=author)
    record("forums.replied", actor=writer, target=post, topic=topic.pk, category=topic.category_id)
    return post


@transaction.atomic
def delete(post: Post, *, by: Member) -> Post:
    """Take a post away; a gravestone keeps its number. With its last words a topic goes too."""
    post = locked_post(post)
    topic = post.topic
    if not rules.can_delete(by, post, topic):
        raise Refused(_("This post cannot be deleted."))
    is_own = rules.is_author(by, post, topic)
    standing = Post.Standing.DELETED if is_own else Post.Standing.REMOVED
    withdraw(post)
    put_out_of_sight(post, standing)
    changed(topic)
    hand = hand_of(by, post, topic)
    record("forums.deleted", actor=hand, target=post, topic=topic.pk, standing=standing)
    return post
