from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forums.models import Post, Topic
    from peersupport.members.models import Member

from .categories import open_to
from .folding import folded_for
from .reading import among, followed
from .wanted import unwanted_by

# Columns that pages show: what a row is fetched for again would cost a statement each.
SHOWN_OF_MEMBER = ["handle", "display_name", "pronouns", "role", "tier"]
SHOWN_OF_TOPIC = [
    "title", "slug", "excerpt", "kind", "standing", "is_pinned", "is_locked", "answer_id",
    "reply_count", "last_number", "last_post_at", "recent_authors", "note", "note_words", "is_prompt",
]  # fmt: skip


class Reading(NamedTuple):
    """How one person reads one topic."""

    read: int = 0  # the number of the last post they have read
    level: int | None = None  # how closely they follow it (Watch.Level)
    place_level: int | None = None  # how closely they follow its category
    blocked: frozenset[int] = frozenset()  # ids of members whose words are folded for them
    muted: frozenset[int] = frozenset()
    draft_id: int | None = None  # what they have begun to answer
    given: frozenset[tuple[int, str]] = frozenset()  # their reactions: (post id, word)
    held: tuple[int, ...] = ()  # ids of their replies that wait for a look


class TopicQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> TopicQuerySet:
        """Topics this person may open. A category's own rights are never wider than its parent's."""
        return self.filter(open_to(member, "read", "category__"), standing="visible")

    def wanted_by(self, member: Any, *, in_its_place: bool = False) -> TopicQuerySet:
        """Without what this person muted or hides: for every list, count, search and feed of theirs.

        Chain it after `visible_to`: `Topic.objects.visible_to(member).wanted_by(member)`. It adds
        nothing to the statement for visitors and for members who never muted or hid anything, and
        never a statement of its own. `in_its_place` is for the page of one category (or group),
        which still shows its topics to who muted that category. A topic's own address opens in any
        case. Muting goes through `notifications.actions.watch`, which notes it on the member's row.
        What counts as muted stands in `wanted.py`.
        """
        unwanted = unwanted_by(member, in_its_place=in_its_place)
        return self.exclude(unwanted) if unwanted else self

    def unwanted_by(self, member: Any) -> TopicQuerySet:
        """Just those that `wanted_by` leaves out: for the page that says what is hidden."""
        unwanted = unwanted_by(member)
        return self.filter(unwanted) if unwanted else self.none()

    def for_listing(self) -> TopicQuerySet:
        """Newest first, with what a row shows."""
        shown = [*SHOWN_OF_TOPIC, *(f"author__{name}" for name in SHOWN_OF_MEMBER)]
        shown += [f"category__{name}" for name in ("name", "slug", "hue", "group")]
        topics = self.select_related("author", "category").only(*shown)
        return topics.order_by("-last_post_at", "-id")

    def folding_for(self, member: Any) -> TopicQuerySet:
        """Each with `is_folded`: somebody began it whom this person blocked or muted."""
        return self.annotate(is_folded=folded_for(member))

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

    def announced_to(self, member: Any) -> TopicQuerySet:
        """Announcements that run and that this person may read and has not put away."""
        running = self.visible_to(member).filter(announced_until__gt=timezone.now())
        if member.is_authenticated:
            put_away = apps.get_model("forums.DismissedAnnouncement").objects
            running = running.exclude(pk__in=put_away.filter(member=member.pk).values("topic"))
        return running.order_by("-announced_until", "-id").only("title", "slug")

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

    def reading_of(self, member: Any, topic: Topic, posts: Iterable[Post] = ()) -> Reading:
        """How far a member has read a topic, how closely they follow it, whose words are folded.

        And what they said to these posts of it in a word.

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
                          (SELECT level FROM notifications_watch w
                           JOIN django_content_type t ON t.id = w.target_type_id
                           WHERE t.app_label = 'forums' AND t.model = 'category'
                             AND w.member_id = %(member)s AND w.target_id = %(category)s),
                          ARRAY(SELECT other_id FROM members_block WHERE member_id = %(member)s),
                          ARRAY(SELECT other_id FROM members_mute WHERE member_id = %(member)s),
                          (SELECT id FROM forums_draft
                           WHERE member_id = %(member)s AND topic_id = %(topic)s),
                          ARRAY(SELECT post_id::text || ' ' || kind FROM forums_reaction
                           WHERE member_id = %(member)s AND post_id = ANY(%(posts)s)),
                          ARRAY(SELECT id FROM forums_heldpost
                           WHERE author_id = %(member)s AND topic_id = %(topic)s
                             AND state IN ('waiting', 'returned') ORDER BY id)""",
                {
                    "member": member.pk, "topic": topic.pk, "category": topic.category_id,
                    "posts": [post.pk for post in posts],
                },
            )  # fmt: skip
            read, level, place, blocked, muted, draft_id, given, held = cursor.fetchone()
        folded = frozenset(blocked), frozenset(muted)
        words = frozenset((int(post), kind) for post, kind in map(str.split, given))
        return Reading(read or 0, level, place, *folded, draft_id, words, tuple(held))

    def unread_by(self, member: Member, marks: models.QuerySet) -> TopicQuerySet:
        """Topics with posts this member has not read, since they joined or marked all as read."""
        mark = marks.filter(member=member.pk, topic=OuterRef("pk")).values("number")[:1]
        return self.filter(last_post_at__gt=member.read_before).filter(
            last_number__gt=Coalesce(Subquery(mark), 0)
        )
