"""Posts that go to another topic: split and merge.

Numbers are never given twice and never shift. A post that moves gets the next free number where it
goes; a row in MovedPost keeps the number it had. Rows are locked in one order everywhere: topics by
id, categories by id, posts.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, MovedPost, Poll, Post, SystemLine, Topic
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.notifications.actions import follow_along

from .anonymous import carry_aliases
from .limits import refuse_wrong_place
from .lines import note_line
from .locking import changed, locked_categories, locked_for_moderator, locked_topics
from .notes import excerpt_of
from .rendering import slug_of
from .standing import authors_left
from .tags import count_tags

VISIBLE = Topic.Standing.VISIBLE


@transaction.atomic
def split(
    topic: Topic,
    *,
    numbers: Iterable[int],
    title: str,
    to: Category,
    by: Member,
    kind: str = Topic.Kind.DISCUSSION,
    widen: bool = False,
) -> Topic:
    """Move replies of a topic into a new one. Returns the new topic."""
    topic = locked_for_moderator(topic, by)
    replies = topic.posts.filter(number__in=set(numbers), number__gt=1, standing=VISIBLE)
    posts = list(replies.order_by("posted_at", "number"))
    if topic.is_gone or not posts:
        raise Refused(_("Choose at least one reply. The first post stays where it is."))
    origin, to = locked_categories(topic.category, to)
    if not rules.can_manage(by, to):
        raise Refused(_("You cannot move posts to that category."))
    refuse_wrong_place(origin, to, widen=widen)
    new = Topic.objects.create(
        category=to, author_id=posts[0].author_id, title=title, slug=slug_of(title), kind=kind,
        posted_at=posts[0].posted_at, last_post_at=posts[0].posted_at, language=topic.language,
    )  # fmt: skip
    Category.objects.filter(pk=to.pk).update(topic_count=F("topic_count") + 1)
    note_line(new, SystemLine.Kind.SPLIT, origin=topic, count=len(posts))
    _carry(posts, topic, new)
    if not topic.posts.filter(standing=VISIBLE).exists():
        _leave_empty(topic, new)
    follow_along(topic, new, muted_too=True)
    record("forums.split", actor=by, target=new, origin=topic.pk, first=1, last=new.last_number)
    return new


@transaction.atomic
def merge(topic: Topic, *, into: Topic, by: Member, widen: bool = False) -> Topic:
    """Move all posts of a topic behind those of another, which takes its place. Returns that one."""
    if topic.pk == into.pk:
        raise Refused(_("A topic cannot be merged into itself."))
    topic, into = locked_topics(topic, into)
    places = (topic.category, into.category)
    if not all(rules.can_manage(by, place) for place in places) or topic.is_gone or into.is_gone:
        raise Refused(_("You cannot merge these topics."))
    refuse_wrong_place(*places, widen=widen)
    locked_categories(*places)
    posts = list(topic.posts.order_by("posted_at", "number"))
    note_line(into, SystemLine.Kind.MERGED, origin=topic, count=len(posts))
    first = into.last_number + 1
    _carry(posts, topic, into)
    _leave_empty(topic, into)
    follow_along(topic, into, muted_too=False)
    record(
        "forums.merged", actor=by, target=into, origin=topic.pk, first=first, last=into.last_number
    )
    return into


def _leave_empty(topic: Topic, into: Topic) -> None:
    """A topic without words is gone; its address leads to where they went."""
    count_tags(topic, by=-1)
    Topic.objects.filter(pk=topic.pk).update(
        standing=Topic.Standing.REMOVED, merged_into=into, is_pinned=False, announced_until=None,
    )  # fmt: skip
    topic.merged_topics.update(merged_into=into)  # what was merged into it is one step away too
    Category.objects.filter(pk=topic.category_id).update(topic_count=F("topic_count") - 1)


def _carry(posts: list[Post], origin: Topic, to: Topic) -> None:
    """Move posts behind the last one of another topic, with everything that hangs on their place.

    Called while holding both topics' rows.
    """
    moves = [(post.number, to.last_number + step) for step, post in enumerate(posts, start=1)]
    MovedPost.objects.bulk_create(
        [MovedPost(topic=origin, number=post.number, post=post) for post in posts], batch_size=1000
    )
    _renumber(posts, moves, to)
    _carry_answer({post.pk for post in posts}, origin, to)
    _carry_marks(moves, origin, to)
    carry_aliases(origin, to=to)
    Topic.objects.filter(pk=origin.pk).update(has_lines=True)
    to.last_number = moves[-1][1]
    had_polls = origin.has_poll or to.has_poll
    for topic in (origin, to):
        if had_polls:  # they go with their posts
            topic.has_poll = Poll.objects.filter(post__topic=topic).exists()
        _settle(topic)


def _renumber(posts: list[Post], moves: list[tuple[int, int]], to: Topic) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE forums_post p SET topic_id = %s, number = m.number
               FROM unnest(%s::bigint[], %s::int[]) AS m (id, number) WHERE p.id = m.id""",
            [to.pk, [post.pk for post in posts], [new for _old, new in moves]],
        )


