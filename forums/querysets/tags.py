from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Func

if TYPE_CHECKING:
    from forums.models import Tag

SUGGESTED = 8


class TagQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> TagQuerySet:
        """Tags that a public topic has, and those of topics that this person may open.

        A tag of topics that somebody may not see does not exist for them.
        """
        topics = apps.get_model("forums.Topic").objects.visible_to(member)
        names = Func(OuterRef("name"), template="ARRAY[%(expressions)s]::varchar[]")
        seen = topics.filter(tag_names__contains=names)
        return self.filter(Q(topic_count__gt=0) | Q(Exists(seen)))

    def in_use(self) -> TagQuerySet:
        """Those that stand for themselves, the most used first."""
        return self.filter(same_as=None).order_by("-topic_count", "name")

    def public(self) -> TagQuerySet:
        """Those that everybody may know of."""
        return self.in_use().filter(topic_count__gt=0)

    def beginning_with(self, text: str) -> list[Tag]:
        """A few public tags to complete a name with."""
        return list(self.public().filter(name__startswith=text)[:SUGGESTED]) if text else []

    def meant_by(self, names: list[str]) -> dict[str, str]:
        """Each known name with the tag it stands for: itself, or what it is another name of."""
        found = self.filter(name__in=names).values_list("name", "same_as__name")
        return {name: target or name for name, target in found}
