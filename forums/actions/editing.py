"""Changing what a post says, and letting it say again what it said before."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Post, PostRevision, Topic
from groups.resources.actions import Chosen
from moderation.models import Report
from peersupport.activity.actions import record
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member

from .anonymous import hand_of
from .files import differs, post_files
from .hiding import put_away_noted
from .limits import refuse_newcomer, refuse_too_many
from .locking import changed, locked_post
from .notes import checked_note, excerpt_of
from .rendering import render_post, slug_of


@transaction.atomic
def edit(
    post: Post,
    *,
    editor: Member,
    body: str,
    version: int,
    title: str = "",
    reason: str = "",
    note: str | None = None,
    note_words: str = "",
    files: Sequence[Chosen] | None = None,
) -> Post:
    """Change a post and keep what it said. Raises Conflict when `version` is no longer current.

    A `note` of None leaves its content note as it is; "" takes it away.
    Its author's first minutes are free: nothing is kept or marked, unless they give a reason or
    somebody has answered or reported what it said.
    """
    post = locked_post(post)
    topic = post.topic
    _refuse_edit(post, editor, reason)
    if post.version != version:
        raise Conflict(post)
    new_title = title if post.number == 1 and title else topic.title
    before = {"note": post.note, "note_words": post.note_words}
    noted = before if note is None else checked_note(note, note_words)
    has_other_files = differs(post, files)
    is_same = (body, new_title, noted) == (post.body, topic.title, before)
    if is_same and not has_other_files:
        return post
    html = render_post(body, author=post.author)
    refuse_too_many(editor, body, html, before=post)
    about = {}
    if reason or not _is_free(post, editor, topic):
        about["revision"] = _keep_version(post, editor, reason).pk
    if has_other_files:
        is_own = rules.is_author(editor, post, topic)
        post_files(post, files, by=editor, unnamed=is_own and post.author.is_stand_in)
    editor = hand_of(editor, post, topic)
    post.body, post.html = body, html
    post.note, post.note_words = noted["note"], noted["note_words"]
    post.version += 1
    post.save(update_fields=["body", "html", "version", "edited_at", *noted])
    if post.number == 1:
        _set_topic(topic, post, new_title)
    if post.note and noted != before:
        put_away_noted(post)
    changed(topic)
    record(
        "forums.edited", actor=editor, target=post, topic=topic.pk, version=post.version, **about
    )
    return post


def _refuse_edit(post: Post, editor: Member, reason: str) -> None:
    refuse_newcomer(editor)
    if not rules.can_edit(editor, post, post.topic):
        raise Refused(_("This post can no longer be edited."))
    if not rules.is_author(editor, post, post.topic) and not reason.strip():
        raise Refused(_("Say why you change somebody else’s words: they will read the reason."))


def _keep_version(post: Post, editor: Member, reason: str) -> PostRevision:
    """Keep what the post says until now; it is marked as edited from here on."""
    revision = PostRevision.objects.create(
        post=post, version=post.version, body=post.body,
        editor=hand_of(editor, post, post.topic), reason=reason,
        title=post.topic.title if post.number == 1 else "",
        note=post.note, note_words=post.note_words, files=post.files,
    )  # fmt: skip
    post.edited_at = revision.edited_at
    return revision


def _set_topic(topic: Topic, post: Post, title: str) -> None:
    """What lists show of a topic is said by its first post."""
    topic.title, topic.slug, topic.excerpt = title, slug_of(title), excerpt_of(post)
    topic.note, topic.note_words = post.note, post.note_words
    topic.save(update_fields=["title", "slug", "excerpt", "note", "note_words"])


@transaction.atomic
def restore(revision: PostRevision, *, editor: Member, version: int, reason: str = "") -> Post:
    """Let a post say again what it said in an earlier version; that is one more edit."""
    post = revision.post
    return edit(
        post, editor=editor, body=revision.body, title=revision.title, version=version,
        reason=reason, note=revision.note, note_words=revision.note_words,
    )  # fmt: skip


def _is_free(post: Post, editor: Member, topic: Topic) -> bool:
    """Nobody relies yet on what the post says: not even a moderator has changed it."""
    if not rules.is_author(editor, post, topic) or post.edited_at is not None:
        return False
    if timezone.now() - post.posted_at >= timedelta(minutes=settings.FREE_EDIT_MINUTES):
        return False
    later = topic.posts.filter(number__gt=post.number).exclude(author=post.author_id)
    about = ContentType.objects.get_for_model(Post)
    reports = Report.objects.filter(target_type=about, target_id=post.pk)
    return not later.exists() and not reports.exists()
