"""A member sees a decision differently; somebody who did not make it reads everything again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import Appeal, AppealWord, Decision, Sanction
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .decisions import take_back
from .standing import settle_standing

State, Outcome, Lifted = Appeal.State, Appeal.Outcome, Sanction.Lifted
MOST_AT_ONCE = 200


@transaction.atomic
def note_seen(decision: Decision, *, by: Member) -> None:
    """Whom a decision is about has opened its statement: when they did so first."""
    if decision.about_id == by.pk and decision.seen_at is None:
        decision.seen_at = timezone.now()
        Decision.objects.filter(pk=decision.pk, seen_at=None).update(seen_at=decision.seen_at)


@transaction.atomic
def appeal(decision: Decision, *, by: Member, text: str, wish: str = Appeal.Wish.OTHER) -> Appeal:
    """Ask that somebody else looks again: once, and again on new facts when it was answered."""
    decision = Decision.objects.select_for_update(of=["self"]).get(pk=decision.pk)
    _refuse_unless(rules.can_appeal(by, decision), _("There is nothing to appeal here any more."))
    found = Appeal.objects.select_for_update().filter(decision=decision).first()
    if found is not None and found.is_open:
        raise Refused(_("Your appeal is open already. You can add to it below."))
    now = timezone.now()
    asked = {
        "wish": wish, "state": State.OPEN, "opened_at": now, "answer_by": now + Appeal.ANSWER_WITHIN,
        "reviewer": None, "taken_at": None, "alerts": 0,
    }  # fmt: skip
    if found is None:
        found = Appeal.objects.create(
            decision=decision, member=by, decided_by_id=decision.made_by_id, **asked
        )
    else:
        _open_again(found, asked)
    is_new_fact = found.times_opened > 1
    AppealWord.objects.create(
        appeal=found, author=by, text=_said(text), is_new_fact=is_new_fact, written_at=now
    )
    record(
        "moderation.appealed", actor=by, target=found, decision=decision.pk,
        times=found.times_opened,
    )  # fmt: skip
    return found


def _open_again(found: Appeal, asked: dict) -> None:
    """What was answered before stays in the thread, where both read it."""
    if found.is_spent:
        raise Refused(
            _("This was looked at three times. Write to whoever runs this place instead.")
        )
    if found.answered_at is not None and found.reviewer is not None:
        AppealWord.objects.create(
            appeal=found, author=found.reviewer, text=found.reasons, written_at=found.answered_at
        )
    cleared = {"outcome": Outcome.NONE, "reasons": "", "answered_at": None}
    for name, value in (asked | cleared).items():
        setattr(found, name, value)
    found.times_opened += 1
    found.save()


@transaction.atomic
def take_appeal(appeal: Appeal, *, by: Member) -> Appeal:
    """Be the one who reads everything again. One person at a time, never who decided."""
    appeal = _locked(appeal)
    _refuse_unless_theirs(appeal, by)
    if appeal.reviewer_id == by.pk:
        return appeal
    if appeal.reviewer is not None and rules.can_review(appeal.reviewer, appeal):
        raise Refused(_("%(name)s looks at this one.") % {"name": appeal.reviewer})
    appeal.reviewer, appeal.taken_at = by, timezone.now()
    appeal.save(update_fields=["reviewer", "taken_at"])
    record("moderation.appeal_taken", actor=by, target=appeal)
    return appeal


@transaction.atomic
def release_appeal(appeal: Appeal, *, by: Member) -> Appeal:
    """Ask yet another person: it waits for somebody else again."""
    appeal = _locked(appeal)
    if appeal.is_open and appeal.reviewer_id == by.pk:
        appeal.reviewer = appeal.taken_at = None
        appeal.save(update_fields=["reviewer", "taken_at"])
        record("moderation.appeal_released", actor=by, target=appeal)
    return appeal


@transaction.atomic
def say_in_appeal(
    appeal: Appeal, *, by: Member, text: str, is_new_fact: bool = False
) -> AppealWord:
    """Ask or answer in the thread: who appealed, and who looks at it."""
    appeal = _locked(appeal)
    is_theirs = by.pk == appeal.member_id
    if not is_theirs:
        _refuse_unless_taken(appeal, by)
    _refuse_unless(appeal.is_open, _("This is answered. With new facts it can be opened again."))
    word = AppealWord.objects.create(
        appeal=appeal, author=by, text=_said(text), is_new_fact=is_theirs and is_new_fact
    )
    record("moderation.appeal_said", actor=by, target=appeal, word=word.pk)
    return word


@transaction.atomic
def answer_appeal(
    appeal: Appeal,
    *,
    by: Member,
    outcome: str,
    reasons: str,
    end_sanctions: bool = False,
    show_again: bool = False,
    drop_strike: bool = False,
) -> Appeal:
    """Keep the decision, change part of it, or overturn it: then all is as if it had not been."""
    appeal = _locked(appeal)
    _refuse_unless_taken(appeal, by)
    parts = {"ended": end_sanctions, "shown": show_again, "strike_gone": drop_strike}
    if (outcome == Outcome.CHANGED) != any(parts.values()):
        raise Refused(_("Say which part changes, or choose another outcome."))
    if outcome == Outcome.OVERTURNED:
        _overturn(appeal.decision, by)
    elif outcome == Outcome.CHANGED:
        _change(appeal.decision, by, **parts)
    appeal.state, appeal.outcome, appeal.reasons = State.ANSWERED, outcome, _said(reasons)
    appeal.answered_at = timezone.now()
    appeal.save(update_fields=["state", "outcome", "reasons", "answered_at"])
    record(
        "moderation.appeal_answered", actor=by, target=appeal, decision=appeal.decision_id,
        outcome=str(outcome), **parts,
    )  # fmt: skip
    return appeal


def _overturn(decision: Decision, by: Member) -> None:
    """Whatever ended before, on time or on an earlier appeal, counts no longer either."""
    take_back(decision, by=by, why=Lifted.OVERTURNED)
    decision.sanctions.update(lifted=Lifted.OVERTURNED, strike_until=None)
    if decision.about is not None:
        settle_standing(decision.about)


def _change(decision: Decision, by: Member, *, ended: bool, shown: bool, strike_gone: bool) -> None:
    sanctions: Iterable[Sanction] = list(decision.sanctions.all()) if ended else []
    take_back(decision, by=by, why=Lifted.CHANGED, sanctions=sanctions, content=shown)
    if strike_gone:
        decision.sanctions.update(strike_until=None)


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, by: Member) -> Appeal:
    """Who appealed no longer wants an answer; the decision stays as it is."""
    appeal = _locked(appeal)
    _refuse_unless(appeal.member_id == by.pk, _("This is for who appealed."))
    if appeal.is_open:
        appeal.state = State.WITHDRAWN
        appeal.save(update_fields=["state"])
        record("moderation.appeal_withdrawn", actor=by, target=appeal)
    return appeal


@transaction.atomic
def note_waiting_appeals() -> int:
    """Half the time is over, or all of it: whoever may answer hears of each, once. Idempotent."""
    now, noted = timezone.now(), 0
    waiting = Appeal.objects.open().waited_half(now).filter(alerts__lt=2)
    for row in waiting.select_for_update(skip_locked=True, of=["self"])[:MOST_AT_ONCE]:
        due = 2 if row.answer_by <= now else 1
        if row.alerts < due:
            row.alerts = due
            row.save(update_fields=["alerts"])
            record("moderation.appeal_waits", actor=None, target=row, is_late=due == 2)
            noted += 1
    return noted


def _locked(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.select_for_update(of=["self"])
    return rows.select_related("decision__about", "reviewer", "member").get(pk=appeal.pk)


def _refuse_unless(allowed: bool, words: str) -> None:
    if not allowed:
        raise Refused(words)


def _refuse_unless_theirs(appeal: Appeal, by: Member) -> None:
    """Asked with the row locked: a role may have changed since the page was opened."""
    _refuse_unless(
        rules.can_review(by, appeal), _("Somebody else looks at this: you had a part in it.")
    )
    _refuse_unless(appeal.is_open, _("This is answered already."))


def _refuse_unless_taken(appeal: Appeal, by: Member) -> None:
    _refuse_unless_theirs(appeal, by)
    _refuse_unless(
        appeal.reviewer_id == by.pk, _("Take it first, so that others see who reads it.")
    )


def _said(text: str) -> str:
    if not text.strip():
        raise Refused(_("Write a few words."))
    return text.strip()
