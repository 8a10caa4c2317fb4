import pytest
from django.urls import reverse

from groups import actions
from groups.models import Group

LIST = reverse("groups:group_list")


def address(group):
    return group.place_url("group_waiting")


@pytest.fixture
def waiting(full, stranger):
    """The stranger, next in line."""
    actions.join(full, member=stranger, norms_version=1)
    return stranger


def test_shows_that_one_is_next(client, full, waiting):
    client.force_login(waiting)

    response = client.get(address(full), {"nonsense": "1"})

    assert response.status_code == 200
    assert "<bdi>Full house</bdi> has 3 places, and all are taken just now." in response.text
    assert "<b>1<small>" in response.text
    assert "You are next" in response.text


@pytest.mark.parametrize(("others", "words"), [(1, "1 person is ahead"), (2, "2 people are ahead")])
def test_shows_how_many_are_ahead(client, full, waiting, let_in, others, words):
    for _person in range(others):
        last = let_in(full, display_name="Somebody else")
    client.force_login(last)

    text = client.get(address(full)).text

    assert words in text
    assert f"<b>{others + 1}<small>" in text
    assert "Stranger" not in text


def test_offers_a_group_with_places_meanwhile(client, full, waiting, group):
    client.force_login(waiting)

    text = client.get(address(full)).text

    assert "<bdi>Quiet maths</bdi> has places" in text
    assert "Because everybody can join, and people wrote there lately." in text


def test_sent_it_gives_the_place_up(client, full, waiting):
    client.force_login(waiting)

    response = client.post(address(full), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "You have left the waiting list." in response.text
    assert not full.line.exists()


def test_who_came_in_meanwhile_stays_in(client, full, waiting, facilitator, meanwhile):
    client.force_login(waiting)

    with meanwhile(lambda: actions.edit(full, by=facilitator, size=4)):
        client.post(address(full))

    assert full.memberships.filter(member=waiting).exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["asker", "member", "moderator"])
def test_leads_those_who_do_not_wait_to_the_group(client, make_group, somebody, who, method):
    group = make_group()
    client.force_login(somebody(who, group))

    assert getattr(client, method)(address(group)).url == group.get_absolute_url()


def test_a_hidden_group_is_named_to_who_waits_for_it_and_not_linked(
    client, hidden, facilitator, bring_in, stranger
):
    actions.edit(hidden, by=facilitator, size=3)
    for _person in range(2):
        bring_in(hidden)
    actions.use_invitation(
        actions.invite(hidden, by=facilitator).token, member=stranger, norms_version=1
    )
    client.force_login(stranger)

    response = client.get(address(hidden))

    assert "<bdi>Zugvogel</bdi> has 3 places" in response.text
    assert f'href="{hidden.get_absolute_url()}"' not in response.text
    assert client.get(hidden.get_absolute_url()).status_code == 404
    client.post(address(hidden))
    assert client.get(address(hidden)).status_code == 404


def test_a_hidden_group_does_not_exist_for_others(client, hidden, outsider):
    client.force_login(outsider(hidden))

    assert client.get(address(hidden)).status_code == 404
    assert client.post(address(hidden)).status_code == 404


def test_an_archived_group_has_no_line(client, full, waiting, facilitator):
    actions.archive(full, by=facilitator)
    client.force_login(waiting)

    assert client.get(address(full)).status_code == 404
    assert Group.objects.get(pk=full.pk).line.count() == 0


def test_asks_visitors_to_log_in(client, full):
    assert client.get(address(full)).url.startswith(reverse("account_login"))
