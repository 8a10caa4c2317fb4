"""Who may do what in the forums: asked by views, templates, admin and actions alike."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from groups import rules as group_rules
from moderation.rules import bar_at
from peersupport.core.encryption import Unreadable
from peersupport.members.models import Member, Role, Trust
from peersupport.members.rules import Level, bar_to_starting, limits_of

from .models import Alias, Category, HeldPost, Poll, Post, Prompt, Topic
from .querysets import PROMPTING_ROLES, Audience, audience_of

FEW = 15  # where fewer could have written something, others may guess who it was
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


def can_change_ways(member: Any, category: Category) -> bool:
    """Who says in a group how topics start and how often people post; elsewhere the admin does."""
    place = category.place_of(member) if category.group_id else None
    return place is not None and place.is_running and "edit_group" in place.powers


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
    """Whom moderators keep from nothing; in a group its members, while it runs, once they have
    agreed to its norms as they are."""
    if not category.group_id:
        return not bar_in(member, category)
    place = category.place_of(member)
    return place is not None and place.may_write


def bar_in(member: Any, category: Category) -> str:
    """Why moderators keep somebody from writing in a category, and until when; "" when they do not.

    Asked once for each time the row is read, as `Category.place_of`.
    """
    if not member.is_authenticated:
        return ""
    if category.group_id:
        place = category.place_of(member)
        return place.bar if place else ""
    known = category.__dict__.setdefault("_bars", {})
    if member.pk not in known:
        known[member.pk] = bar_at(member, category)
    return known[member.pk]


def bar_to_starting_in(member: Any, category: Category) -> str:
    """The same for new topics, which can be limited for themselves."""
    if not member.is_authenticated:
        return ""
    return bar_in(member, category) or bar_to_starting(member)


def can_start(member: Any, category: Category) -> bool:
    if not member.is_authenticated or not can_write(member, category):
        return False
    return audience_of(member) >= category.start and not bar_to_starting(member)


def can_reply(member: Any, topic: Topic) -> bool:
    """An open topic takes replies of those its category lets reply; a locked one, moderators'."""
    if not member.is_authenticated or topic.is_gone:
        return False
    if audience_of(member) < topic.category.reply or not can_write(member, topic.category):
        return False
    return not topic.is_locked or can_moderate(member, topic.category)


def is_newcomer(member: Any) -> bool:
    """Whether the narrowest limits hold for somebody: few posts yet, no role, no training."""
    return member.trust_level == Trust.NEW and limits_of(member) is not None


def waits_in(member: Any, category: Category) -> bool:
    """Whether whatever this person writes here waits for a moderator, because of the place alone.

    First posts do until one of them was let through anywhere, or somebody rose above newcomers.
    Those who could let it through themselves never wait.
    """
    if category.hold == Category.Hold.OPEN or can_moderate(member, category):
        return False
    if category.hold == Category.Hold.ALL:
        return True
    looked_at = [HeldPost.Why.ALL, HeldPost.Why.FIRST]  # others go once their author mends them
    let_through = HeldPost.objects.written_by(member).filter(state="posted", why__in=looked_at)
    return is_newcomer(member) and not let_through.exists()


def can_hide(member: Any, category: Category) -> bool:
    """Whether somebody who may write here may do so without their name.

    Not where it would wait: whose it is would have to be kept with it.
    """
    return member.is_authenticated and category.allows_anonymous and not waits_in(member, category)


def few_could_have_written(category: Category) -> bool:
    """Whether so few people may write here that an author without a name is easily guessed."""
    people = Member.objects.filter(is_active=True, claimed_at__isnull=False)
    if category.group_id:
        people = people.filter(memberships__group=category.group_id)
    elif category.reply > Audience.MEMBERS:
        people = people.exclude(role="")
    return people[:FEW].count() < FEW


def own_alias(member: Any, topic: Topic) -> Alias | None:
    """What a person is called in a topic without their name. One statement, where anybody is."""
    if not topic.has_aliases or not member.is_authenticated:
        return None
    known = topic.__dict__.setdefault("_own_aliases", {})
    if member.pk not in known:
        mine = (alias for alias in Alias.objects.filter(topic=topic) if _is_of(alias, member))
        known[member.pk] = next(mine, None)
    return known[member.pk]


def own_stand_in(member: Any, topic: Topic) -> int | None:
    """The id of who stands in for a person in a topic."""
    alias = own_alias(member, topic)
    return alias.stand_in_id if alias else None


def _is_of(alias: Alias, member: Any) -> bool:
    try:
        return alias.is_of(member)
    except Unreadable:  # its key was lost: nobody can know any more, and the page goes on
        return False


def is_author(member: Any, post: Post | Topic, topic: Topic) -> bool:
    """Whether a person wrote something, under their name or without it."""
    if not member.is_authenticated:
        return False
    return post.author_id in {member.pk, own_stand_in(member, topic)}


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
    return is_recent and is_author(member, post, topic) and can_reply(member, topic)


def can_delete(member: Any, post: Post, topic: Topic) -> bool:
    """Authors may take back their own words, also in a locked topic; moderators may remove."""
    if not member.is_authenticated or post.is_gone:
        return False
    return is_author(member, post, topic) or can_moderate(member, topic.category)


