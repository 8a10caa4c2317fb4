"""What a decision takes from a member for a while: begun, ended early, ended on time."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from moderation.models import Decision, Sanction, Step
from peersupport.activity.actions import record
from peersupport.members.models import Member

from .standing import settle_standing

Kind, Lifted = Sanction.Kind, Sanction.Lifted
KINDS = {
    Step.WARN: Kind.WARNING,
    Step.LIMIT: Kind.LIMIT,
    Step.PAUSE: Kind.PAUSE,
    Step.PLACE: Kind.PLACE,
    Step.SUSPEND: Kind.SUSPENSION,
    Step.BAN: Kind.BAN,
}
WITHOUT_END = {Kind.WARNING, Kind.BAN}
MOST_AT_ONCE = 200


@transaction.atomic
def impose(
    decision: Decision, *, step: Step, days: int | None = None, limits: Iterable[str] = ()
) -> list[Sanction]:
    """Begin what a decision means for the person. Each is a strike, which fades by itself."""
    if step not in KINDS or decision.about is None:
        return []
    kind, now = KINDS[step], decision.made_at
    item = decision.item
    sanction = Sanction.objects.create(
        decision=decision, member=decision.about, kind=kind, starts_at=now,
        limits=sorted(limits) if kind == Kind.LIMIT else [],
        place_type=item.place_type if kind == Kind.PLACE else None,
        place_id=item.place_id if kind == Kind.PLACE else None,
        ends_at=None if kind in WITHOUT_END else now + timedelta(days=days or 1),
        strike_until=now + Sanction.STRIKE_FADES,
    )  # fmt: skip
    settle_standing(decision.about)
    return [sanction]


@transaction.atomic
def lift(sanction: Sanction, *, why: Sanction.Lifted, by: Member | None = None) -> Sanction:
    """End a sanction before its time, or note that its time is over. Lifted twice, it is once."""
    sanction = Sanction.objects.select_for_update(of=["self"]).get(pk=sanction.pk)
    if sanction.lifted:
        return sanction
    sanction.lifted, sanction.lifted_at = why, timezone.now()
    sanction.save(update_fields=["lifted", "lifted_at"])
    settle_standing(sanction.member)
    record(
        "moderation.lifted", actor=by, target=sanction, decision=sanction.decision_id,
        member=sanction.member_id, why=str(why),
    )  # fmt: skip
    return sanction


@transaction.atomic
def end_sanctions() -> int:
    """Put on record what is over. It had stopped counting on time, whether this ran or not."""
    over = Sanction.objects.filter(lifted=Lifted.NO, ends_at__lte=timezone.now())
    rows = over.select_for_update(skip_locked=True, of=["self"]).order_by("member", "pk")
    return len([lift(each, why=Lifted.ENDED) for each in rows[:MOST_AT_ONCE]])
