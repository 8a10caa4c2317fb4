from django.urls import reverse

from groups import actions


def test_takes_a_request_back(client, by_request, asked, stranger):
    client.force_login(stranger)

    response = client.post(by_request.place_url("group_withdraw"), follow=True)

    asked.refresh_from_db()
    assert response.redirect_chain == [(by_request.get_absolute_url(), 302)]
    assert "You have taken your request back." in response.text
    assert asked.state == "withdrawn"


def test_touches_nobody_elses_request(client, by_request, asked, asker):
    client.force_login(asker)

    client.post(by_request.place_url("group_withdraw"))

    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_one_that_was_decided_about_stays_decided(client, by_request, asked, facilitator, stranger):
    actions.decline(asked, by=facilitator, reason="Not now.")
    client.force_login(stranger)

    client.post(by_request.place_url("group_withdraw"))

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("declined", facilitator)


def test_one_may_ask_again_afterwards(client, by_request, asked, stranger):
    client.force_login(stranger)
    client.post(by_request.place_url("group_withdraw"))

    again = client.post(
        by_request.place_url("group_join"), {"norms_version": 1, "agree": 1, "q1": "So."}
    )

    assert (
        by_request.requests.waiting().get().get_absolute_url()
        == again.url
        != (asked.get_absolute_url())
    )


def test_a_hidden_group_does_not_exist(client, hidden, outsider):
    client.force_login(outsider(hidden))

    assert client.post(hidden.place_url("group_withdraw")).status_code == 404


def test_takes_a_deed_and_an_account(client, by_request, asked, stranger):
    address = by_request.place_url("group_withdraw")
    assert client.post(address).url.startswith(reverse("account_login"))
    client.force_login(stranger)

    assert client.get(address).status_code == 405
    asked.refresh_from_db()
    assert asked.state == "waiting"
