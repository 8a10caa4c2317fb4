"""Starting, answering, changing and taking back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Post, PostRevision, Topic
from moderation.models import Report
from peersupport.activity.actions import record
from peersupport.core import richtext
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member
from peersupport.notifications.actions import follow_by_taking_part

from .limits import refuse_haste, refuse_newcomer, refuse_too_many
from .locking import changed, locked_post, locked_topic
from .reading import mark_read
from .rendering import render_post, slug_of

SHOWN_AUTHORS = 3


def start_topic(
    category: Category, *, author: Member, submit_token: UUID | None = None, **words: Any
) -> Topic:
    """Start a topic with its first post. Sent twice with one token, it starts once."""
    try:
        return _start_topic(category, author=author, submit_token=submit_token, **words)
    except IntegrityError:
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
) -> Topic:
    category = Category.objects.select_for_update().get(pk=category.pk)
    refuse_newcomer(author)
    if not rules.can_start(author, category):
        raise Refused(_("New topics in this category are for others to start."))
    html = render_post(body, author=author)
    refuse_haste(author)
    refuse_too_many(author, body, html)
    topic = Topic.objects.create(
        category=category, author=author, title=title, slug=slug_of(title), kind=kind,
        excerpt=richtext.excerpt(html), last_number=1, submit_token=submit_token,
    )  # fmt: skip
    post = Post.objects.create(
        topic=topic, number=1, author=author, body=body, html=html, posted_at=topic.posted_at
    )
    Category.objects.filter(pk=category.pk).update(topic_count=F("topic_count") + 1)
    follow_by_taking_part(author, topic)
    mark_read(topic, member=author, number=1)
    record("forums.started", actor=author, target=post, topic=topic.pk, category=category.pk)
    return topic


@transaction.atomic
def reply(
    topic: Topic,
    *,
    author: Member,
    body: str,
    reply_to: Post | None = None,
    submit_token: UUID | None = None,
) -> Post:
    """Post a reply; whoever follows the topic hears of it later. One token, one reply."""
    topic = locked_topic(topic)
    if submit_token and (sent := _sent_before(author, submit_token)):
        return sent
    refuse_newcomer(author)
    if not rules.can_reply(author, topic):
        raise Refused(_("This topic is closed to new replies."))
    html = render_post(body, author=author)
    refuse_haste(author)
    refuse_too_many(author, body, html)
    post = Post.objects.create(
        topic=topic, number=topic.last_number + 1, author=author, body=body,
        html=html, reply_to=reply_to, submit_token=submit_token,
    )  # fmt: skip
    topic.last_number = post.number
    topic.reply_count += 1
    topic.last_post_at = post.posted_at
    topic.recent_authors = with_latest(topic.recent_authors, author.pk, topic.author_id)
    topic.save(update_fields=["last_number", "reply_count", "last_post_at", "recent_authors"])
    changed(topic)
    follow_by_taking_part(author, topic)
    mark_read(topic, member=author, number=post.number)
    record("forums.replied", actor=author, target=post, topic=topic.pk, category=topic.category_id)
    return post


@transaction.atomic
def edit(
    post: Post, *, editor: Member, body: str, version: int, title: str = "", reason: str = ""
) -> Post:
    """Change a post and keep what it said. Raises Conflict when `version` is no longer current.

    Its author's first minutes are free: nothing is kept or marked, unless they give a reason or
    somebody has answered or reported what it said.
    """
    post = locked_post(post)
    topic = post.topic
    refuse_newcomer(editor)
    if not rules.can_edit(editor, post, topic):
        raise Refused(_("This post can no longer be edited."))
    if editor.pk != post.author_id and not reason.strip():
        raise Refused(_("Say why you change somebody else’s words: they will read the reason."))
    if post.version != version:
        raise Conflict(post)
    new_title = title if post.number == 1 and title else topic.title
    if (body, new_title) == (post.body, topic.title):
        return post
    html = render_post(body, author=post.author)
    refuse_too_many(editor, body, html, before=post)
    about = {}
    if reason or not _is_free(post, editor):
        revision = PostRevision.objects.create(
            post=post, version=post.version, body=post.body, editor=editor, reason=reason,
            title=topic.title if post.number == 1 else "",
        )  # fmt: skip
        post.edited_at, about = revision.edited_at, {"revision": revision.pk}
    post.body, post.html = body, html
    post.version += 1
    post.save(update_fields=["body", "html", "version", "edited_at"])
    if post.number == 1:
        topic.title, topic.slug = new_title, slug_of(new_title)
        topic.excerpt = richtext.excerpt(post.html)
        topic.save(update_fields=["title", "slug", "excerpt"])
    changed(topic)
    record(
        "forums.edited", actor=editor, target=post, topic=topic.pk, version=post.version, **about
    )
    return post


@transaction.atomic
def restore(revision: PostRevision, *, editor: Member, version: int, reason: str = "") -> Post:
    """Let a post say again what it said in an earlier version; that is one more edit."""
    post = revision.post
    return edit(
        post, editor=editor, body=revision.body, title=revision.title, version=version,
        reason=reason,
    )  # fmt: skip


def _is_free(post: Post, editor: Member) -> bool:
    """Nobody relies yet on what the post says: not even a moderator has changed it."""
    if editor.pk != post.author_id or post.edited_at is not None:
        return False
    if timezone.now() - post.posted_at >= timedelta(minutes=settings.FREE_EDIT_MINUTES):
        return False
    later = post.topic.posts.filter(number__gt=post.number).exclude(author=post.author_id)
    about = ContentType.objects.get_for_model(Post)
    reports = Report.objects.filter(target_type=about, target_id=post.pk)
    return not later.exists() and not reports.exists()


@transaction.atomic
def delete(post: Post, *, by: Member) -> Post:
    """Take a post away; a gravestone keeps its number. With its last words a topic goes too."""
    post = locked_post(post)
    topic = post.topic
    if not rules.can_delete(by, post, topic):
        raise Refused(_("This post cannot be deleted."))
    standing = Post.Standing.DELETED if by.pk == post.author_id else Post.Standing.REMOVED
    post.standing = standing
    post.save(update_fields=["standing"])
    if post.number > 1:
        topic.reply_count -= 1
        if topic.answer_id == post.pk:
            topic.answer = None
        topic.recent_authors = authors_left(topic)
    else:
        topic.excerpt = ""
    if not topic.posts.filter(standing=Post.Standing.VISIBLE).exists():
        topic.standing = standing
        Category.objects.filter(pk=topic.category_id).update(topic_count=F("topic_count") - 1)
    topic.save(update_fields=["standing", "reply_count", "answer", "recent_authors", "excerpt"])
    changed(topic)
    record("forums.deleted", actor=by, target=post, topic=topic.pk, standing=standing)
    return post


def with_latest(authors: Iterable[int], author: int, starter: int) -> list[int]:
    """The last few people in a topic besides who started it, the latest first."""
    others = [pk for pk in authors if pk != author]
    return ([author, *others] if author != starter else others)[:SHOWN_AUTHORS]


def authors_left(topic: Topic) -> list[int]:
    latest = topic.posts.filter(standing=Post.Standing.VISIBLE, number__gt=1)
    authors: list[int] = []
    for author in latest.order_by("number").values_list("author", flat=True):
        authors = with_latest(authors, author, topic.author_id)
    return authors


def _sent_before(author: Member, submit_token: UUID) -> Post | None:
    return Post.objects.filter(author=author, submit_token=submit_token).first()
