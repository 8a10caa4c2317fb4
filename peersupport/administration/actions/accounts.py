"""Closing an account and opening it again, and the record of who looked at one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.actions import note
from peersupport.members.models import Member, SecurityEvent

from .. import rules
from ..models import Closure
from .roles import end_role


@transaction.atomic
def close_account(member: Member, *, by: Member, reason: str) -> Closure:
    """Nobody gets in by this account until it is opened again. A role on the staff ends with it."""
    if member.is_staff:
        end_role(member, by=by, reason=_("The account was closed."))
    member, by = _locked(member, by)
    if not rules.can_close(by, member) or not member.is_active:
        raise Refused(_("Another administrator has to do this, for an account that is open."))
    if not reason.strip():
        raise Refused(_("Say why."))
    member.is_active = False
    member.save(update_fields=["is_active"])
    note(member, SecurityEvent.Kind.ACCOUNT_CLOSED)
    closure = Closure.objects.create(member=member, reason=reason, closed_by=by)
    record("administration.account_closed", actor=by, target=closure, member=member.pk)
    return closure


@transaction.atomic
def reopen_account(member: Member, *, by: Member, reason: str) -> Member:
    """Let somebody in again, by signing in: what was open before the closure stays ended."""
    member, by = _locked(member, by)
    closure = Closure.objects.filter(member=member, reopened_at=None).first()
    if not rules.can_close(by, member) or member.is_active or closure is None:
        raise Refused(_("Only an account that an administrator closed can be opened again."))
    if not reason.strip():
        raise Refused(_("Say why."))
    member.is_active, member.sessions_ended = True, member.sessions_ended + 1
    member.save(update_fields=["is_active", "sessions_ended"])
    closure.reopened_at, closure.reopened_by = timezone.now(), by
    closure.reopened_because = reason
    closure.save(update_fields=["reopened_at", "reopened_by", "reopened_because"])
    note(member, SecurityEvent.Kind.ACCOUNT_REOPENED)
    record("administration.account_reopened", actor=by, target=closure, member=member.pk)
    return member


def _locked(member: Member, by: Member) -> tuple[Member, Member]:
    """Both as they are now, perhaps after waiting for somebody who changes one of them."""
    rows = Member.objects.filter(pk__in=[member.pk, by.pk]).order_by("pk").select_for_update()
    found = {row.pk: row for row in rows}
    return found[member.pk], found[by.pk]


def note_read(member: Member, *, by: Member) -> None:
    """A page of the staff about this member was opened."""
    record("administration.read", actor=by, target=member)
