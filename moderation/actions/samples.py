"""Every week some decisions are drawn by chance, and read again by somebody else."""

import random
import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import Decision, Sample, SampledDecision
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .items import add_note

WEEK = timedelta(days=7)


def draw_sample() -> Sample | None:
    """Draw from the last whole week, unless that was done. Twice at once draws it once."""
    today = timezone.now().astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday()) - WEEK
    if Sample.objects.filter(week=monday).exists():
        return None
    try:
        return _draw(monday)
    except IntegrityError:  # another worker was first
        return None


@transaction.atomic
def _draw(monday: date) -> Sample:
    begin = datetime.combine(monday, time(), UTC)
    made = Decision.objects.filter(made_at__gte=begin, made_at__lt=begin + WEEK)
    made_by = dict(made.exclude(state=Decision.State.UNDONE).values_list("pk", "made_by"))
    seed = secrets.randbits(62)
    sample = Sample.objects.create(week=monday, seed=seed, drawn_from=len(made_by))
    chosen = drawn(sorted(made_by), seed=seed)
    SampledDecision.objects.bulk_create(
        [SampledDecision(sample=sample, decision_id=pk, decided_by_id=made_by[pk]) for pk in chosen]
    )
    record("moderation.sampled", actor=None, target=sample, drawn=len(chosen))
    return sample


def drawn(ids: Sequence[int], *, seed: int) -> list[int]:
    """Which of these a seed draws: always the same."""
    chance = random.Random(seed)  # noqa: S311  (chance that can be done again, not a secret)
    return sorted(chance.sample(ids, min(Sample.SIZE, len(ids))))


@transaction.atomic
def review_again(
    sampled: SampledDecision, *, by: Member, agrees: bool, why: str = "", is_noted: bool = False
) -> SampledDecision:
    """Say whether one would have decided the same. The decision stays as it is, whatever one says."""
    sampled = SampledDecision.objects.select_for_update(of=["self"]).get(pk=sampled.pk)
    if not rules.can_read_again(by, sampled):
        raise Refused(_("This is for a moderator who had no part in it."))
    if sampled.agrees is not None:
        raise Refused(_("Somebody has read this again already."))
    if not agrees and not why.strip():
        raise Refused(_("Say what you would have decided, and why."))
    sampled.reviewer, sampled.agrees, sampled.why = by, agrees, why.strip()
    sampled.reviewed_at = timezone.now()
    sampled.save(update_fields=["reviewer", "agrees", "why", "reviewed_at"])
    record(
        "moderation.reviewed_again", actor=by, target=sampled, decision=sampled.decision_id,
        agrees=agrees,
    )  # fmt: skip
    if is_noted and sampled.why:
        add_note(sampled.decision.item, by=by, text=sampled.why)
    return sampled
