"""Everything that writes in the forums. Each verb locks, asks the rule, writes, records."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import batched
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groups.models import Group
from peersupport.activity.actions import record
from peersupport.core import richtext
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.actions import Facts, count_visit, judge_trust, keep_facts
from peersupport.members.models import Member, TrustRecord
from peersupport.members.rules import ContactPath, limits_of, within_reach
from peersupport.notifications.actions import follow_by_taking_part

from . import rules
from .models import Category, Post, PostRevision, Reaction, Topic
from .querysets import Audience, took_part

SHOWN_AUTHORS = 3
FACTS_AT_ONCE = 5000


def open_category(group: Group) -> Category:
    """The discussions of a group: a category that is its members' alone, named like the group."""
    category, _is_new = Category.objects.update_or_create(
        group=group,
        defaults={
            "slug": group.slug, "name": group.name, "description": group.purpose,
            "icon": group.icon, "hue": group.hue, "see": Audience.MEMBERS,
            "read": Audience.MEMBERS,
        },
    )  # fmt: skip
    return category


def start_topic(
    category: Category,
    *,
    author: Member,
    title: str,
    body: str,
    kind: str = Topic.Kind.DISCUSSION,
    submit_token: UUID | None = None,
) -> Topic:
    """Start a topic with its first post. Sent twice with one token, it starts once."""
    try:
        return _start_topic(category, author, title, body, kind, submit_token)
    except IntegrityError:
        sent = Topic.objects.filter(author=author, submit_token=submit_token).first()
        if submit_token is None or sent is None:
            raise
        return sent


@transaction.atomic
def _start_topic(category, author, title, body, kind, submit_token) -> Topic:
    category = Category.objects.select_for_update().get(pk=category.pk)
    _refuse_newcomer(author)
    if not rules.can_start(author, category):
        raise Refused(_("New topics in this category are for others to start."))
    html = render_post(body, author=author)
    _refuse_haste(author)
    _refuse_too_many(author, body, html)
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
    topic = _locked(topic)
    if submit_token and (sent := _sent_before(author, submit_token)):
        return sent
    _refuse_newcomer(author)
    if not rules.can_reply(author, topic):
        raise Refused(_("This topic is closed to new replies."))
    html = render_post(body, author=author)
    _refuse_haste(author)
    _refuse_too_many(author, body, html)
    post = Post.objects.create(
        topic=topic, number=topic.last_number + 1, author=author, body=body,
        html=html, reply_to=reply_to, submit_token=submit_token,
    )  # fmt: skip
    topic.last_number = post.number
    topic.reply_count += 1
    topic.last_post_at = post.posted_at
    topic.recent_authors = with_latest(topic.recent_authors, author.pk, topic.author_id)
    topic.save(update_fields=["last_number", "reply_count", "last_post_at", "recent_authors"])
    _changed(topic)
    follow_by_taking_part(author, topic)
    mark_read(topic, member=author, number=post.number)
    record("forums.replied", actor=author, target=post, topic=topic.pk, category=topic.category_id)
    return post


@transaction.atomic
def edit(
    post: Post, *, editor: Member, body: str, version: int, title: str = "", reason: str = ""
) -> Post:
    """Change a post and keep what it said. Raises Conflict when `version` is no longer current."""
    topic = _locked(post.topic)
    post = Post.objects.select_for_update(of=["self"]).get(pk=post.pk)
    _refuse_newcomer(editor)
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
    _refuse_too_many(editor, body, html, before=post)
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
    _changed(topic)
    record("forums.edited", actor=editor, target=post, topic=topic.pk, version=post.version)
    return post


@transaction.atomic
def delete(post: Post, *, by: Member) -> Post:
    """Take a post away; a gravestone keeps its number. With its last words a topic goes too."""
    topic = _locked(post.topic)
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
    _changed(topic)
    post.topic = topic
    record("forums.deleted", actor=by, target=post, topic=topic.pk, standing=standing)
    return post


