"""Starting, answering, changing and taking back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Post, PostRevision, Topic
from peersupport.activity.actions import record
from peersupport.core import richtext
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member
from peersupport.notifications.actions import follow_by_taking_part

from .limits import refuse_haste, refuse_newcomer, refuse_too_many
from .locking import changed, locked_topic, set_words
from .reading import mark_read
from .rendering import language_of, render_post, slug_of

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
        language=language_of(author),
    )  # fmt: skip
    post = Post.objects.create(
        topic=topic, number=1, author=author, body=body, html=html, posted_at=topic.posted_at,
        language=topic.language,
    )  # fmt: skip
    set_words([topic.pk])
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
        html=html, reply_to=reply_to, submit_token=submit_token, language=topic.language,
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
    """Change a post and keep what it said. Raises Conflict when `version` is no longer current."""
    topic = locked_topic(post.topic)
    post = Post.objects.select_for_update(of=["self"]).get(pk=post.pk)
    refuse_newcomer(editor)
    if not rules.can_edit(editor, post, topic):
        raise Refused(_("This post can no longer be edited."))
    if editor.pk != post.author_id and not reason.strip():
        raise Refused(_("Say why you change somebody else’s words: they will read the reason."))
    if post.version != version:
        post.topic = topic
        raise Conflict(post)
    new_title = title if post.number == 1 and title else topic.title
    if (body, new_title) == (post.body, topic.title):
        return post
    html = render_post(body, author=post.author)
    refuse_too_many(editor, body, html, before=post)
    PostRevision.objects.create(
        post=post, version=post.version, body=post.body, editor=editor, reason=reason,
        title=topic.title if post.number == 1 else "",
    )  # fmt: skip
    post.body, post.html = body, html
    post.version, post.edited_at = post.version + 1, timezone.now()
    post.save(update_fields=["body", "html", "version", "edited_at"])
    if post.number == 1:
        topic.title, topic.slug = new_title, slug_of(new_title)
        topic.excerpt = richtext.excerpt(post.html)
        topic.save(update_fields=["title", "slug", "excerpt"])
    changed(topic)
    record("forums.edited", actor=editor, target=post, topic=topic.pk, version=post.version)
    return post


@transaction.atomic
def delete(post: Post, *, by: Member) -> Post:
    """Take a post away; a gravestone keeps its number. With its last words a topic goes too."""
    topic = locked_topic(post.topic)
    post = Post.objects.select_for_update(of=["self"]).get(pk=post.pk)
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
    post.topic = topic
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
