"""Who reaches whom, and who sees what of a profile: asked by every area."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Audience, Member, Part, Role, Tier, WrittenBy


class ContactPath(StrEnum):
    """Every way in which one member reaches another.

    Who adds one says in `within_reach` what shuts it; `tests/members/test_rules.py` walks them all
    and asks for a proof.
    """

    PROFILE = "profile"  # opening somebody's profile
    DIRECTORY = "directory"  # finding somebody in a list of people
    MENTION = "mention"  # a link to somebody in one's words
    NOTICE = "notice"  # being told, on the site or by letter, of what somebody wrote
    SUGGESTION = "suggestion"  # being brought together: groups that somebody looks after
    INVITATION = "invitation"  # a letter that asks somebody to come
    APPOINTMENT = "appointment"  # being chosen to look after a group
    MESSAGE = "message"  # beginning a private conversation
    LINE = "line"  # a line in a conversation or a room that both are in
    DUTY = "duty"  # what moderators and those who look after a group decide and must say


# Muting is quiet: what was muted still reaches its place, but tells nobody that it is there.
TELLING = {ContactPath.NOTICE, ContactPath.INVITATION}


def may_contact(sender: Member, recipient: Member, *, path: ContactPath, **how: Any) -> bool:
    """Whether one member reaches another on a path. One statement."""
    return within_reach(
        Member.objects.filter(pk=recipient.pk), of=sender, path=path, **how
    ).exists()


def within_reach(
    members: QuerySet[Member], *, of: Member, path: ContactPath, shares_group: bool = False
) -> QuerySet[Member]:
    """Those of some members whom a person reaches on a path: the one place that decides it.

    `shares_group` says, for messages, that they are in a group together: groups know, we do not.
    """
    if path is ContactPath.DUTY:
        return members
    if path is ContactPath.PROFILE:
        return members.visible_to(of)  # type: ignore[attr-defined]
    members = members.apart_from(of)  # type: ignore[attr-defined]
    if path in TELLING:
        members = members.not_muting(of)  # type: ignore[attr-defined]
        if of.is_stand_in:  # whose words these are must not show in who is told of them
            members = members.keeping_nobody_away()  # type: ignore[attr-defined]
    if path is ContactPath.MESSAGE:
        members = members.filter(_lets_write(of, shares_group))
    return members


def writable(people: Collection[Member], *, by: Member, shares_group: bool = False) -> set[int]:
    """Ids of those to whom a page offers this person to begin to write. One statement."""
    if by.is_paused:
        return set()
    members = Member.objects.reachable().filter(pk__in=[person.pk for person in people])
    near = within_reach(
        members.exclude(pk=by.pk), of=by, path=ContactPath.MESSAGE, shares_group=shares_group
    )
    return set(near.values_list("pk", flat=True))


def out_of_reach(*, of: Member, path: ContactPath) -> QuerySet[Member]:
    """Those whom a person does not reach: the few to leave out, where nearly all may stay.

    For paths that blocks alone shut.
    """
    if path in {ContactPath.DUTY, ContactPath.MESSAGE, *TELLING}:
        raise ValueError(path)
    return Member.objects.kept_from(of)


def _lets_write(sender: Member, shares_group: bool) -> Q:
    """Whom a person may start a conversation with: newcomers with staff and supporters only."""
    if sender.is_on_duty:
        return Q()
    open_to = [WrittenBy.EVERYONE, WrittenBy.GROUPS] if shares_group else [WrittenBy.EVERYONE]
    wanted = Q(written_by__in=open_to)
    if sender.tier > Tier.NEWCOMER:
        return wanted
    return wanted & (Q(tier__gte=Tier.SUPPORTER) | ~Q(role=Role.NONE))


def shown_parts(person: Member, reader: Any) -> set[str]:
    """The parts of a profile that a reader sees: one's own whole; moderators, what was written."""
    if reader.is_authenticated and reader.pk == person.pk:
        return set(Part)
    seen = {Audience.EVERYONE, Audience.MEMBERS} if reader.is_authenticated else {Audience.EVERYONE}
    always = {Part.POSTS} if reader.is_authenticated and reader.is_moderating else set()
    return always | {part for part in Part if person.audience_of(part) in seen}