@transaction.atomic
def mark_answer(topic: Topic, *, post: Post | None, by: Member) -> Topic:
    """Mark a reply as the answer to a question, or take the mark away (`post` None)."""
    topic = _locked(topic)
    if not rules.can_mark_answer(by, topic):
        raise Refused(_("Only the person who asked can mark the answer."))
    if post is not None and (post.topic_id != topic.pk or post.number == 1 or post.is_gone):
        raise Refused(_("Only a reply in this topic can be its answer."))
    if topic.answer_id == (post.pk if post else None):
        return topic
    topic.answer = post
    topic.save(update_fields=["answer"])
    _changed(topic)
    verb = "forums.answer_marked" if post else "forums.answer_unmarked"
    record(verb, actor=by, target=post or topic, topic=topic.pk)
    return topic


@transaction.atomic
def react(post: Post, *, member: Member, kind: str) -> Post:
    """Give a post a word, or take the same word back."""
    post = (
        Post.objects.select_for_update(of=["self"])
        .select_related("topic__category")
        .get(pk=post.pk)
    )
    _refuse_newcomer(member)
    if not rules.can_react(member, post, post.topic):
        raise Refused(_("You cannot react to this post."))
    taken_back, _rows = Reaction.objects.filter(post=post, member=member, kind=kind).delete()
    if not taken_back:
        Reaction.objects.create(post=post, member=member, kind=kind)
        record("forums.reacted", actor=member, target=post, topic=post.topic_id, kind=kind)
    count = post.reaction_counts.get(kind, 0) + (-1 if taken_back else 1)
    counts = {**post.reaction_counts, kind: count}
    post.reaction_counts = {name: number for name, number in counts.items() if number > 0}
    post.save(update_fields=["reaction_counts"])
    _changed(post.topic)
    return post


@transaction.atomic
def lock(topic: Topic, *, by: Member, locked: bool) -> Topic:
    """Close a topic to replies, or open it again."""
    topic = _locked_for_moderator(topic, by)
    if topic.is_locked != locked:
        topic.is_locked = locked
        topic.save(update_fields=["is_locked"])
        _changed(topic)
        record("forums.locked" if locked else "forums.unlocked", actor=by, target=topic)
    return topic


@transaction.atomic
def pin(topic: Topic, *, by: Member, pinned: bool) -> Topic:
    """Keep a topic on top of its category, or let it sink again."""
    topic = _locked_for_moderator(topic, by)
    if topic.is_pinned != pinned:
        topic.is_pinned = pinned
        topic.save(update_fields=["is_pinned"])
        _changed(topic)
        record("forums.pinned" if pinned else "forums.unpinned", actor=by, target=topic)
    return topic


@transaction.atomic
def move(topic: Topic, *, to: Category, by: Member) -> Topic:
    """Move a topic to another category. Links to it stay; who may read it follows the category."""
    topic = _locked_for_moderator(topic, by)
    places = Category.objects.select_for_update().filter(pk__in=[topic.category_id, to.pk])
    by_id = {category.pk: category for category in places.order_by("pk")}  # one order: no deadlock
    origin, to = by_id[topic.category_id], by_id[to.pk]
    if not rules.can_manage(by, to):
        raise Refused(_("You cannot move topics to that category."))
    if origin.pk == to.pk or topic.is_gone:
        return topic
    topic.category = to
    topic.save(update_fields=["category"])
    _changed(topic)
    Category.objects.filter(pk=origin.pk).update(topic_count=F("topic_count") - 1)
    Category.objects.filter(pk=to.pk).update(topic_count=F("topic_count") + 1)
    record("forums.moved", actor=by, target=topic, origin=origin.pk, to=to.pk)
    return topic


