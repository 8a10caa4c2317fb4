from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from forums.models import Topic
    from peersupport.members.models import Member

from .categories import open_to
from .reading import among, followed

# Columns that pages show: what a row is fetched for again would cost a statement each.
SHOWN_OF_MEMBER = ["handle", "display_name", "pronouns", "role", "tier"]
SHOWN_OF_TOPIC = [
    "title", "slug", "excerpt", "kind", "standing", "is_pinned", "is_locked", "answer_id",
    "reply_count", "last_number", "last_post_at", "recent_authors",
]  # fmt: skip


class Reading(NamedTuple):
    """How one person reads one topic."""

    read: int = 0  # the number of the last post they have read
    level: int | None = None  # how closely they follow it (Watch.Level)
    blocked: frozenset[int] = frozenset()  # ids of members whose words are folded for them
    muted: frozenset[int] = frozenset()


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

    def followed_by(self, member: Member) -> TopicQuerySet:
        """Topics that a member follows, on their own or with their category."""
        return self.filter(followed(member))

    def open_questions_of(self, member: Member) -> TopicQuerySet:
        """Their questions that may still get an answer, or have one that nobody marked."""
        return self.filter(author=member.pk, kind="question", answer=None, is_locked=False)

    def holding(self, posts: models.QuerySet) -> TopicQuerySet:
        """The topics of a few posts."""
        return self.filter(among("pk", posts.values("topic")))

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
