"""The places of topics."""

from forums.models import Category
from forums.querysets import Audience
from groups.models import Group


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
