"""Blocking and muting: quiet, at once, undone as easily."""

from django.db import transaction
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused

from ..models import Block, Member, Mute


@transaction.atomic
def block(member: Member, *, other: Member) -> Block:
    """From now on neither reaches the other. Nobody is told."""
    _refuse_oneself(member, other)
    return Block.objects.get_or_create(member=member, other=other)[0]


@transaction.atomic
def unblock(member: Member, *, other: Member) -> None:
    """Take one's own block back; the other's stays theirs."""
    Block.objects.filter(member=member, other=other).delete()


@transaction.atomic
def mute(member: Member, *, other: Member) -> Mute:
    """Fold what somebody writes, and hear no more of it. They never learn."""
    _refuse_oneself(member, other)
    return Mute.objects.get_or_create(member=member, other=other)[0]


@transaction.atomic
def unmute(member: Member, *, other: Member) -> None:
    Mute.objects.filter(member=member, other=other).delete()


def _refuse_oneself(member: Member, other: Member) -> None:
    if member.pk == other.pk:
        raise Refused(_("You cannot keep away from yourself here."))
