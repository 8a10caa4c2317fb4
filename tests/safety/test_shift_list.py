from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.safety.models import Shift

PAGE = reverse("safety:shift_list")


@pytest.fixture
def hours(moderator):
    day = timezone.now().date() + timedelta(days=2)
    return {
        "member": moderator.pk, "kind": "duty", "day": day.isoformat(), "starts": "22:00",
        "ends": "06:00", "weeks": "2",
    }  # fmt: skip


def test_plans_a_night_for_two_weeks(client, moderator, hours):
    client.force_login(moderator)

    response = client.post(PAGE, hours)

    assert response.status_code == 302
    first, second = Shift.objects.order_by("starts_at")
    assert second.starts_at - first.starts_at == timedelta(weeks=1)
    assert first.ends_at - first.starts_at == timedelta(hours=8)
    assert moderator.display_name in client.get(PAGE).text


def test_keeps_what_was_typed_when_hours_are_over(client, moderator, hours):
    client.force_login(moderator)

    response = client.post(PAGE, hours | {"day": "2020-01-01"})

    assert response.status_code == 422
    assert "still to come" in response.text
    assert 'value="2020-01-01"' in response.text


def test_a_moderator_chooses_nobody_else(client, moderator, administrator, hours):
    client.force_login(moderator)

    response = client.post(PAGE, hours | {"member": administrator.pk})

    assert response.status_code == 422
    assert not Shift.objects.exists()


def test_costs_the_same_for_one_shift_and_for_many(
    client, moderator, make_shift, make_member, django_assert_num_queries
):
    client.force_login(moderator)
    make_shift(moderator)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)
    for hour in range(2, 9):
        make_shift(make_member(role="moderator"), starts=hour, ends=hour + 1)

    with django_assert_num_queries(7):
        client.get(PAGE)
