import pytest
from django.urls import reverse

from groups import actions


def address(group):
    return group.place_url("group_norms")


@pytest.fixture
def member(group, let_in):
    return let_in(group)


@pytest.fixture
def change(group, facilitator):
    """New norms, version 2 and so on."""

    def to(norms="Only this."):
        actions.change_norms(group, by=facilitator, norms=norms, questions="")

    return to


def version_of(group, member):
    return group.memberships.get(member=member).norms_version


def test_shows_the_norms_and_when_one_agreed(client, group, member):
    client.force_login(member)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert "<strong>Listen first.</strong>" in response.text
    assert "You agreed to these on" in response.text
    assert "Agree to the norms" not in response.text


def test_asks_again_when_they_have_changed(client, group, member, change):
    change()
    client.force_login(member)
    page = client.get(address(group)).text
    assert "The norms have changed since you agreed." in page
    assert "Only this" in page

    response = client.post(address(group), {"norms_version": 2, "agree": "on"}, follow=True)

    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "Thank you. You can write here again." in response.text
    assert "The norms have changed." not in response.text
    assert version_of(group, member) == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"norms_version": 2}, "Read the norms and agree to them"),
        ({"norms_version": 1, "agree": "on"}, "The norms have changed since you opened this page."),
        ({"norms_version": 3, "agree": "on"}, "The norms have changed since you opened this page."),
        ({"agree": "on"}, "This field is required."),
        ({"norms_version": "0", "agree": "on"}, "greater than or equal to 1"),
    ],
)
def test_says_what_is_to_be_mended(client, group, member, change, sent, words):
    change()
    client.force_login(member)

    response = client.post(address(group), sent)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert version_of(group, member) == 1


def test_nobody_agrees_to_what_changed_while_sending(client, group, member, change, meanwhile):
    change()
    client.force_login(member)

    with meanwhile(lambda: change("Only that.")):
        response = client.post(address(group), {"norms_version": 2, "agree": "on"})

    assert response.status_code == 422
    assert "Read them once more." in response.text
    assert version_of(group, member) == 1


def test_who_left_meanwhile_agrees_to_nothing(client, group, member, change, meanwhile):
    change()
    client.force_login(member)

    with meanwhile(lambda: actions.leave(group, member=member)):
        response = client.post(address(group), {"norms_version": 2, "agree": "on"})

    assert response.status_code == 422
    assert "You are not in this group." in response.text


def test_who_changed_them_is_not_asked(client, group, facilitator, change):
    change()
    client.force_login(facilitator)

    assert "You agreed to these on" in client.get(address(group)).text


def test_does_not_exist_for_others(client, group, outsider):
    client.force_login(outsider(group))

    assert client.get(address(group)).status_code == 404
    assert client.post(address(group), {"norms_version": 1, "agree": "on"}).status_code == 404


def test_asks_visitors_to_log_in(client, group):
    assert client.get(address(group)).url.startswith(reverse("account_login"))
