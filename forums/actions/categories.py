"""The places of topics."""

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.models import NEVER_HELD, Category
from forums.querysets import Audience
from groups.models import Group
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


def open_category(group: Group) -> Category:
    """The discussions of a group: a category that is its members' alone, named like the group."""
    category, _is_new = Category.objects.update_or_create(
        group=group,
        defaults={
            "slug": group.slug, "name": group.name, "description": group.purpose,
            "icon": group.icon, "hue": group.hue, "see": Audience.MEMBERS,
            "read": Audience.MEMBERS, "allows_anonymous": group.allows_anonymous,
        },
    )  # fmt: skip
    return category


@transaction.atomic
def change_ways(
    category: Category, *, by: Member, template: str, template_title_hint: str, slow_seconds: int,
    hold: str = Category.Hold.OPEN, is_support: bool = False,
) -> Category:  # fmt: skip
    """Change how people write in the discussions of a group: what a topic starts with, how often.

    And what waits for a look first, which is nothing where people come for support.
    """
    category = Category.objects.select_for_update().get(pk=category.pk)
    if not rules.can_change_ways(by, category):
        raise Refused(_("This is for the facilitator of the group."))
    category.template, category.template_title_hint = template, template_title_hint
    if is_support and hold != Category.Hold.OPEN:
        raise Refused(str(NEVER_HELD))
    category.slow_seconds, category.hold, category.is_support = slow_seconds, hold, is_support
    category.save(
        update_fields=["template", "template_title_hint", "slow_seconds", "hold", "is_support"]
    )
    record(
        "forums.ways_changed", actor=by, target=category, slow_seconds=slow_seconds, hold=str(hold)
    )
    return category
