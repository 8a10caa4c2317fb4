import pytest
from django.urls import reverse

from moderation.models import Appeal, Decision, ReviewItem

PAGE = reverse("moderation:appeal_list")


def test_lists_what_waits_for_those_who_had_no_part_in_it(client, appealed, reviewer, moderator):
    client.force_login(reviewer)
    assert appealed.get_absolute_url() in client.get(PAGE).text

    client.force_login(moderator)  # who decided it
    response = client.get(PAGE)
    assert response.status_code == 200
    assert appealed.get_absolute_url() not in response.text
    assert "Helper" not in response.text


def test_is_there_for_reviewers_alone(client, appealed, helper, stranger, settings):
    for person in (helper, stranger):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
    settings.APPEAL_REVIEWERS = [stranger.handle]
    assert client.get(PAGE).status_code == 404  # without a second factor


def test_warns_until_two_people_can_answer(client, moderator, make_member):
    client.force_login(moderator)
    assert "Fewer than two people can answer" in client.get(PAGE).text

    make_member(role="administrator")
    assert "Fewer than two people" not in client.get(PAGE).text


@pytest.mark.parametrize("more", [0, 12])
def test_costs_the_same_for_any_number(
    client, appealed, reviewer, make_member, more, django_assert_max_num_queries
):
    decision = appealed.decision
    for number in range(more):
        item = ReviewItem.objects.create(
            target_type=decision.target_type, target_id=5000 + number, reason="unkind",
            look_by=decision.made_at, act_by=decision.made_at,
        )  # fmt: skip
        member = make_member()
        other = Decision.objects.create(
            item=item, target_type=decision.target_type, target_id=5000 + number, about=member,
            made_by=decision.made_by, act="hide", facts="Words.",
        )  # fmt: skip
        Appeal.objects.create(
            decision=other, member=member, decided_by=decision.made_by, reviewer=reviewer,
            answer_by=appealed.answer_by,
        )  # fmt: skip
    client.force_login(reviewer)
    client.get(PAGE)

    with django_assert_max_num_queries(8):
        assert client.get(PAGE).text.count("task-row") == 1 + more
