from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from moderation.actions import decide, draw_sample, drawn, open_item, review_again
from moderation.models import Decision, Sample, SampledDecision
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused

PAGE = reverse("moderation:sample_list")


def last_week(days=3):
    today = timezone.now().astimezone(UTC).replace(hour=12)
    return today - timedelta(days=today.weekday() + 7 - days)


@pytest.fixture
def decide_last_week(make_topic, moderator):
    def make(at=None):
        item = open_item(make_topic().posts.get(number=1), reason="unkind")
        made = decide(item, by=moderator, version=1)
        Decision.objects.filter(pk=made.pk).update(made_at=at or last_week())
        return made

    return make


def test_draws_from_the_last_whole_week_once(decide_last_week):
    inside = [decide_last_week(last_week(0)), decide_last_week(last_week(6))]
    decide_last_week(last_week(-1))
    decide_last_week(last_week(7))

    sample = draw_sample()

    assert draw_sample() is None
    chosen = SampledDecision.objects.filter(sample=sample)
    assert {each.decision_id for each in chosen} == {each.pk for each in inside}
    assert sample.drawn_from == 2
    assert sample.week.weekday() == 0
    assert Activity.objects.filter(verb="moderation.sampled").count() == 1


def test_what_was_taken_back_at_once_is_not_drawn(decide_last_week):
    Decision.objects.filter(pk=decide_last_week().pk).update(state="undone")

    assert draw_sample().drawn_from == 0


def test_the_same_number_draws_the_same_twenty():
    ids = list(range(100, 400))

    assert drawn(ids, seed=7) == drawn(ids, seed=7)
    assert drawn(ids, seed=7) != drawn(ids, seed=8)
    assert len(set(drawn(ids, seed=7))) == 20
    assert drawn([1, 2], seed=7) == [1, 2]


def test_who_decided_does_not_read_it_again(decide_last_week, moderator, client):
    decide_last_week()
    draw_sample()
    sampled = SampledDecision.objects.get()

    assert not SampledDecision.objects.visible_to(moderator).exists()
    with pytest.raises(Refused):
        review_again(sampled, by=moderator, agrees=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SampledDecision.objects.update(
            reviewer=moderator, agrees=True, reviewed_at=datetime.now(UTC)
        )
    client.force_login(moderator)
    assert client.get(sampled.get_absolute_url()).status_code == 404


def test_who_it_is_about_or_who_reported_it_does_not_either(decide_last_week, another):
    decision = decide_last_week()
    draw_sample()
    sampled = SampledDecision.objects.get()
    Decision.objects.filter(pk=decision.pk).update(about=another)
    assert not SampledDecision.objects.visible_to(another).exists()

    Decision.objects.filter(pk=decision.pk).update(about=None)
    decision.item.reports.create(
        reporter=another, target_type=decision.target_type, target_id=decision.target_id,
        reason="spam",
    )  # fmt: skip
    assert not SampledDecision.objects.visible_to(another).exists()
    with pytest.raises(Refused):
        review_again(sampled, by=another, agrees=True)


def test_shows_how_often_a_second_person_agreed(client, decide_last_week, administrator):
    for _ in range(3):
        decide_last_week()
    draw_sample()
    for sampled, agrees in zip(SampledDecision.objects.all(), [True, False, None], strict=True):
        if agrees is not None:
            review_again(sampled, by=administrator, agrees=agrees, why="Too hard.")
    client.force_login(administrator)

    text = client.get(PAGE).text

    assert "2 of 3" in text
    assert "50% (1 of 2)" in text
    assert "between 9% and 91%" in text
    assert "Read the next one" in text
    assert "50% (1 of 2)" in client.get(reverse("moderation:audit_log")).text


def test_costs_the_same_for_one_week_and_for_many(
    client, moderator, decide_last_week, django_assert_num_queries
):
    decide_last_week()
    draw_sample()
    client.force_login(moderator)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)
    Sample.objects.bulk_create(
        [Sample(week=f"2020-01-{day:02}", seed=1, drawn_from=0) for day in (6, 13, 20)]
    )

    with django_assert_num_queries(7):
        client.get(PAGE)
