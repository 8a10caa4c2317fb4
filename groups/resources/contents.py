"""What moderation asks of files: they stand where what they were posted with stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, Said, content_of, register

from . import actions
from .models import Attachment


class AttachmentContent(Content):
    """A file alone is put out of reach; its words stay where they are."""

    acts = (Act.KEEP, Act.HIDE, Act.REMOVE)
    kind = gettext_lazy("A file")
    question = gettext_lazy("What is wrong with this file?")
    related = ("owner",)

    def title_of(self, target: Attachment) -> str:
        words = _("Picture “%(name)s”") if target.is_image else _("File “%(name)s”")
        return words % {"name": target.name}

    def can_be_reported(self, target: Attachment, *, by: Any) -> bool:
        """Once it is posted, and not with private words: those are reported with their excerpt."""
        return target.target is not None and not target.target.gives_excerpt

    def author_of(self, target: Attachment) -> Any:
        return target.owner

    def place_of(self, target: Attachment) -> models.Model | None:
        holder = target.target
        return content_of(holder).place_of(holder) if holder else None

    def is_private(self, target: Attachment) -> bool:
        holder = target.target
        return holder is None or content_of(holder).is_private(holder)

    def context_of(self, target: Attachment) -> list[Said]:
        holder = target.target
        return content_of(holder).context_of(holder) if holder else []

    def carry_out(self, target: Attachment, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        return {} if act == Act.KEEP else actions.hide_file(target, by=by)

    def take_back(self, target: Attachment, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act != Act.KEEP:
            actions.show_file_again(target, facts, by=by)

    def made_since(self, author: Any, since: datetime) -> list[Attachment]:
        """Those put later with something older; all others go with what they were posted with."""
        files = Attachment.objects.filter(
            owner=author.pk, created_at__gte=since, target_id__isnull=False, withdrawn_at=None
        )
        return [
            row for row in files.in_reach().order_by("pk")
            if row.target and row.target not in content_of(row.target).made_since(author, since)
        ]  # fmt: skip


def register_contents() -> None:
    register(Attachment, AttachmentContent())
