from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from groups.models import Membership

if TYPE_CHECKING:
    from peersupport.members.models import Member

    from .models import Topic

PAGE = 20
# Columns that pages show: what a row is fetched for again would cost a statement each.
SHOWN_OF_MEMBER = ["handle", "display_name", "pronouns", "role", "tier"]
SHOWN_OF_TOPIC = [
    "title", "slug", "excerpt", "kind", "standing", "is_pinned", "is_locked", "answer_id",
    "reply_count", "last_number", "last_post_at", "recent_authors",
]  # fmt: skip


class Audience(models.IntegerChoices):
    """Who may do something in a category. Each one includes those after it."""

    PUBLIC = 0, "everybody"
    MEMBERS = 1, "members"
    STAFF = 2, "staff"


def audience_of(member: Any) -> Audience:
    """The narrowest audience a person belongs to."""
    if not member.is_authenticated:
        return Audience.PUBLIC
    return Audience.STAFF if member.is_on_duty else Audience.MEMBERS


def open_to(member: Any, right: str, category: str = "") -> Q:
    """Where a person has a right (`see` or `read`): by the category's row, or as its group's member.

    `category` is the way to the category from the rows that are asked for, such as "category__".
    A group's own category is for its members alone: no role of the site opens it.
    """
    allowed = Q(**{f"{category}{right}__lte": audience_of(member), f"{category}group": None})
    if member.is_authenticated:
        mine = Membership.objects.filter(member=member.pk).values("group")
        allowed |= Q(**{f"{category}group__in": mine})
    return allowed


class Reading(NamedTuple):
    """How one person reads one topic."""

    read: int = 0  # the number of the last post they have read
    level: int | None = None  # how closely they follow it (Watch.Level)
    blocked: frozenset[int] = frozenset()  # ids of members whose words are folded for them
    muted: frozenset[int] = frozenset()


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> CategoryQuerySet:
        """Categories whose name and description this person may know of."""
        return self.filter(open_to(member, "see"))

    def of_the_forums(self) -> CategoryQuerySet:
        """Without the discussions of groups, which stand on the groups' own pages."""
        return self.filter(group=None)


class TopicQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> TopicQuerySet:
        """Topics this person may open. A category's own rights are never wider than its parent's."""
        return self.filter(open_to(member, "read", "category__"), standing="visible")

    def for_listing(self) -> TopicQuerySet:
        """Newest first, with what a row shows."""
        shown = [*SHOWN_OF_TOPIC, *(f"author__{name}" for name in SHOWN_OF_MEMBER)]
        shown += [f"category__{name}" for name in ("name", "slug", "hue", "group")]
        topics = self.select_related("author", "category").only(*shown)
        return topics.order_by("-last_post_at", "-id")

    def folding_for(self, member: Any) -> TopicQuerySet:
        """Each with `is_folded`: somebody began it whom this person blocked or muted."""
        if not member.is_authenticated:
            return self.annotate(is_folded=Value(False))
        apart = [
            apps.get_model(f"members.{name}").objects.filter(member=member.pk).values("other")
            for name in ("Block", "Mute")
        ]
        return self.annotate(is_folded=Q(author__in=apart[0]) | Q(author__in=apart[1]))

    def before(self, cursor: tuple | None) -> TopicQuerySet:
        """The rest of a list, after the row with this (last_post_at, id)."""
        if cursor is None:
            return self
        at, pk = cursor
        return self.filter(Q(last_post_at__lt=at) | Q(last_post_at=at, id__lt=pk)).filter(
            last_post_at__lte=at
        )

    def after(self, cursor: tuple) -> TopicQuerySet:
        """The rows in front of the one with this (last_post_at, id), nearest first."""
        at, pk = cursor
        return self.filter(Q(last_post_at__gt=at) | Q(last_post_at=at, id__gt=pk)).order_by(
            "last_post_at", "id"
        )

    def waiting(self) -> TopicQuerySet:
        """Nobody has replied yet."""
        return self.filter(reply_count=0, is_locked=False)

    def reading_of(self, member: Any, topic: Topic) -> Reading:
        """How far a member has read a topic, how closely they follow it, whose words are folded.

        One statement by hand: asked on every page of a topic, where building it twice with the
        ORM takes longer than the database does.
        """
        if not member.is_authenticated:
            return Reading()
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT (SELECT number FROM forums_readmark
                           WHERE member_id = %(member)s AND topic_id = %(topic)s),
                          (SELECT level FROM notifications_watch w
                           JOIN django_content_type t ON t.id = w.target_type_id
                           WHERE t.app_label = 'forums' AND t.model = 'topic'
                             AND w.member_id = %(member)s AND w.target_id = %(topic)s),
                          ARRAY(SELECT other_id FROM members_block WHERE member_id = %(member)s),
                          ARRAY(SELECT other_id FROM members_mute WHERE member_id = %(member)s)""",
                {"member": member.pk, "topic": topic.pk},
            )
            read, level, blocked, muted = cursor.fetchone()
        return Reading(read or 0, level, frozenset(blocked), frozenset(muted))

    def unread_by(self, member: Member, marks: models.QuerySet) -> TopicQuerySet:
        """Topics with posts this member has not read, since they joined or marked all as read."""
        mark = marks.filter(member=member.pk, topic=OuterRef("pk")).values("number")[:1]
        return self.filter(last_post_at__gt=member.read_before).filter(
            last_number__gt=Coalesce(Subquery(mark), 0)
        )


class PostQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> PostQuerySet:
        """Posts whose words this person may read."""
        return self.filter(
            open_to(member, "read", "topic__category__"),
            standing="visible",
            topic__standing="visible",
        )

    def for_notice(self) -> PostQuerySet:
        return self.select_related("topic__category", "author")

    def on_page(self, topic: Topic, page: int) -> PostQuerySet:
        """One page of a topic as a range of numbers, with the gravestones of what is gone."""
        first = (page - 1) * PAGE + 1
        return (
            self.filter(topic=topic, number__gte=first, number__lt=first + PAGE)
            .select_related("author")
            .annotate(reply_to_number=F("reply_to__number"))
            .order_by("number")
        )


def page_of(number: int) -> int:
    """The page of a topic on which post `number` (from 1) stands."""
    return (number - 1) // PAGE + 1


def took_part() -> Iterator[tuple[int, int, int, int]]:
    """Of each member: days on which they wrote (UTC), topics of others they opened, posts kept.

    Of closed and erased accounts nothing. A post that its author or a moderator took away is not kept. Who wrote in a topic has read it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT m.id, coalesce(p.days, 0), coalesce(t.topics, 0), coalesce(p.posts, 0)
               FROM members_member m
               LEFT JOIN (SELECT author_id, count(*) AS posts,
                                 count(DISTINCT (posted_at AT TIME ZONE 'UTC')::date) AS days
                          FROM forums_post WHERE standing = 'visible' GROUP BY author_id
                         ) p ON p.author_id = m.id
               LEFT JOIN (SELECT r.member_id, count(*) AS topics
                          FROM (SELECT member_id, topic_id FROM forums_readmark
                                UNION SELECT author_id, topic_id FROM forums_post
                                WHERE standing = 'visible') r
                          JOIN forums_topic o ON o.id = r.topic_id AND o.author_id <> r.member_id
                          GROUP BY r.member_id
                         ) t ON t.member_id = m.id
               WHERE m.is_active ORDER BY m.id"""
        )
        while rows := cursor.fetchmany(5000):
            yield from rows
