from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import HandOver, Role


def address(group):
    return group.place_url("hand_over_answer")


def roles(group, *people):
    return [group.memberships.get(member=person).role for person in people]


@pytest.fixture
def successor(group, let_in):
    return let_in(group, display_name="Next")


@pytest.fixture
def asked(group, facilitator, successor):
    return actions.ask_to_take_over(group, by=facilitator, to=successor, note="Be <well>.")


def test_shows_who_asks_and_their_note(client, group, asked, successor):
    client.force_login(successor)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    for words in ("Will you look after <bdi>Quiet maths</bdi>?", "Be &lt;well&gt;.",
                  "<bdi>Facilitator</bdi> asks you."):  # fmt: skip
        assert words in response.text


def test_a_yes_moves_the_group(client, group, asked, facilitator, successor):
    client.force_login(successor)

    response = client.post(address(group), {"answer": "yes"}, follow=True)

    asked.refresh_from_db()
    assert response.redirect_chain == [(group.place_url("group_lead"), 302)]
    assert "You look after the group now. Thank you." in response.text
    assert roles(group, successor, facilitator) == [Role.FACILITATOR, Role.MEMBER]
    assert asked.state == "accepted"


@pytest.mark.parametrize("answer", ["no", "", "nonsense"])
def test_anything_else_is_a_no(client, group, asked, facilitator, successor, answer):
    client.force_login(successor)

    response = client.post(address(group), {"answer": answer}, follow=True)

    asked.refresh_from_db()
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "They are told." in response.text
    assert roles(group, successor, facilitator) == [Role.MEMBER, Role.FACILITATOR]
    assert asked.state == "declined"


@pytest.mark.parametrize("how", ["answered", "taken back", "expired", "asked another"])
def test_one_that_is_over_says_so(client, group, asked, facilitator, successor, let_in, how):
    if how == "answered":
        actions.answer_hand_over(asked, by=successor, accepted=False)
    elif how == "taken back":
        actions.take_back_hand_over(group, by=facilitator)
    elif how == "expired":
        HandOver.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        actions.ask_to_take_over(group, by=facilitator, to=let_in(group))
    client.force_login(successor)

    for response in (client.get(address(group)), client.post(address(group), {"answer": "yes"})):
        assert response.status_code == 404
        assert "This request is no longer open" in response.text
    assert roles(group, successor, facilitator) == [Role.MEMBER, Role.FACILITATOR]


@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize("how", ["taken back", "facilitator lost it"])
def test_one_that_ends_while_answering_changes_nothing(
    client, group, asked, facilitator, successor, administrator, meanwhile, how, answer
):
    lost = {"handle": facilitator.handle, "role": Role.MEMBER, "by": administrator}
    client.force_login(successor)

    with meanwhile(
        lambda: (
            actions.take_back_hand_over(group, by=facilitator)
            if how == "taken back"
            else actions.appoint(group, **lost)
        )
    ):
        response = client.post(address(group), {"answer": answer}, follow=True)

    assert roles(group, successor) == [Role.MEMBER]
    assert "This request is no longer open." in response.text
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["facilitator", "member", "deputy"])
def test_nobody_in_the_group_answers_for_them(client, group, asked, somebody, who, method):
    client.force_login(somebody(who, group))

    response = getattr(client, method)(address(group), {"answer": "yes"})

    asked.refresh_from_db()
    assert response.status_code == 404
    assert "Be &lt;well&gt;." not in response.text
    assert asked.state == "waiting"


def test_who_left_answers_nothing(client, group, asked, successor):
    actions.leave(group, member=successor)
    client.force_login(successor)

    assert client.get(address(group)).status_code == 404
    assert client.post(address(group), {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, group, asked, outsider, method):
    client.force_login(outsider(group))

    response = getattr(client, method)(address(group), {"answer": "yes"})

    asked.refresh_from_db()
    assert response.status_code == 404
    assert asked.state == "waiting"
    assert "Quiet maths" not in response.text


def test_asks_visitors_to_log_in(client, group, asked):
    assert client.get(address(group)).url.startswith(reverse("account_login"))
