"""Putting things right in a guided conversation, beside a decision and never instead of it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import Decision, Restoration
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

State = Restoration.State


@transaction.atomic
def ask_restoration(decision: Decision, *, by: Member) -> Restoration:
    """Ask for a guided conversation: whom a decision is about, or who reported it. Asked twice, it is one."""
    decision = Decision.objects.select_for_update(of=["self"]).get(pk=decision.pk)
    if not rules.can_ask_restoration(by, decision):
        raise Refused(_("There is nothing here to talk about any more."))
    asked, is_new = Restoration.objects.get_or_create(decision=decision, defaults={"asked_by": by})
    if is_new:
        record("moderation.restoration_asked", actor=by, target=asked, decision=decision.pk)
    return asked


@transaction.atomic
def settle_restoration(
    asked: Restoration, *, by: Member, agreement: str = "", follow_up_on: date | None = None
) -> Restoration:
    """Write down what both agreed on, and when somebody looks again; nothing agreed, it is closed."""
    rows = Restoration.objects.select_for_update(of=["self"]).select_related("decision__item")
    asked = rows.get(pk=asked.pk)
    if not rules.can_decide(by, asked.decision.item):
        raise Refused(_("This is for those who moderate here and have no part in it."))
    if asked.state != State.ASKED:
        raise Refused(_("This was written down already."))
    if bool(agreement.strip()) != (follow_up_on is not None):
        raise Refused(_("An agreement needs a few words and a day to look again."))
    asked.state = State.AGREED if agreement.strip() else State.ENDED
    asked.agreement, asked.follow_up_on = agreement.strip(), follow_up_on
    asked.led_by, asked.settled_at = by, timezone.now()
    asked.save()
    record("moderation.restoration_settled", actor=by, target=asked, state=str(asked.state))
    return asked


@transaction.atomic
def remind_of_restorations() -> int:
    """On the day: who led a conversation hears that it is time to look again, once."""
    due = Restoration.objects.to_follow_up(timezone.localdate())
    rows = list(due.select_for_update(skip_locked=True, of=["self"])[:200])
    for row in rows:
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at"])
        record("moderation.restoration_due", actor=None, target=row)
    return len(rows)
