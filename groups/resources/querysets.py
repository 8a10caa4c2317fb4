from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q


@cache
def holders() -> list[Any]:
    """Models with which files are posted: those that have a GenericRelation to them."""
    files = apps.get_model("resources.Attachment")
    return [
        model for model in apps.get_models()
        if any(isinstance(f, GenericRelation) and f.related_model is files
               for f in model._meta.private_fields)
    ]  # fmt: skip


@cache
def keepers() -> list[str]:
    """What keeps files that are not posted yet, such as drafts: relations to many of them."""
    files = apps.get_model("resources.Attachment")
    return [relation.name for relation in files._meta.related_objects if relation.many_to_many]


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> AttachmentQuerySet:
        """Those posted where this person may read, and their own that are not posted yet."""
        seen = Q(owner=member.pk, target_id=None) if member.is_authenticated else Q(pk=None)
        for model in holders():
            readable = model.objects.visible_to(member).filter(pk=OuterRef("target_id"))
            if hasattr(readable, "opened_to"):
                readable = readable.opened_to(member)
            seen |= Q(Exists(readable), target_type=ContentType.objects.get_for_model(model))
        return self.filter(seen, withdrawn_at=None, hidden_at=None)

    def unposted_by(self, member: Any) -> AttachmentQuerySet:
        """What somebody has attached and not posted yet."""
        return self.filter(owner=member.pk, target_id=None, withdrawn_at=None)

    def unnamed(self) -> AttachmentQuerySet:
        """Posted without a name. Whose one is, only who asks for themself learns."""
        return self.filter(token__isnull=False)

    def unnamed_by(self, member: Any) -> AttachmentQuerySet:
        """Those of one person. Each is tried: an index would tell which have one author."""
        tried: Any = self.unnamed().iterator(1000)
        return self.filter(pk__in=[row.pk for row in tried if row.is_of(member)])

    def posted_with(self, target: models.Model) -> AttachmentQuerySet:
        kind = ContentType.objects.get_for_model(target)
        return self.filter(target_type=kind, target_id=target.pk, withdrawn_at=None)

    def in_reach(self) -> AttachmentQuerySet:
        """Those that no moderator put away."""
        return self.filter(hidden_at=None)

    def abandoned(self, before: datetime) -> AttachmentQuerySet:
        """Attached, never posted, and kept by no draft."""
        unkept = {f"{relation}__isnull": True for relation in keepers()}
        return self.filter(target_id=None, withdrawn_at=None, created_at__lt=before, **unkept)
