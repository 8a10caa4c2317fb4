"""What moderation asks of groups."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import (
    Act,
    Content,
    LookedAfter,
    register,
    register_lookout,
    register_place,
)

from .models import Group, Membership


class GroupContent(Content):
    acts = (Act.KEEP,)
    noun = gettext_lazy("Group")
    kind = gettext_lazy("A group")
    question = gettext_lazy("What is wrong with this group?")
    way_back = gettext_lazy("Go back to the group")

    def title_of(self, target: Group) -> str:
        return _("Group “%(name)s”") % {"name": target.name}

    def author_of(self, target: Group) -> None:
        """Nobody's: a group is not one person's words."""
        return

    def is_private(self, target: Group) -> bool:
        return target.kind == Group.Kind.HIDDEN


def looked_after(reader: Any, *, after: str, most: int) -> list[LookedAfter]:
    """Running groups that the reader may know of, each with who looks after it. Two statements."""
    leading = Membership.objects.leading().select_related("member")
    groups = Group.objects.visible_to(reader).filter(state=Group.State.RUNNING, name__gt=after)
    groups = groups.order_by("name").prefetch_related(Prefetch("memberships", leading, "leading"))
    return [
        LookedAfter(place=group, people=[each.member for each in group.leading])
        for group in groups[:most]
    ]


def register_contents() -> None:
    register_lookout(looked_after)
    register(Group, GroupContent())
    register_place(Group)
