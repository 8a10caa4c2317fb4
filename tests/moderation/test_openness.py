"""What is counted of a month, that it is counted once, and that it tells of nobody."""

from datetime import date, timedelta

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.actions import publish_finished_months, publish_month, report
from moderation.actions.figures import ALL, figures_of
from moderation.actions.openness import facts_of
from moderation.models import Decision, NormRule, PublishedMonth, Report, ReviewItem
from peersupport.demo.reports import RULES, month_of

THIS_MONTH = timezone.localdate().replace(day=1)


def decided(made, by, **facts):
    ReviewItem.objects.filter(pk=made.item_id).update(
        looked_at=made.reported_at + timedelta(minutes=30),
        decided_at=made.reported_at + timedelta(hours=2), state="decided",
    )  # fmt: skip
    return Decision.objects.create(
        item=made.item, target_type=made.target_type, target_id=made.target_id, made_by=by,
        facts="Words.", **facts,
    )  # fmt: skip


def test_rows_become_facts(make_topic, stranger, moderator, asker):
    kinds = [
        ("spam", {"act": "hide", "about": asker, "norm": NormRule.objects.get(key="honesty")}),
        ("unkind", {"act": "keep", "about": asker}),
        ("other", {"act": "keep", "step": "warn", "about": asker, "state": "overturned"}),
        ("other", {"act": "hide", "state": "undone"}),
        ("worry", None),
    ]
    for reason, decision in kinds:
        made = report(make_topic(), reporter=stranger, reason=reason)
        if decision:
            decided(made, moderator, **decision)

    facts = facts_of(THIS_MONTH)

    found = sorted((each.norm, each.outcome) for each in facts.reports)
    assert found == [("honesty", "acted"), ("kindness", "left"), ("other", "left"),
                     ("other", "left"), ("worry", "left")]  # fmt: skip
    assert [each.look for each in facts.reports if each.norm == "honesty"] == [30]
    assert [each.done for each in facts.reports if each.norm == "honesty"] == [120]
    assert sorted(each.kind for each in facts.decisions) == ["hidden", "kept", "warned"]
    assert [each.is_changed for each in facts.decisions if each.kind == "warned"] == [True]
    assert facts_of(date(2020, 1, 1)).reports == []


def test_a_month_is_published_a_week_after_its_end_and_never_again(topic, stranger, make_topic):
    made = report(topic, reporter=stranger, reason="spam")
    Report.objects.filter(pk=made.pk).update(
        reported_at=timezone.make_aware(timezone.datetime(2026, 8, 30))
    )
    assert publish_finished_months(date(2026, 9, 7)) == []

    assert [str(each) for each in publish_finished_months(date(2026, 10, 8))] == [
        "2026-08", "2026-09",
    ]  # fmt: skip
    before = PublishedMonth.objects.get(month=date(2026, 8, 1)).figures
    Report.objects.all().delete()
    assert publish_finished_months(date(2026, 10, 20)) == []
    publish_month(date(2026, 8, 1))
    assert PublishedMonth.objects.get(month=date(2026, 8, 1)).figures == before


def test_counting_costs_the_same_for_many(
    make_topic, stranger, moderator, django_assert_num_queries
):
    for _ in range(3):
        decided(report(make_topic(), reporter=stranger, reason="spam"), moderator)

    with django_assert_num_queries(5):
        assert len(facts_of(THIS_MONTH).decisions) == 3


def numbers(value):
    if isinstance(value, dict):
        return [each for inner in value.values() for each in numbers(inner)]
    return [value] if isinstance(value, int) else []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 300), st.integers(1, 120))
def test_figures_are_of_ten_people_or_more_whatever_happened(seed, reports, people):
    facts = month_of(seed, reports, people)

    figures = figures_of(facts)

    assert all(number % 5 == 0 for number in numbers(figures))
    assert all(number == 0 or number >= 10 for number in counts(figures))
    if people < 10:
        assert set(counts(figures)) <= {0}
    rows = figures["norms"]["rows"]
    for key in [*RULES, "other", ALL]:
        inside = [
            each
            for each in facts.reports
            if key == each.norm or (key == ALL and each.norm != "worry")
        ]
        if 0 < len({each.reporter for each in inside}) < 10:
            assert rows[key]["reports"] is None
            assert rows[key]["look_median"] is None
    worries = len([each for each in facts.reports if each.norm == "worry"])
    if figures["worries"] is None and worries:  # neither do all reports less those by norm tell it
        assert None in {figures["times"]["rows"][ALL]["reports"], rows[ALL]["reports"]}


def counts(figures):
    for table in ("norms", "times", "decisions"):
        for row in figures[table]["rows"].values():
            yield from (v for c, v in row.items() if v is not None and "_" not in c)
    yield from (v for v in figures["machines"].values() if v is not None)
    yield from (v for v in (figures["worries"], figures["reporters"]) if v is not None)
