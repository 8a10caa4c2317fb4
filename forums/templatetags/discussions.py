"""What the pages of a group include of its discussions; the groups themselves know of no forum."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from forums.models import Category, Prompt, Topic
from forums.querysets import current_prompts
from forums.rules import can_start
from forums.views.rows import prepare_rows
from groups.models import Group

register = template.Library()

RECENT = 3
MOST_WAITING = 3
LONG = timedelta(hours=48)


@register.simple_tag(takes_context=True)
def recent_discussions(context: Any, group: Group) -> dict[str, Any]:
    """The latest topics of a group, and whether this person may start one."""
    member = context["request"].user
    own = Category.objects.filter(group=group)
    topics = Topic.objects.visible_to(member).wanted_by(member, in_its_place=True)
    topics = topics.filter(category=own.values("pk")[:1])
    listed = topics.for_listing().folding_for(member)
    rows = list(listed.defer(None)[:RECENT])  # each with the whole category
    category = rows[0].category if rows else own.visible_to(member).first()
    if category is None:
        return {"topics": [], "can_start": False}
    category.know_place(member, context["shown"].place)
    prepare_rows(rows, member)
    return {"topics": rows, "can_start": can_start(member, category)}


@register.simple_tag(takes_context=True)
def waiting_discussions(context: Any, group: Group) -> list[Topic]:
    """Topics of a group to which nobody has replied for two days, the longest waiting first."""
    topics = Topic.objects.visible_to(context["request"].user).filter(category__group=group)
    waiting = topics.waiting().filter(posted_at__lt=timezone.now() - LONG)
    return list(waiting.select_related("author").order_by("posted_at")[:MOST_WAITING])


@register.simple_tag(takes_context=True)
def group_prompt(context: Any, group: Group) -> Prompt | None:
    """The prompt that is open in a group, for its members."""
    return current_prompts(context["request"].user, group=group.pk).first()
