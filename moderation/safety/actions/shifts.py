"""Planning who is on duty, and coming and going besides."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import Care
from moderation.safety import rules
from moderation.safety.models import Shift
from peersupport.activity.actions import record
from peersupport.core import duty
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

AHEAD = timedelta(days=14)  # as far as pages look


@transaction.atomic
def plan_shifts(
    member: Member,
    *,
    by: Member,
    starts_at: datetime,
    ends_at: datetime,
    kind: str = Shift.Kind.DUTY,
    weeks: int = 1,
) -> list[Shift]:
    """Plan the same hours for so many weeks, by the clock on the wall of the time zone given."""
    if not rules.can_plan(by, member):
        raise Refused(_("Only people who moderate can be on duty, and each plans their own hours."))
    if not starts_at < ends_at <= starts_at + Shift.LONGEST or ends_at <= timezone.now():
        raise Refused(_("Choose hours that are still to come, a day at most."))
    made = []
    for week in range(weeks):
        start, end = starts_at + timedelta(weeks=week), ends_at + timedelta(weeks=week)
        shift, is_new = Shift.objects.get_or_create(
            member=member, kind=kind, starts_at=start, defaults={"ends_at": end}
        )
        if not is_new and shift.ends_at < end:
            shift.ends_at = end
            shift.save(update_fields=["ends_at"])
        made.append(shift)
    record("moderation.shift_planned", actor=by, target=made[0], member=member.pk, weeks=weeks)
    _write_soon()
    return made


@transaction.atomic
def cancel_shift(shift: Shift, *, by: Member) -> None:
    """Take hours out of the plan. What has begun ends now, and stays as it was until then."""
    shift = Shift.objects.select_for_update().get(pk=shift.pk)
    if not rules.can_cancel(by, shift):
        raise Refused(_("Each plans their own hours; an administrator those of all."))
    record("moderation.shift_cancelled", actor=by, target=shift, member=shift.member_id)
    _end(shift)
    _write_soon()


@transaction.atomic
def go_on_duty(member: Member, *, hours: int) -> Shift:
    """Be there from now on, for so many hours. Whoever rested comes back with it."""
    now = timezone.now()
    Care.objects.filter(member=member).update(off_until=None)
    shift = plan_shifts(
        member, by=member, starts_at=now, ends_at=now + timedelta(hours=hours)
    )[0]  # fmt: skip
    record("moderation.duty_begun", actor=member, target=shift)
    return shift


@transaction.atomic
def go_off_duty(member: Member) -> int:
    """End what this person is on duty for just now. Later hours stay planned. Returns how many."""
    shifts = list(Shift.objects.running(timezone.now()).filter(member=member).select_for_update())
    for shift in shifts:
        record("moderation.duty_ended", actor=member, target=shift)
        _end(shift)
    if shifts:
        _write_soon()
    return len(shifts)


def write_duty() -> None:
    """Write what pages say of who is on duty; who went off duty in the queue is not there."""
    now = timezone.now()
    shifts = Shift.objects.kept().on_duty().coming(now).filter(starts_at__lt=now + AHEAD)
    found = shifts.values_list("starts_at", "ends_at", "member__care__off_until")
    spans = [(max(start, off or start), end) for start, end, off in found]
    duty.write_spans((start, end) for start, end in spans if start < end)


def _end(shift: Shift) -> None:
    now = timezone.now()
    if shift.starts_at >= now:
        shift.delete()
    elif shift.ends_at > now:
        shift.ends_at = now
        shift.save(update_fields=["ends_at"])


def _write_soon() -> None:
    transaction.on_commit(write_duty)
