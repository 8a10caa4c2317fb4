import pytest
from django.urls import reverse

from groups import actions


def address(group):
    return group.place_url("group_archive")


def state_of(group):
    group.refresh_from_db()
    return group.state


def test_says_what_ends_and_does_nothing_yet(client, group, facilitator):
    client.force_login(facilitator)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert "Archive <bdi>Quiet maths</bdi>?" in response.text
    assert "This cannot be undone." in response.text
    assert state_of(group) == "running"


def test_sent_it_ends_all_that_waits(client, by_request, asked, facilitator):
    invitation = actions.invite(by_request, by=facilitator)
    client.force_login(facilitator)

    response = client.post(address(by_request), follow=True)

    asked.refresh_from_db()
    invitation.refresh_from_db()
    assert response.redirect_chain == [(by_request.get_absolute_url(), 302)]
    assert "The group is archived. Its members can still read it." in response.text
    assert state_of(by_request) == "archived"
    assert (asked.state, asked.reason) == ("declined", "The group was archived.")
    assert not invitation.is_usable


def test_twice_is_once(client, group, facilitator):
    client.force_login(facilitator)
    client.post(address(group))

    assert client.post(address(group)).url == group.get_absolute_url()
    assert state_of(group) == "archived"


def test_who_handed_over_meanwhile_archives_nothing(client, group, facilitator, let_in, meanwhile):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(facilitator)

    with meanwhile(lambda: actions.answer_hand_over(asked, by=successor, accepted=True)):
        response = client.post(address(group), follow=True)

    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "You no longer look after this group." in response.text
    assert state_of(group) == "running"


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, group, no_facilitator, method):
    client.force_login(no_facilitator(group))

    assert getattr(client, method)(address(group)).status_code == 404
    assert state_of(group) == "running"


def test_asks_visitors_to_log_in(client, group):
    assert client.post(address(group)).url.startswith(reverse("account_login"))
    assert state_of(group) == "running"
