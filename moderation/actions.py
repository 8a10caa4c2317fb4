from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from peersupport.activity.actions import record
from peersupport.core.richtext import render
from peersupport.members.actions import accept_norms as remember_acceptance
from peersupport.members.actions import accept_policies, put_norms_in_force, record_norms
from peersupport.members.models import ConsentRecord, Member, PolicyDocument

from .models import Moderated, Norm, Report


@transaction.atomic
def publish_norms(norm: Norm, *, by: Member | None) -> Norm:
    """Put a version of the norms in force: everybody is asked to agree before they write again."""
    norm.html = render(norm.body)
    norm.published_at = norm.published_at or timezone.now()
    norm.save()
    put_norms_in_force(norm.version)
    record("moderation.norms_published", actor=by, target=norm)
    return norm


@transaction.atomic
def accept_norms(
    norm: Norm,
    *,
    member: Member,
    method: ConsentRecord.Method = ConsentRecord.Method.ACCEPTED,
) -> Member:
    """A member agrees to the norms in force."""
    remember_acceptance(member, version=norm.version)
    record_norms(member, version=norm.version, text=norm.html, method=method)
    record("moderation.norms_accepted", actor=member, target=norm)
    return member


@transaction.atomic
def agree(member: Member, *, norm: Norm | None, policies: Iterable[PolicyDocument]) -> Member:
    """One yes to everything that waits for it: norms, terms, privacy notice."""
    if norm is not None:
        accept_norms(norm, member=member)
    return accept_policies(member, policies)


@transaction.atomic
def report(target: Moderated, *, reporter: Member, reason: str, note: str = "") -> Report:
    """Tell staff about something. A second report of the same thing adds to the first."""
    report, is_new = Report.objects.get_or_create(
        reporter=reporter, target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk, state=Report.State.OPEN, defaults={"reason": reason, "note": note},
    )  # fmt: skip
    if is_new:
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
