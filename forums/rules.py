"""Who may do what in the forums: asked by views, templates, admin and actions alike."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from groups import rules as group_rules
from peersupport.members.models import Role
from peersupport.members.rules import Level

from .models import Category, Post, Topic
from .querysets import audience_of

MODERATING_ROLES = {Role.MODERATOR, Role.ADMINISTRATOR}
ANNOUNCING_ROLES = {*MODERATING_ROLES, Role.ORGANISER}


def can_moderate(member: Any, category: Category) -> bool:
    """Moderators and administrators everywhere but in groups; others where they have the power."""
    if not member.is_authenticated:
        return False
    if category.group_id:
        return group_rules.can_moderate(category.place_of(member))
    if not member.is_on_duty:
        return False
    return member.role in MODERATING_ROLES or member.has_perm("forums.moderate_category", category)


def can_manage(member: Any, category: Category) -> bool:
    """Who closes, pins and moves topics."""
    if category.group_id:
        return group_rules.can_manage_discussions(category.place_of(member))
    return can_moderate(member, category)


def can_announce(member: Any, category: Category) -> bool:
    """Announcements are the site's: of moderators, organisers and administrators, not of groups."""
    if not member.is_authenticated or category.group_id or not member.is_on_duty:
        return False
    return member.role in ANNOUNCING_ROLES


def may_carry(origin: Category, to: Category) -> bool:
    """Posts of a group stay in it, and nothing from outside comes in."""
    return origin.group_id == to.group_id


def widens(origin: Category, to: Category) -> bool:
    """Whether more people may read in one category than in the other."""
    return to.read < origin.read


def can_write(member: Any, category: Category) -> bool:
    """In a group: its members, while it runs, once they have agreed to its norms as they are."""
    if not category.group_id:
        return True
    place = category.place_of(member)
    return place is not None and place.may_write


def can_start(member: Any, category: Category) -> bool:
    if not can_write(member, category):
        return False
    return member.is_authenticated and audience_of(member) >= category.start


def can_reply(member: Any, topic: Topic) -> bool:
    """An open topic takes replies of those its category lets reply; a locked one, moderators'."""
    if not member.is_authenticated or topic.is_gone:
        return False
    if audience_of(member) < topic.category.reply or not can_write(member, topic.category):
        return False
    return not topic.is_locked or can_moderate(member, topic.category)


def can_edit(member: Any, post: Post, topic: Topic) -> bool:
    """Authors for a while, in topics that still take replies; moderators always.

    Imported HTML stays as it came: the editor knows Markdown.
    """
    if not member.is_authenticated or post.is_gone or not post.is_markdown:
        return False
    if can_moderate(member, topic.category):
        return True
    window = timedelta(days=settings.EDIT_WINDOW_DAYS)
    is_recent = timezone.now() - post.posted_at < window
    return post.author_id == member.pk and is_recent and can_reply(member, topic)


def can_delete(member: Any, post: Post, topic: Topic) -> bool:
    """Authors may take back their own words, also in a locked topic; moderators may remove."""
    if not member.is_authenticated or post.is_gone:
        return False
    return post.author_id == member.pk or can_moderate(member, topic.category)


def can_mark_answer(member: Any, topic: Topic) -> bool:
    """Who asked says what answered it; a moderator may too."""
    if not member.is_authenticated or not topic.is_question:
        return False
    if can_moderate(member, topic.category):
        return True
    return topic.author_id == member.pk and not topic.is_locked


def can_react(member: Any, post: Post, topic: Topic) -> bool:
    """Words for others' posts, by anyone who may reply where they stand."""
    return not post.is_gone and post.author_id != member.pk and can_reply(member, topic)


def may_post_again_at(member: Any, limits: Level) -> datetime | None:
    """When a member who wrote as much as their level opens in an hour may go on; None: now."""
    latest = Post.objects.filter(author=member).order_by("-id").values_list("posted_at", flat=True)
    nth = latest[limits.posts_an_hour - 1 : limits.posts_an_hour] if limits.posts_an_hour else []
    again_at = next((at + timedelta(hours=1) for at in nth), None)
    return again_at if again_at and again_at > timezone.now() else None


def has_too_many(number: int, before: int, allowed: int) -> bool:
    """More than a level allows, and more than the text had before it was changed."""
    return number > max(before, allowed)
