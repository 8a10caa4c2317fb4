"""What moderation asks of profiles. Members stand below moderation, so it answers for them itself."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, register
from peersupport.members.models import Member


class ProfileContent(Content):
    acts = (Act.KEEP,)
    kind = gettext_lazy("A profile")
    question = gettext_lazy("What is wrong with this profile?")
    way_back = gettext_lazy("Go back to the profile")

    def title_of(self, target: Member) -> str:
        return _("Profile of %(name)s") % {"name": target.display_name}

    def author_of(self, target: Member) -> Member:
        return target

    def can_be_reported(self, target: Member, *, by: Any) -> bool:
        """Anybody's but one's own. What stands beside words without a name is nobody's."""
        return target.pk != by.pk and not target.is_stand_in


def register_contents() -> None:
    register(Member, ProfileContent())
