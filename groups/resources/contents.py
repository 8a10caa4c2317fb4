"""What moderation asks of files: what they came with answers for most of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, content_of, register

from .models import Attachment


class AttachmentContent(Content):
    acts = (Act.KEEP,)
    kind = gettext_lazy("A file")
    question = gettext_lazy("What is wrong with this file?")
    related = ("owner",)

    def title_of(self, target: Attachment) -> str:
        words = _("Picture “%(name)s”") if target.is_image else _("File “%(name)s”")
        return words % {"name": target.name}

    def author_of(self, target: Attachment) -> Any:
        return target.owner

    def place_of(self, target: Attachment) -> models.Model | None:
        return content_of(target.target).place_of(target.target)

    def is_private(self, target: Attachment) -> bool:
        return content_of(target.target).is_private(target.target)

    def can_be_reported(self, target: Attachment, *, by: Any) -> bool:
        """Once it is posted, and not with private words: those are reported with their excerpt."""
        return target.target is not None and not getattr(target.target, "gives_excerpt", False)


def register_contents() -> None:
    register(Attachment, AttachmentContent())
