"""What cannot wait alerts people: at once, at half of the time for a first look, and at its end."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation.models import Priority, ReviewItem
from moderation.safety.models import Shift
from moderation.safety.querysets import moderators
from peersupport.activity.actions import record
from peersupport.activity.models import Activity
from peersupport.members.models import Member, Role

AT_ONCE, AT_HALF, AT_TARGET = STEPS = (1, 2, 3)


def raise_alerts() -> int:
    """Raise what is due of everything that waits. Returns how many alerts that were."""
    waiting = ReviewItem.objects.urgent().values_list("pk", flat=True)
    return sum(len(alert(pk)) for pk in list(waiting))


@transaction.atomic
def alert(item_id: int) -> list[Activity]:
    """Raise what is due of one item, unless somebody looked or works on it. Twice raises it once.

    Whom it goes to is on record with it; the reaction to that record writes notices and letters.
    """
    rows = ReviewItem.objects.urgent().select_for_update(of=["self"], skip_locked=True)
    item = rows.filter(pk=item_id).first()  # none: looked at, or another worker is at it
    if item is None:
        return []
    raised = []
    for step in due_steps(item, timezone.now()):
        people = sorted({member.pk for member in _people_for(item, step)})
        is_officer_told = step == AT_TARGET or not people
        raised.append(
            record(
                "moderation.escalated", actor=None, target=item, step=step, told=people,
                officer=is_officer_told,
            )
        )  # fmt: skip
        item.alerts = step
    item.save(update_fields=["alerts"])
    return raised


def due_steps(item: ReviewItem, now: datetime) -> list[int]:
    """Which alerts are due of an item and were not raised yet."""
    first_look = Priority(item.priority).first_look
    opened_at = item.look_by - first_look
    due_at = [opened_at, opened_at + first_look / 2, item.look_by]
    return [
        step for step, at in zip(STEPS, due_at, strict=True) if step > item.alerts and at <= now
    ]


def _people_for(item: ReviewItem, step: int) -> Iterable[Member]:
    """At once who is on duty; then one more at least; at the end who answers for the site."""
    now, able = timezone.now(), _able(item)
    supervisors = _on(able, Shift.objects.supervising().at(now))
    if step == AT_TARGET:
        return [*supervisors, *able.filter(role=Role.ADMINISTRATOR)] or able
    on_duty = _on(able, Shift.objects.on_duty().at(now))
    if step == AT_ONCE:
        return on_duty or able
    people = [*on_duty, *supervisors, *_next(able, now)]
    told = _told(item)
    return people if any(member.pk not in told for member in people) else able


def _able(item: ReviewItem) -> QuerySet[Member]:
    """Who may decide it: nobody that it is about, or that reported it.

    Those who rest, or leave its themes to others, hear of it only when there is nobody else.
    """
    reporters = item.reports.values("reporter")
    able = moderators().exclude(pk=item.author_id or 0).exclude(pk__in=reporters)
    resting = Q(care__off_until__gt=timezone.now())
    given = able.exclude(resting | Q(care__left_out__overlap=item.themes))
    return given if given.exists() else able


def _on(able: QuerySet[Member], shifts: QuerySet[Shift]) -> list[Member]:
    return list(able.filter(pk__in=shifts.values("member")))


def _next(able: QuerySet[Member], now: datetime) -> list[Member]:
    """Who comes on duty next."""
    coming = Shift.objects.on_duty().filter(starts_at__gt=now, member__in=able)
    shift = coming.select_related("member").order_by("starts_at", "pk").first()
    return [shift.member] if shift else []


def _told(item: ReviewItem) -> set[int]:
    """Whom an earlier alert about this item went to."""
    raised = Activity.objects.of("moderation.escalated").filter(
        target_id=item.pk, happened_at__gte=item.opened_at
    )
    return {pk for data in raised.values_list("data", flat=True) for pk in data["told"]}
