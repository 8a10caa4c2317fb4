from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from .rooms import shown_of


class LineQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> LineQuerySet:
        """Lines of one's conversations since one came, and of rooms of one's groups.

        Of a group's room as far back as it lets one read, whoever one is in the group.
        Who was asked and has not answered yet reads the first line that was written to them; of a
        conversation that went on without them, nothing.
        """
        if not member.is_authenticated:
            return self.none()
        reads = Q(state="in", first_number__lte=OuterRef("number"))
        is_asked = Q(state="asked", first_number=1) & Q(first_number=OuterRef("number"))
        seats = apps.get_model("rooms.Seat").objects.filter(
            reads | is_asked, room=OuterRef("room"), member=member.pk
        )
        memberships = apps.get_model("groups.Membership").objects.filter(
            group=OuterRef("room__group"), member=member.pk
        )
        is_in_group = Q(room__group__state__in=["running", "archived"]) & Exists(memberships)
        is_recent = Q(sent_at__gt=Now() - F("room__history_days") * timedelta(days=1))
        return self.filter((Q(room__group=None) & Exists(seats)) | (is_in_group & is_recent))

    def open_to_seat(self, seat: Any) -> LineQuerySet:
        """`visible_to` for the one conversation of a seat that a request found its member in.

        It asks for no seat again: of a page with fifty lines that is a tenth of the time.
        """
        if seat.state == "in":
            return self.filter(room=seat.room_id, number__gte=seat.first_number)
        if seat.state == "asked" and seat.first_number == 1:
            return self.filter(room=seat.room_id, number=1)
        return self.none()

    def open_in_room(self, room: Any) -> LineQuerySet:
        """`visible_to` for the one group's room that a request found open to its member."""
        oldest = Now() - timedelta(days=1) * room.history_days
        return self.filter(room=room.pk, sent_at__gt=oldest)

    def last_of_seats(self, seats: Any) -> LineQuerySet:
        """The last line of each conversation in which somebody holds one of these seats."""
        rooms = [
            s.room_id for s in seats if s.state == "in" and s.first_number <= s.room.last_number
        ]
        return self.filter(room__in=rooms, number=F("room__last_number"))

    def readable(self) -> LineQuerySet:
        """Those with words: said, and neither taken back, removed nor hidden by a host."""
        return self.filter(kind="said", standing="visible", hidden_at=None)

    def since(self, number: int) -> LineQuerySet:
        """Those after a number, in order: what a page that is open has not shown yet."""
        return self.filter(number__gt=number).order_by("number")

    def news(self, after: int, changed: int) -> LineQuerySet:
        """What an open page has not shown: lines after the last it knows, and changed ones before.

        The last it knows comes along, as a new one may go on what that one began.
        """
        later = Q(number__gte=after) | Q(change_number__gt=changed)
        return self.filter(later).order_by("number")

    def for_room(self, member: Any) -> LineQuerySet:
        """For a page of a group's room, all in one statement: each with its author, who hid it, the
        words this person gave it, and what its author is there and to them."""
        apart = {
            name: apps.get_model(f"members.{model}").objects.filter(
                member=member.pk, other=OuterRef("author")
            )
            for name, model in (("is_blocked", "Block"), ("is_muted", "Mute"))
        }
        hosting = apps.get_model("groups.Power").objects.filter(
            user=OuterRef("author"), content_object=OuterRef("room__group"),
            permission__codename="moderate_inside",
        )  # fmt: skip
        given = apps.get_model("rooms.LineReaction").objects.filter(
            line=OuterRef("pk"), member=member.pk
        )
        return self.select_related("author", "hidden_by").annotate(
            **{name: Exists(rows) for name, rows in apart.items()},
            is_by_host=Exists(hosting), given=ArraySubquery(given.values("kind")),
        )  # fmt: skip

    def for_notice(self) -> LineQuerySet:
        return self.select_related("author", "room__group")

    def opened_to(self, member: Any) -> LineQuerySet:
        """Those whose words and files one gets to see: a host hid none of them, or they are one's own.

        What a moderator put away is nobody's to see.
        """
        return self.filter(Q(hidden_at=None) | Q(author=member.pk), standing="visible")

    def drawn(self, *people: str) -> LineQuerySet:
        """For a page of many: without what was typed, and of `people` only what is shown."""
        own = [f.name for f in self.model._meta.concrete_fields if f.name != "sealed_body"]
        return self.only(*own, *shown_of(*people))

    def for_page(self) -> LineQuerySet:
        return self.select_related("author").order_by("number")