def mark_read(topic: Topic, *, member: Member, number: int) -> None:
    """Remember how far a member has read: one statement, and never back when two windows race.

    The first time in a day it counts as a visit as well.
    """
    count_visit(member)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO forums_readmark (member_id, topic_id, number) VALUES (%s, %s, %s)
               ON CONFLICT (member_id, topic_id) DO UPDATE SET number = EXCLUDED.number
               WHERE forums_readmark.number < EXCLUDED.number""",
            [member.pk, topic.pk, number],
        )


def mark_all_read(member: Member) -> None:
    """Everything up to now counts as read."""
    member.read_before = timezone.now()
    member.save(update_fields=["read_before"])


def render_post(body: str, *, author: Member | None = None) -> str:
    """Markdown to safe HTML, with links for those mentions that name a member its author reaches."""
    handles = richtext.mentioned_handles(body)
    if not handles:
        return richtext.render(body)
    members = Member.objects.filter(handle__in=handles, is_active=True)
    if author is not None:
        members = within_reach(members, of=author, path=ContactPath.MENTION)
    return richtext.render(body, {m.handle: m.get_absolute_url() for m in members})


def slug_of(title: str) -> str:
    """The readable part of a topic's address; "topic" where nothing of the title fits."""
    return slugify(title)[:80].strip("-") or "topic"


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


def _changed(topic: Topic) -> None:
    """Pages of the topic that were kept for visitors are no longer the topic's."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=["self"]).select_related("category").get(pk=topic.pk)


def _locked_for_moderator(topic: Topic, member: Member) -> Topic:
    topic = _locked(topic)
    if not rules.can_manage(member, topic.category):
        raise Refused(_("This is for moderators."))
    return topic


def _sent_before(author: Member, submit_token: UUID) -> Post | None:
    return Post.objects.filter(author=author, submit_token=submit_token).first()


def _refuse_newcomer(author: Member) -> None:
    if not author.has_accepted_norms:
        raise Refused(_("Read and agree to the community norms first; then you can write."))


def _refuse_haste(author: Member) -> None:
    limits = limits_of(author)
    again_at = rules.may_post_again_at(author, limits) if limits else None
    if limits is None or again_at is None:
        return
    words = _(
        "You have written %(number)s posts within an hour, as many as your level here can. "
        "Nothing is lost: send this again at %(time)s."
    )
    time = time_format(timezone.localtime(again_at + timedelta(minutes=1)), "H:i")
    text = words % {"number": limits.posts_an_hour, "time": time}
    raise Refused(text, see="members:trust_levels")


def _refuse_too_many(author: Member, body: str, html: str, *, before: Post | None = None) -> None:
    """Links and mentions beyond what the author's level opens; `before` is what an edit changes."""
    limits = limits_of(author)
    if limits is None:
        return
    links, mentions = len(richtext.outside_links(html)), len(richtext.mentioned_handles(body))
    had_links = len(richtext.outside_links(before.html)) if before else 0
    had_mentions = len(richtext.mentioned_handles(before.body)) if before else 0
    if rules.has_too_many(links, had_links, limits.links):
        words = _(
            "This links to %(number)s other places; your level here can link to %(most)s in a "
            "post. Take some out, and it can go."
        )
        text = words % {"number": links, "most": limits.links}
        raise Refused(text, see="members:trust_levels")
    if rules.has_too_many(mentions, had_mentions, limits.mentions):
        words = _(
            "This mentions %(number)s people; your level here can mention %(most)s in a post. "
            "Take some out, and it can go."
        )
        text = words % {"number": mentions, "most": limits.mentions}
        raise Refused(text, see="members:trust_levels")


@transaction.atomic
def settle_trust() -> int:
    """Count what members did, judge their levels by it, record what changed. Returns how many."""
    for rows in batched(took_part(), FACTS_AT_ONCE, strict=False):
        keep_facts(Facts(*row) for row in rows)
    changes = judge_trust()
    for change in changes:
        if change.is_claimed:  # an author who came with an import is told nothing
            record(
                "members.trust_changed", actor=None, target=TrustRecord(pk=change.member_id),
                was=change.was, level=change.level,
            )  # fmt: skip
    return len(changes)
