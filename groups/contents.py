"""What moderation asks of groups."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, register, register_place

from .models import Group


class GroupContent(Content):
    acts = (Act.KEEP,)
    noun = gettext_lazy("Group")

    def title_of(self, target: Group) -> str:
        return _("Group “%(name)s”") % {"name": target.name}

    def author_of(self, target: Group) -> None:
        """Nobody's: a group is not one person's words."""
        return

    def is_private(self, target: Group) -> bool:
        return target.kind == Group.Kind.HIDDEN


def register_contents() -> None:
    register(Group, GroupContent())
    register_place(Group)
