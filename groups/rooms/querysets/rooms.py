from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone

SITTING = ("in", "asked")  # states of a seat from which one reads
# What pages show of people in a room: their other columns, some fifty, stay where they are.
SHOWN_OF_MEMBER = ("handle", "display_name", "pronouns", "role", "tier", "is_active")
UNREAD = Q(read_number__lt=F("room__last_number"))


class Apart(NamedTuple):
    """Ids of those whom somebody blocked, and whom they muted: their words are folded."""

    blocked: Set[int] = frozenset()
    muted: Set[int] = frozenset()


def kept_apart_by(member: Any) -> Apart:
    """Whose words are folded for a person. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT ARRAY(SELECT other_id FROM members_block WHERE member_id = %(member)s),
                      ARRAY(SELECT other_id FROM members_mute WHERE member_id = %(member)s)""",
            {"member": member.pk},
        )
        blocked, muted = cursor.fetchone()
    return Apart(frozenset(blocked), frozenset(muted))


def shown_of(*people: str) -> list[str]:
    """Names for `only` of what is shown of those whom these keys lead to."""
    return [f"{who}__{name}" for who in people for name in SHOWN_OF_MEMBER]


class RoomQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> RoomQuerySet:
        """Conversations this person has a seat in, and rooms of groups they are in.

        Ada wrote to Ben: the two see the conversation. Mo, who moderates, does not, and no
        administrator does. Cara left it: it is gone for her. Dora is in a group: she sees its
        rooms; who is not in it sees none, whatever their role.
        """
        if not member.is_authenticated:
            return self.none()
        seats = apps.get_model("rooms.Seat").objects.filter(
            room=OuterRef("pk"), member=member.pk, state__in=SITTING
        )
        memberships = apps.get_model("groups.Membership").objects.filter(
            group=OuterRef("group"), member=member.pk
        )
        is_group_room = Q(group__state__in=["running", "archived"]) & Exists(memberships)
        return self.filter((Q(group=None) & Exists(seats)) | is_group_room)

    def conversations(self) -> RoomQuerySet:
        """Private ones: rooms of no group."""
        return self.filter(group=None)

    def seating(self, member: Any) -> RoomQuerySet:
        """Those in which a person is, and has not only been asked."""
        seats = apps.get_model("rooms.Seat").objects.filter(
            room=OuterRef("pk"), member=member.pk, state="in"
        )
        return self.filter(Exists(seats))

    def with_key(self) -> RoomQuerySet:
        """With what opens their words."""
        return self.select_related("key")

    def of_group(self, group: Any) -> RoomQuerySet:
        """A group's rooms, the first one first."""
        return self.filter(group=group).order_by("pk")

    def with_news_for(self, member: Any) -> RoomQuerySet:
        """Conversations in which words wait that this person would want to hear of by letter.

        Not what they read, muted or put away, and nothing of somebody they muted or keep away
        from. Each knows whether it `is_request`, and `writer_name` where two talk; in a request, and
        where there are more, it says none.
        """
        seats = apps.get_model("rooms.Seat").objects
        people = apps.get_model("members.Member").objects
        mutes = apps.get_model("members.Mute").objects.filter(member=member.pk)
        lines = apps.get_model("rooms.Line").objects.filter(
            room=OuterRef("pk"), kind="said", standing="visible", room__seats__member=member.pk,
            room__seats__is_muted=False, room__seats__archived_at=None,
            number__gt=F("room__seats__read_number"), number__gte=F("room__seats__first_number"),
        ).exclude(author=member.pk)  # fmt: skip
        lines = lines.exclude(author__in=people.kept_from(member).values("pk"))
        lines = lines.exclude(author__in=mutes.values("other"))
        others = seats.filter(room=OuterRef("pk")).taken().exclude(member=member.pk).order_by("pk")
        is_in = Exists(seats.filter(room=OuterRef("pk"), member=member.pk, state="in"))
        writer = Subquery(lines.order_by("-number").values("author__display_name")[:1])
        asked = seats.filter(
            room=OuterRef("pk"), member=member.pk, state="asked", first_number__gt=1,
        )  # fmt: skip  # into a conversation that goes on, of which they read nothing yet
        return self.filter(Exists(lines) | Exists(asked)).annotate(
            is_request=~is_in, writer_name=Case(When(is_in & ~Exists(others[1:2]), then=writer))
        )

    def for_notice(self) -> RoomQuerySet:
        return self.select_related("group")


class SeatQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> SeatQuerySet:
        """One's own: what somebody has read, muted or begun to write is theirs alone."""
        return self.filter(member=member.pk)

    def in_inbox_of(self, member: Any) -> SeatQuerySet:
        """A person's conversations, the latest first; requests stand apart."""
        seats = self.filter(member=member.pk, state="in", room__group=None)
        return seats.order_by("-last_line_at", "-id")

    def requests_to(self, member: Any) -> SeatQuerySet:
        """Conversations that somebody whom this person does not know would like to begin."""
        seats = self.filter(member=member.pk, state="asked", room__group=None)
        return seats.order_by("-last_line_at", "-id")

    def unread(self) -> SeatQuerySet:
        return self.filter(UNREAD)

    def for_inbox(self) -> SeatQuerySet:
        """With what opens the words of each conversation."""
        return self.select_related("room__key")

    def before(self, cursor: tuple | None) -> SeatQuerySet:
        """The rest of an inbox, after the row with this (last_line_at, id)."""
        if cursor is None:
            return self
        at, pk = cursor
        return self.filter(Q(last_line_at__lt=at) | Q(last_line_at=at, id__lt=pk))

    def after(self, cursor: tuple) -> SeatQuerySet:
        """The rows in front of the one with this (last_line_at, id), nearest first."""
        at, pk = cursor
        later = self.filter(Q(last_line_at__gt=at) | Q(last_line_at=at, id__gt=pk))
        return later.order_by("last_line_at", "id")

    def counts_for(self, member: Any) -> dict[str, int]:
        """How many conversations of a person hold something new, and how many ask for an answer."""
        seats = self.filter(member=member.pk, state__in=SITTING, room__group=None)
        there = Q(state="in", archived_at=None)
        return seats.aggregate(
            unread=Count("pk", filter=there & UNREAD), asked=Count("pk", filter=Q(state="asked"))
        )

    def of_rooms(self, rooms: Any) -> SeatQuerySet:
        """Everybody's seats in these conversations, in the order in which they were taken."""
        seats = self.filter(room__in=rooms).select_related("member").order_by("room", "id")
        return seats.only("room", "member", "state", *shown_of("member"))

    def for_rail(self, group: Any, *, since: datetime, apart: models.QuerySet) -> SeatQuerySet:
        """Who looked at a group's room since a time, or has a pause there: with whether they host it,
        and whether they are among those `apart` from the reader."""
        powers = apps.get_model("groups.Power").objects.filter(
            user=OuterRef("member"), content_object=group, permission__codename="moderate_inside"
        )
        lately = Q(seen_at__gt=since) | Q(paused_until__gt=timezone.now())
        seats = self.filter(lately).select_related("member").order_by("pk")
        return seats.only("room", "member", "seen_at", "paused_until", *shown_of("member")).annotate(
            is_host=Exists(powers), is_apart=Exists(apart.filter(pk=OuterRef("member"))),
        )  # fmt: skip

    def taken(self) -> SeatQuerySet:
        """Of people who are in the conversation, or may still come."""
        return self.filter(state__in=SITTING)


class AdditionQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> AdditionQuerySet:
        """That somebody may join a conversation concerns who is in it, and nobody else."""
        seats = apps.get_model("rooms.Seat").objects.filter(
            room=OuterRef("room"), member=member.pk, state="in"
        )
        return self.filter(Exists(seats))

    def open(self) -> AdditionQuerySet:
        return self.filter(closed_at=None)

    def with_people(self) -> AdditionQuerySet:
        """With who is proposed, and by whom, as far as a page shows them."""
        people = self.select_related("member", "asked_by")
        return people.only("room", "member", "asked_by", *shown_of("member", "asked_by"))

    def with_consent_of(self, member: Any) -> AdditionQuerySet:
        """Each with `agreed`: whether this person has said yes."""
        consents = apps.get_model("rooms.Consent").objects
        return self.annotate(
            agreed=Exists(consents.filter(addition=OuterRef("pk"), member=member.pk))
        )
