"""Telling staff about something."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import Report, ReviewItem
from moderation.registry import content_of
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.actions import block, mute
from peersupport.members.models import Member

from .excerpts import Excerpt, keep_excerpt
from .items import PRIORITIES, open_item


@transaction.atomic
def report(
    target: Any,
    *,
    reporter: Member,
    reason: str,
    note: str = "",
    excerpt: Excerpt | None = None,
    keep_away: Collection[str] = (),
) -> Report:
    """Tell staff about something. A second report of the same thing adds to the first.

    Private words come with an excerpt, which is all that staff will see of them. `keep_away` is
    what the reporter wishes for themself at once: to "mute" its author, to "block" them, or both.
    """
    if getattr(target, "gives_excerpt", False) != (excerpt is not None):
        raise ValueError("private words are reported with an excerpt, and nothing else is")
    if not rules.can_report(reporter, reason):
        raise Refused(
            _("You have told us a lot in one hour. Wait a while, or tell us now if you are worried "
              "about somebody: that always works.")
        )  # fmt: skip
    report, is_new = Report.objects.get_or_create(
        reporter=reporter, target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk, state=Report.State.OPEN, defaults={"reason": reason, "note": note},
    )  # fmt: skip
    if is_new:
        _put_in_line(report, target)
        if excerpt is not None:
            keep_excerpt(report, excerpt)
        record("moderation.reported", actor=reporter, target=target, report=report.pk)
    else:
        _add(report, target, reason, note)
    _keep_away(target, reporter, keep_away)
    return report


def _put_in_line(report: Report, target: models.Model) -> None:
    item = open_item(target, reason=report.reason)
    report.item = item
    report.save(update_fields=["item"])
    ReviewItem.objects.filter(pk=item.pk).update(report_count=F("report_count") + 1)


def _add(report: Report, target: models.Model, reason: str, note: str) -> None:
    """What the same person says later: more words, or something more urgent."""
    if PRIORITIES[Report.Reason(reason)] < PRIORITIES[Report.Reason(report.reason)]:
        report.reason = reason
        open_item(target, reason=reason)
    if note and not report.note.endswith(note):
        report.note = f"{report.note}\n\n{note}".strip()[-Report.NOTES_LENGTH :]
    report.save(update_fields=["reason", "note"])


def _keep_away(target: models.Model, reporter: Member, ways: Collection[str]) -> None:
    author = content_of(target).author_of(target)
    if author is None or author.pk == reporter.pk:
        return
    if "mute" in ways:
        mute(reporter, other=author)
    if "block" in ways:
        block(reporter, other=author)
