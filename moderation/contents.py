"""What moderation asks of members: their profiles, which stand in no place."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peersupport.members.models import Member

from . import actions
from .registry import Act, Content, Said, register


class ProfileContent(Content):
    """Hiding takes what somebody wrote about themself out of sight; removing, their name as well."""

    acts = (Act.KEEP, Act.ASK_EDIT, Act.HIDE, Act.REMOVE)
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

    def context_of(self, target: Member) -> list[Said]:
        words = [target.pronouns, *target.about.splitlines()]
        html = format_html_join("", "<p>{}</p>", [(each,) for each in words if each.strip()])
        html = format_html("<h3>{}</h3>{}", target.hidden_name or target.display_name, html)
        return [
            Said(
                author=target, name=target.display_name, said_at=target.joined_at, html=html,
                is_target=True, is_gone=target.is_profile_hidden,
            )
        ]  # fmt: skip

    def carry_out(self, target: Member, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        if act not in {Act.HIDE, Act.REMOVE}:
            return {}
        return actions.hide_profile(target, by=by, with_name=act == Act.REMOVE)

    def take_back(self, target: Member, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act in {Act.HIDE, Act.REMOVE}:
            actions.show_profile_again(target, facts, by=by)


def register_contents() -> None:
    register(Member, ProfileContent())
