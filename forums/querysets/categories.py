from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from groups.models import Membership
from peersupport.notifications.models import Watch

if TYPE_CHECKING:
    pass


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


class CategoryQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> CategoryQuerySet:
        """Categories whose name and description this person may know of."""
        return self.filter(open_to(member, "see"))

    def with_level_of(self, member: Any) -> CategoryQuerySet:
        """Each with `watch_level`: how closely this person follows it, None where they never said."""
        levels = self._watches(member).filter(target_id=OuterRef("pk"))
        return self.annotate(watch_level=Subquery(levels.values("level")[:1]))

    def muted_by(self, member: Any) -> CategoryQuerySet:
        muted = self._watches(member).filter(level=Watch.Level.MUTED)
        return self.filter(pk__in=muted.values("target_id"))

    def _watches(self, member: Any) -> models.QuerySet:
        return Watch.objects.filter(
            member=member.pk, target_type__app_label="forums", target_type__model="category"
        )

    def of_the_forums(self) -> CategoryQuerySet:
        """Without the discussions of groups, which stand on the groups' own pages."""
        return self.filter(group=None)
