from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from .rooms import SITTING


class LineQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> LineQuerySet:
        """Lines of one's conversations since one came, and of rooms of one's groups.

        Of a group's room as far back as it lets one read, whoever one is in the group.
        Who was asked into a conversation and has not answered yet reads its first line.
        """
        if not member.is_authenticated:
            return self.none()
        seats = apps.get_model("rooms.Seat").objects.filter(
            room=OuterRef("room"), member=member.pk, state__in=SITTING,
            first_number__lte=OuterRef("number"),
        ).filter(Q(state="in") | Q(first_number=OuterRef("number")))  # fmt: skip
        memberships = apps.get_model("groups.Membership").objects.filter(
            group=OuterRef("room__group"), member=member.pk
        )
        is_in_group = Q(room__group__state__in=["running", "archived"]) & Exists(memberships)
        is_recent = Q(sent_at__gt=Now() - F("room__history_days") * timedelta(days=1))
        return self.filter((Q(room__group=None) & Exists(seats)) | (is_in_group & is_recent))

    def since(self, number: int) -> LineQuerySet:
        """Those after a number, in order: what a page that is open has not shown yet."""
        return self.filter(number__gt=number).order_by("number")

    def news(self, after: int, changed: int) -> LineQuerySet:
        """What an open page has not shown: lines after the last it knows, and changed ones before.

        The last it knows comes along, as a new one may go on what that one began.
        """
        later = Q(number__gte=after) | Q(change_number__gt=changed)
        return self.filter(later).order_by("number")

    def latest_of_rooms(self) -> LineQuerySet:
        """The last line of each room."""
        return self.filter(number=F("room__last_number"))

    def for_page(self) -> LineQuerySet:
        return self.select_related("author").order_by("number")
