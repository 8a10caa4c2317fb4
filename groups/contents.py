"""What moderation asks of groups."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.models import Sanction
from moderation.registry import (
    Act,
    Content,
    LookedAfter,
    Said,
    register,
    register_edge,
    register_lookout,
    register_place,
)

from . import actions
from .models import Group, Membership, Power


class GroupContent(Content):
    """What a group says about itself. What is said in it are posts and lines of their own."""

    acts = (Act.KEEP, Act.ASK_EDIT, Act.HIDE)
    kind = gettext_lazy("A group")
    question = gettext_lazy("What is wrong with this group?")
    way_back = gettext_lazy("Go back to the group")

    def acts_for(self, target: Group) -> tuple[Act, ...]:
        return (Act.KEEP, Act.ASK_EDIT) if target.is_gone else self.acts

    def title_of(self, target: Group) -> str:
        return _("Group “%(name)s”") % {"name": target.name}

    def author_of(self, target: Group) -> None:
        """Nobody's: a group is not one person's words."""
        return

    def is_from(self, target: Group, member: Any) -> bool:
        """Who leads it does not decide what was reported about it."""
        return target.memberships.leading().filter(member=member.pk).exists()

    def is_private(self, target: Group) -> bool:
        return target.kind == Group.Kind.HIDDEN

    def context_of(self, target: Group) -> list[Said]:
        words = [target.purpose, *target.objective_lines, *(" ".join(n) for n in target.norm_lines)]
        html = format_html_join("", "<p>{}</p>", [(each,) for each in words])
        return [
            Said(
                author=None, name=target.name, said_at=target.founded_at, is_target=True,
                html=format_html("<h3>{}</h3>{}", target.name, html), is_gone=target.is_gone,
            )
        ]  # fmt: skip

    def carry_out(self, target: Group, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        if act == Act.HIDE:
            return actions.put_group_away(target, by=by)
        if act == Act.ASK_EDIT:
            actions.ask_to_edit(target, by=by)
        return {}

    def take_back(self, target: Group, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act == Act.HIDE:
            actions.show_group_again(target, by=by)


def groups_moderated_by(member: Any) -> dict[type[models.Model], set[int]]:
    """Running groups inside which somebody moderates."""
    powers = Power.objects.filter(
        user=member.pk, permission__codename="moderate_inside", content_object__state="running"
    ).exclude(content_object__in=Sanction.objects.closing(Group, to=member))
    return {Group: set(powers.values_list("content_object", flat=True))}


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
    register_edge(groups_moderated_by)
