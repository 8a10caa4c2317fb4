import pytest
from django.urls import reverse

from moderation.models import Decision, ReviewItem

PAGE = reverse("moderation:decision_list")


def test_lists_what_was_decided_about_oneself_alone(client, restricted, helper, stranger):
    client.force_login(helper)
    text = client.get(PAGE).text
    assert restricted.get_absolute_url() in text
    assert "New" in text

    client.force_login(stranger)
    assert "Nothing was decided about you" in client.get(PAGE).text


def test_what_was_taken_back_at_once_is_not_told(client, restricted, helper):
    Decision.objects.update(state="undone")
    client.force_login(helper)

    assert restricted.get_absolute_url() not in client.get(PAGE).text


def test_that_something_was_kept_as_it_is_tells_nobody_of_a_report(client, restricted, helper):
    Decision.objects.update(act="keep", step="nothing")
    client.force_login(helper)

    assert restricted.get_absolute_url() not in client.get(PAGE).text
    assert client.get(restricted.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("more", [0, 12])
def test_costs_the_same_for_any_number(
    client, restricted, helper, more, django_assert_max_num_queries
):
    items = ReviewItem.objects.bulk_create(
        ReviewItem(
            target_type=restricted.target_type, target_id=number, reason="unkind", state="decided",
            look_by=restricted.made_at, act_by=restricted.made_at, decided_at=restricted.made_at,
        )
        for number in range(1000, 1000 + more)
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(
            item=item, target_type=restricted.target_type, target_id=item.target_id, about=helper,
            made_by=restricted.made_by, act="hide", facts="Words.",
        )
        for item in items
    )  # fmt: skip
    client.force_login(helper)
    client.get(PAGE)

    with django_assert_max_num_queries(8):
        assert client.get(PAGE).text.count("task-row") == 1 + more
