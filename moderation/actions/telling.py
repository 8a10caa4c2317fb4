"""Decisions are told once they can no longer be taken back at once."""

import zoneinfo

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from moderation.models import Decision, Step
from peersupport.activity.actions import record
from peersupport.activity.models import Activity
from peersupport.core.context import SITE
from peersupport.members.models import Member
from peersupport.notifications.actions import post_account_mail, tell
from peersupport.notifications.models import Kind

from .statements import statement_of

MOST_AT_ONCE = 100


@transaction.atomic
def tell_decided() -> int:
    """Send the statements that are due, and tell who reported. Returns how many decisions."""
    rows = Decision.objects.to_tell().select_for_update(skip_locked=True, of=["self"])
    decisions = list(rows.select_related("item", "about", "norm").order_by("pk")[:MOST_AT_ONCE])
    for decision in decisions:
        decision.told_at = timezone.now()
        decision.save(update_fields=["told_at"])
        activity = record("moderation.told", actor=None, target=decision, item=decision.item_id)
        _tell_whom_it_concerns(decision, activity)
        _tell_reporters(decision, activity)
    return len(decisions)


def _tell_whom_it_concerns(decision: Decision, activity: Activity) -> None:
    """A notice and a letter, which cannot be turned off; nothing where nothing changes for them."""
    if not decision.restricts and decision.step != Step.MESSAGE:
        return
    member = Member.objects.reachable().filter(pk=decision.about_id).first()
    if member is not None:
        tell([member], kind=Kind.ACCOUNT, activity=activity, target=decision, by_letter=False)
        _write_letter(decision, member)


def _write_letter(decision: Decision, member: Member) -> None:
    zone = zoneinfo.ZoneInfo(member.time_zone)
    with translation.override(member.locale or settings.LANGUAGE_CODE), timezone.override(zone):
        context = {
            "statement": statement_of(decision, is_discreet=decision.item.is_private),
            "decision": decision, "member": member, "site": SITE,
        }  # fmt: skip
        subject = render_to_string("account/email/statement_subject.txt", context)
        text = render_to_string("account/email/statement_message.txt", context)
    post_account_mail(
        key=f"decision:{decision.pk}", address=str(member.email),
        subject=" ".join(subject.split()), text=text,
    )  # fmt: skip


def _tell_reporters(decision: Decision, activity: Activity) -> None:
    """That it was decided: what came of it, in general words, stands on the page of their report."""
    reports = decision.item.reports.filter(closed_at=decision.made_at).select_related("reporter")
    for report in reports:
        tell(
            Member.objects.reachable().filter(pk=report.reporter_id), kind=Kind.ACCOUNT,
            activity=activity, target=report, by_letter=False,
        )  # fmt: skip