def can_read_history(member: Any, post: Post, topic: Topic) -> bool:
    """Whoever reads the post; once a moderator hid it, its author and who moderates there."""
    if not post.is_gone:
        return True
    if post.standing != Post.Standing.HIDDEN or not member.is_authenticated:
        return False
    return is_author(member, post, topic) or can_moderate(member, topic.category)


def can_mark_answer(member: Any, topic: Topic) -> bool:
    """Who asked says what answered it; a moderator may too."""
    if not member.is_authenticated or not topic.is_question:
        return False
    if can_moderate(member, topic.category):
        return True
    is_theirs = not topic.is_locked and is_author(member, topic, topic)
    return is_theirs and not bar_in(member, topic.category)


def can_vote(member: Any, topic: Topic, poll: Poll) -> bool:
    """Whoever may reply may vote, while the poll and its topic are open: no office opens them."""
    return not poll.is_closed and not topic.is_locked and can_reply(member, topic)


def can_close_poll(member: Any, topic: Topic, poll: Poll) -> bool:
    """Who asked, while they may write there, and who manages topics."""
    if can_manage(member, topic.category):
        return True
    return is_author(member, poll.post, topic) and can_write(member, topic.category)


def can_run_prompts(member: Any, category: Category) -> bool:
    """Moderators and organisers in the forums; in a group, who manages its discussions."""
    if not member.is_authenticated or not can_start(member, category):
        return False
    if category.group_id:
        return can_manage(member, category)
    return member.is_on_duty and member.role in PROMPTING_ROLES


def can_edit_prompt(member: Any, prompt: Prompt) -> bool:
    """Its words appear under its writer's name: nobody else changes them."""
    is_theirs = prompt.is_scheduled and prompt.author_id == member.pk
    return is_theirs and can_run_prompts(member, prompt.category)


def can_cancel_prompt(member: Any, prompt: Prompt) -> bool:
    """Its writer, whatever became of their role, and whoever may run prompts there."""
    if not prompt.is_scheduled:
        return False
    return prompt.author_id == member.pk or can_run_prompts(member, prompt.category)


def why_not_open(prompt: Prompt) -> str:
    """Why a prompt that is due does not open; "" when its writer may still run it."""
    writer, category = prompt.author, prompt.category
    if writer is None or not writer.is_active:
        return Prompt.Reason.GONE
    if category.group_id:
        place = category.place_of(writer)
        if place is None:
            return Prompt.Reason.LEFT
        if not place.is_running:
            return Prompt.Reason.ARCHIVED
        if not place.has_agreed:
            return Prompt.Reason.NORMS
    if not writer.has_accepted_norms:
        return Prompt.Reason.NORMS
    return "" if can_run_prompts(writer, category) else Prompt.Reason.ROLE


def can_react(member: Any, post: Post, topic: Topic) -> bool:
    """Words for others' posts, by anyone who may reply where they stand."""
    return not post.is_gone and can_reply(member, topic) and not is_author(member, post, topic)


def may_post_again_at(member: Any, limits: Level) -> datetime | None:
    """When a member who wrote as much as their level opens in an hour may go on; None: now."""
    latest = Post.objects.filter(author=member).order_by("-id").values_list("posted_at", flat=True)
    nth = latest[limits.posts_an_hour - 1 : limits.posts_an_hour] if limits.posts_an_hour else []
    again_at = next((at + timedelta(hours=1) for at in nth), None)
    return again_at if again_at and again_at > timezone.now() else None


def waits_until(member: Any, category: Category, topic: Topic | None = None) -> datetime | None:
    """In slow mode: when a member may post in this category again; None: now.

    Who moderates there may always; a post that was taken back counts as well. What they wrote
    without their name counts in its own `topic` alone: no row tells of it elsewhere (see
    `actions.limits.refuse_slow`).
    """
    if not category.slow_seconds or not member.is_authenticated or can_manage(member, category):
        return None
    since = timezone.now() - timedelta(seconds=category.slow_seconds)
    own = {member.pk, own_stand_in(member, topic) if topic else None} - {None}
    recent = Post.objects.filter(author__in=own, topic__category=category, posted_at__gt=since)
    latest = recent.order_by("-posted_at").values_list("posted_at", flat=True).first()
    return latest and latest + timedelta(seconds=category.slow_seconds)


def has_too_many(number: int, before: int, allowed: int) -> bool:
    """More than a level allows, and more than the text had before it was changed."""
    return number > max(before, allowed)


def can_tag(member: Any, topic: Topic) -> bool:
    """Who began a topic, as long as they may write in it; moderators always."""
    if not member.is_authenticated or topic.is_gone:
        return False
    return can_moderate(member, topic.category) or (
        is_author(member, topic, topic) and can_reply(member, topic)
    )


def can_manage_tags(member: Any) -> bool:
    """Who takes up, describes and merges tags: they are the whole site's."""
    if not member.is_authenticated or not member.is_on_duty:
        return False
    return member.role in MODERATING_ROLES or member.has_perm("forums.change_tag")
