from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from ..registry import place_models, places_moderated_by

PLACE_OF = ("priority", "look_by", "id")  # in the queue, as its index has it
Cursor = tuple[int, datetime, int]


def place_name() -> Case:
    """The name of the place of a row, in the statement that fetches the row."""
    whens = [
        When(
            place_type=ContentType.objects.get_for_model(model),
            then=Subquery(
                model._base_manager.filter(pk=OuterRef("place_id")).values(field)[:1],
                output_field=CharField(),
            ),
        )
        for model, field in place_models().items()
    ]
    return Case(*whens, default=Value(""), output_field=CharField())


class ReviewItemQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Moderators on duty see all; others those of their places. Nobody what is about them."""
        if not member.is_authenticated:
            return self.none()
        items = self.exclude(author=member.pk)
        if member.is_moderating:
            return items
        inside = Q(pk__in=[])
        for model, ids in places_moderated_by(member).items():
            place_type = ContentType.objects.get_for_model(model)
            inside |= Q(place_type=place_type, place_id__in=ids)
        return items.filter(inside)

    def open(self):
        return self.filter(state="open")

    def free(self):
        """Nobody works on these just now."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=timezone.now()))

    def claimed_by(self, member):
        return self.filter(claimed_by=member.pk, claimed_until__gt=timezone.now())

    def late(self):
        """Whose next target is over: the first look, or once that was given, the deed."""
        return self.filter(self.is_late())

    @staticmethod
    def is_late() -> Q:
        now = timezone.now()
        return Q(looked_at=None, look_by__lt=now) | Q(looked_at__isnull=False, act_by__lt=now)

    def half_over(self):
        """Of which half the time or more has gone."""
        due = Case(When(looked_at=None, then=F("look_by")), default=F("act_by"))
        return self.filter(opened_at__lte=timezone.now() - (due - F("opened_at")) / 2)

    def with_decision(self):
        """Each with, as `standing`, the decision that was not taken back."""
        decisions = apps.get_model("moderation.Decision").objects.exclude(state="undone")
        return self.prefetch_related(Prefetch("decisions", decisions, to_attr="standing"))

    def about(self, target):
        about = ContentType.objects.get_for_model(target)
        return self.filter(target_type=about, target_id=target.pk)

    def urgent(self, *, raised=False):
        """What cannot wait (P0, P1), with nobody who looked at it or works on it.

        Of those whose last alert was `raised` as well: there is nothing more to raise.
        """
        rows = self.open().free().filter(priority__lte=1, looked_at=None)
        return rows if raised else rows.filter(alerts__lt=3)

    def for_notice(self):
        return self

    def without(self, themes):
        """Those that touch on none of these."""
        return self.exclude(themes__overlap=list(themes)) if themes else self

    def for_decider(self, member):
        """Those in which this person has no part: they did not report it themself."""
        return self.exclude(reports__reporter=member.pk)

    def named(self):
        """With the name of each item's place, and who works on it."""
        return self.select_related("claimed_by").annotate(place_name=place_name())

    def for_page(self, among):
        """With all that an item's own page shows of it, and how many wait about its author."""
        others = among.open().order_by().filter(author=OuterRef("author"))
        count = others.values("author").annotate(n=Count("pk")).values("n")
        reports = apps.get_model("moderation.Report").objects.with_records()
        found = self.named().select_related("author__trust")
        return found.annotate(open_about=Coalesce(Subquery(count), 0)).prefetch_related(
            Prefetch("reports", reports)
        )

    def following(self, cursor: Cursor | None):
        """The rest of the queue, after the row with this (priority, look_by, id)."""
        return self if cursor is None else self.alias(key=_key()).filter(key__gt=_key(cursor))

    def preceding(self, cursor: Cursor):
        """What is more urgent than the row with this (priority, look_by, id), nearest first."""
        earlier = self.alias(key=_key()).filter(key__lt=_key(cursor))
        return earlier.order_by(*(f"-{name}" for name in PLACE_OF))


def _key(cursor: Cursor | None = None) -> Func:
    """Where a row stands in the queue, or where a cursor points, for PostgreSQL to compare whole."""
    parts: list[Any] = list(PLACE_OF)
    if cursor is not None:
        at = Cast(Value(cursor[1].isoformat()), models.DateTimeField())
        parts = [Value(cursor[0]), at, Value(cursor[2])]
    return Func(*parts, function="ROW", output_field=models.TextField())
