"""What everybody may know of moderation, month by month."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from moderation.models import Decision, NormRule, PublishedMonth, Report, ReviewItem
from peersupport.activity.actions import record

from .figures import (
    OTHER,
    WORRY,
    DecisionFact,
    Facts,
    HoldFact,
    ReportFact,
    figures_of,
    kind_of,
    outcome_of,
)
from .items import PRIORITIES

WAIT = timedelta(days=7)  # after the end of a month, so that its last reports are decided too


@transaction.atomic
def publish_finished_months(today: date) -> list[PublishedMonth]:
    """Publish what ended a week ago or more, from the first report on. Each month once."""
    first = Report.objects.order_by("reported_at").values_list("reported_at", flat=True).first()
    if first is None:
        return []
    month, published = timezone.localdate(first).replace(day=1), []
    known = set(PublishedMonth.objects.values_list("month", flat=True))
    while next_month(month) + WAIT <= today:
        if month not in known:
            published.append(publish_month(month))
        month = next_month(month)
    return published


@transaction.atomic
def publish_month(month: date, facts: Facts | None = None) -> PublishedMonth:
    """Count a month and keep what may be shown of it. `facts` stand in for rows in the demo."""
    figures = figures_of(facts or facts_of(month))
    row, is_new = PublishedMonth.objects.get_or_create(month=month, defaults={"figures": figures})
    if is_new:
        record("moderation.published", actor=None, target=row)
    return row


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def facts_of(month: date) -> Facts:
    """What happened in a month. Four statements."""
    within = (_midnight(month), _midnight(next_month(month)))
    reports = Report.objects.filter(reported_at__gte=within[0], reported_at__lt=within[1])
    decided = {
        each.item_id: each for each in Decision.objects.filter(item__reports__in=reports)
        .exclude(state=Decision.State.UNDONE).select_related("norm").distinct()
    }  # fmt: skip
    made = Decision.objects.filter(made_at__gte=within[0], made_at__lt=within[1])
    made = made.exclude(state=Decision.State.UNDONE).select_related("appeal")
    held = ReviewItem.objects.filter(
        kind=ReviewItem.Kind.HELD, opened_at__gte=within[0], opened_at__lt=within[1]
    )
    return Facts(
        reports=[_report(each, decided.get(each.item_id or 0)) for each in reports.select_related("item")],
        decisions=[_decision(each) for each in made],
        holds=[
            HoldFact(each.author_id, bool(each.standing) and outcome_of(each.standing[0]) == "left")
            for each in held.with_decision()
        ],
        norms=list(NormRule.objects.values_list("key", "name")),
    )  # fmt: skip


def _report(report: Report, decision: Decision | None) -> ReportFact:
    item, outcome = report.item, outcome_of(decision)
    priority = item.priority if item else PRIORITIES[Report.Reason(report.reason)]
    return ReportFact(
        report.reporter_id, _norm_of(report, decision), outcome, priority,
        _minutes(report.reported_at, item.looked_at if item else None),
        _minutes(report.reported_at, item.decided_at if item else None),
    )  # fmt: skip


def _norm_of(report: Report, decision: Decision | None) -> str:
    """The rule that was found broken, or else the one that the reporter named."""
    if report.reason == Report.Reason.WORRY:
        return WORRY
    if decision is not None and decision.norm is not None:
        return decision.norm.key
    return Report.NORMS.get(Report.Reason(report.reason), OTHER)


def _decision(decision: Decision) -> DecisionFact:
    changed = decision.state in {Decision.State.CHANGED, Decision.State.OVERTURNED}
    return DecisionFact(
        decision.about_id, kind_of(decision.act, decision.step),
        changed or hasattr(decision, "appeal"), changed, bool(decision.automation),
    )  # fmt: skip


def _minutes(since: datetime, until: datetime | None) -> float | None:
    """Who reported what was looked at already waited for nothing."""
    return max((until - since).total_seconds() / 60, 0) if until else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
