"""What moderation asks of the lines of conversations and rooms: an excerpt, and no more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, register
from peersupport.members.actions import is_forgotten

from . import actions
from .models import Line

GONE = {Act.HIDE: Line.Standing.HIDDEN, Act.REMOVE: Line.Standing.REMOVED}


class LineContent(Content):
    acts = (Act.KEEP, Act.HIDE, Act.REMOVE)
    by_excerpt = True
    kind = gettext_lazy("A message")
    question = gettext_lazy("What is wrong with this message?")
    related = ("room__group", "author")

    def title_of(self, target: Line) -> str:
        if target.room.group_id:
            return _("Line in the room “%(name)s”") % {"name": target.room.name}
        return _("Private message")

    def author_of(self, target: Line) -> Any:
        return None if is_forgotten(target.author) else target.author

    def place_of(self, target: Line) -> models.Model | None:
        return target.room.group

    def is_private(self, target: Line) -> bool:
        return True

    def carry_out(self, target: Line, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        if act == Act.KEEP:
            return {}
        return actions.put_line_away(target, by=by, standing=GONE[act])

    def take_back(self, target: Line, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act in GONE:
            actions.show_line_again(target, facts, by=by)

    def locked(self, target: Line) -> Line:
        return actions.locked_line(target)

    def touch(self, target: Line) -> None:
        actions.note_change(target)

    def made_since(self, author: Any, since: datetime) -> list[Line]:
        lines = Line.objects.filter(
            author=author.pk, sent_at__gte=since, kind=Line.Kind.SAID,
            standing=Line.Standing.VISIBLE,
        )  # fmt: skip
        return list(lines.select_related("room__group", "author").order_by("pk"))


def register_contents() -> None:
    register(Line, LineContent())
