"""What keeps somebody from writing in a room just now: said on the page, and asked by the action."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.rooms.models import Room, Seat
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, bar_to_writing, may_contact


class Bar(models.TextChoices):
    """Why somebody cannot write here now, in the words they read."""

    NORMS = "norms", _("Read and agree to the community norms first; then you can write.")
    PAUSED = "paused", _("You can read this, and not write for now.")
    UNANSWERED = "unanswered", _("Accept the request first; then you can write.")
    WAITING = "waiting", _("You can write again once they have accepted.")
    ALONE = "alone", _("Nobody else is in this conversation any more.")
    CLOSED = "closed", _("This conversation takes no new messages.")


def words_of(bar: Bar, member: Member) -> str:
    """What somebody reads in the place of the composer; of a pause, until when it is."""
    return bar_to_writing(member) if bar == Bar.PAUSED else str(bar.label)


def bar_to_conversation(
    member: Member, room: Room, seat: Seat | None, others: Sequence[Seat] | None = None
) -> Bar | None:
    """What keeps a person from writing in a conversation; None when nothing does.

    `others` are the seats of everybody else in it, where they are at hand.
    """
    if not member.has_accepted_norms:
        return Bar.NORMS
    if member.is_paused:
        return Bar.PAUSED
    if seat is None or seat.state != Seat.State.IN:
        return Bar.UNANSWERED
    if others is None:
        others = list(room.seats.exclude(pk=seat.pk).select_related("member"))
    return _bar_by_others(member, room, others)


def _bar_by_others(member: Member, room: Room, others: Sequence[Seat]) -> Bar | None:
    there = [other for other in others if other.state == Seat.State.IN]
    if not there:
        # Whether somebody has not answered or declined is not told.
        unanswered = {Seat.State.ASKED, Seat.State.DECLINED}
        if not any(other.state in unanswered for other in others):
            return Bar.ALONE
        return Bar.WAITING if room.last_number else None
    if len(there) > 1:
        return None
    return None if _reaches(member, there[0].member) else Bar.CLOSED


def _reaches(member: Member, other: Member) -> bool:
    """Between two, a block or a closed account ends it."""
    return other.is_active and may_contact(member, other, path=ContactPath.LINE)