def _carry_answer(moved: set[int], origin: Topic, to: Topic) -> None:
    """The mark goes with its post to a question that has none yet; elsewhere it ends."""
    answer = origin.answer_id
    if answer not in moved:
        return
    origin.answer = None
    origin.save(update_fields=["answer"])
    opens = to.posts.filter(pk=answer, number=1).exists()
    if to.is_question and to.answer_id is None and not opens:
        to.answer_id = answer
        to.save(update_fields=["answer"])


def _carry_marks(moves: list[tuple[int, int]], origin: Topic, to: Topic) -> None:
    """Read marks, so that nothing unread is ever hidden.

    A mark is one number: everything up to it is read. Who had read all of the target has read on as
    far as the moved posts were read without a gap; everybody else keeps their mark, and meets some
    posts again. In the origin, marks behind which nothing is left move to its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO forums_readmark (member_id, topic_id, number)
               SELECT member_id, %(to)s, seen FROM (
                 SELECT o.member_id, coalesce((SELECT min(m.new)
                          FROM unnest(%(old)s::int[], %(new)s::int[]) AS m (old, new)
                          WHERE m.old > o.number), %(last)s + 1) - 1 AS seen
                 FROM forums_readmark o
                 LEFT JOIN forums_readmark t ON t.member_id = o.member_id AND t.topic_id = %(to)s
                 WHERE o.topic_id = %(origin)s AND coalesce(t.number, 0) >= %(before)s) read
               WHERE seen > %(before)s ORDER BY member_id
               ON CONFLICT (member_id, topic_id) DO UPDATE SET number = EXCLUDED.number
               WHERE forums_readmark.number < EXCLUDED.number""",
            {
                "origin": origin.pk, "to": to.pk, "before": to.last_number, "last": moves[-1][1],
                "old": [old for old, _new in moves], "new": [new for _old, new in moves],
            },
        )  # fmt: skip
        cursor.execute(
            """UPDATE forums_readmark SET number = %(last)s
               WHERE topic_id = %(origin)s AND number < %(last)s
                 AND number >= coalesce(
                   (SELECT max(number) FROM forums_post WHERE topic_id = %(origin)s), 0)""",
            {"origin": origin.pk, "last": origin.last_number},
        )


def _settle(topic: Topic) -> None:
    """Count anew what lists and heads show of a topic."""
    visible = topic.posts.filter(standing=VISIBLE)
    topic.reply_count = visible.filter(number__gt=1).count()
    topic.recent_authors = authors_left(topic)
    latest = topic.posts.aggregate(at=Max("posted_at"))["at"]
    topic.last_post_at = latest or topic.last_post_at
    opening = visible.filter(number=1).first()
    topic.excerpt = excerpt_of(opening) if opening else ""
    topic.note = opening.note if opening else topic.note
    topic.note_words = opening.note_words if opening else topic.note_words
    topic.save(
        update_fields=[
            "has_poll", "last_number", "reply_count", "recent_authors", "last_post_at", "excerpt", "note",
            "note_words",
        ]
    )  # fmt: skip
    changed(topic)
