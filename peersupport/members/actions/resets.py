"""A lost phone and lost codes."""

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused

from ..models import FactorReset, Member, SecurityEvent
from .doors import note
from .factors import forget_second_factor


@transaction.atomic
def ask_factor_reset(member: Member, *, by: Member, reason: str) -> FactorReset:
    """Let somebody back in who lost phone and codes: in a day, unless they stop it by letter."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not (by.is_superuser and by.is_on_duty) or by.pk == member.pk:
        raise Refused(_("Another administrator has to do this."))
    if not member.second_factor_at:
        raise Refused(_("Two-step sign-in is not on for this account."))
    if not reason.strip():
        raise Refused(_("Say why, and how you know that it is them."))
    if FactorReset.objects.filter(member=member, stopped_at=None, done_at=None).exists():
        raise Refused(_("A reset is under way already."))
    note(member, SecurityEvent.Kind.RESET_ASKED)
    return FactorReset.objects.create(member=member, asked_by=by, reason=reason)


def reset_token(reset: FactorReset) -> str:
    """What lets the member stop a reset without signing in."""
    return signing.dumps(reset.pk, salt="members.factor-reset")


def read_reset_token(token: str) -> FactorReset | None:
    """The reset a token is for, as long as it can be stopped."""
    try:
        pk = signing.loads(token, salt="members.factor-reset")
    except signing.BadSignature:
        return None
    open_ones = FactorReset.objects.filter(stopped_at=None, done_at=None)
    return open_ones.select_related("member").filter(pk=pk).first()


@transaction.atomic
def stop_factor_reset(reset: FactorReset) -> None:
    """The member does not want it, or it was not them who asked."""
    open_ones = FactorReset.objects.filter(pk=reset.pk, stopped_at=None, done_at=None)
    if open_ones.update(stopped_at=timezone.now()):
        note(reset.member, SecurityEvent.Kind.RESET_STOPPED)


@transaction.atomic
def settle_factor_resets() -> int:
    """Carry out the resets whose day is over. Returns how many."""
    due = FactorReset.objects.filter(stopped_at=None, done_at=None, due_at__lte=timezone.now())
    resets = list(due.select_for_update(skip_locked=True, of=["self"]).select_related("member"))
    for reset in resets:
        forget_second_factor(reset.member)
        reset.done_at = timezone.now()
        reset.save(update_fields=["done_at"])
    return len(resets)
