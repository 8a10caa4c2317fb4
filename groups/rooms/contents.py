"""What moderation asks of the lines of conversations and rooms: an excerpt, and no more."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, register

from .models import Line


class LineContent(Content):
    acts = (Act.KEEP,)
    noun = gettext_lazy("Message")
    joins = ("author", "room__group")

    def title_of(self, target: Line) -> str:
        if target.room.group_id:
            return _("Line in the room “%(name)s”") % {"name": target.room.name}
        return _("Private message")

    def place_of(self, target: Line) -> models.Model | None:
        return target.room.group

    def is_private(self, target: Line) -> bool:
        return True


def register_contents() -> None:
    register(Line, LineContent())
