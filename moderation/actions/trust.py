"""Keeping somebody at a trust level."""

from django.db import transaction

from peersupport.activity.actions import record
from peersupport.members import actions as members
from peersupport.members.models import Member, Trust, TrustHold


@transaction.atomic
def hold_trust(member: Member, *, level: Trust, by: Member, reason: str) -> TrustHold:
    """Keep a member at a trust level, with a reason that they can read."""
    hold = members.hold_trust(member, level=level, by=by, reason=reason)
    record("moderation.trust_held", actor=by, target=member, hold=hold.pk, level=int(level))
    return hold


@transaction.atomic
def release_trust(member: Member, *, by: Member) -> None:
    """Let counting decide about a member's level again."""
    if members.release_trust(member, by=by):
        record("moderation.trust_released", actor=by, target=member)
