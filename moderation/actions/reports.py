"""Telling staff about something."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from moderation.models import Moderated, Report, ReviewItem
from peersupport.activity.actions import record
from peersupport.members.models import Member

from .excerpts import Excerpt, keep_excerpt
from .items import open_item


@transaction.atomic
def report(
    target: Moderated,
    *,
    reporter: Member,
    reason: str,
    note: str = "",
    excerpt: Excerpt | None = None,
) -> Report:
    """Tell staff about something. A second report of the same thing adds to the first.

    Private words come with an excerpt, which is all that staff will see of them.
    """
    if target.gives_excerpt != (excerpt is not None):
        raise ValueError("private words are reported with an excerpt, and nothing else is")
    report, is_new = Report.objects.get_or_create(
        reporter=reporter, target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk, state=Report.State.OPEN, defaults={"reason": reason, "note": note},
    )  # fmt: skip
    if is_new:
        item = open_item(target, reason=reason)
        report.item = item
        report.save(update_fields=["item"])
        ReviewItem.objects.filter(pk=item.pk).update(report_count=F("report_count") + 1)
        if excerpt is not None:
            keep_excerpt(report, excerpt)
        record("moderation.reported", actor=reporter, target=target, report=report.pk)
    elif note and note != report.note:
        report.note = f"{report.note}\n\n{note}".strip()
        report.save(update_fields=["note"])
    return report


@transaction.atomic
def close_report(report: Report, *, by: Member) -> Report:
    """A member of staff has dealt with a report."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state == Report.State.OPEN:
        report.state = Report.State.CLOSED
        report.closed_at, report.closed_by = timezone.now(), by
        report.save(update_fields=["state", "closed_at", "closed_by"])
        record("moderation.report_closed", actor=by, target=report)
    return report
