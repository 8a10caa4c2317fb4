import pytest
from django.urls import reverse

from groups import actions
from groups.models import Group, Role


@pytest.fixture
def decide(asked, facilitator, stranger):
    def to(how):
        if how == "accepted":
            actions.accept(asked, by=facilitator)
        elif how == "declined":
            actions.decline(asked, by=facilitator, reason="We start together in March.")
        elif how == "withdrawn":
            actions.withdraw(asked.group, member=stranger)
        else:
            actions.archive(asked.group, by=facilitator)

    return to


def test_who_asked_reads_what_they_wrote_and_may_take_it_back(client, asked, stranger):
    client.force_login(stranger)

    response = client.get(asked.get_absolute_url(), {"nonsense": "1"})

    assert response.status_code == 200
    for words in (
        "Your request to join", "<bdi>Thesis table</bdi>", "Somebody will read it.", "Why?",
        "For company.", "No answer", "Take my request back",
        f'action="{asked.group.place_url("group_withdraw")}"',
    ):  # fmt: skip
        assert words in response.text
    assert "Decide about it" not in response.text


@pytest.mark.parametrize("who", ["facilitator", "deputy"])
def test_who_decides_reads_it_too(client, asked, somebody, who):
    client.force_login(somebody(who, asked.group))

    response = client.get(asked.get_absolute_url())

    for words in ("A request to join", "<bdi>Stranger</bdi>", "For company.", "Decide about it"):
        assert words in response.text
    assert "Take my request back" not in response.text


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("accepted", "Open the group"),
        ("declined", "We start together in March."),
        ("withdrawn", "You took this request back."),
        ("archived", "The group was archived."),
    ],
)
def test_says_what_became_of_it(client, asked, stranger, decide, how, words):
    decide(how)
    client.force_login(stranger)

    response = client.get(asked.get_absolute_url())

    assert response.status_code == 200
    assert words in response.text
    assert "Take my request back" not in response.text


def test_says_that_one_is_in_line(client, asked, facilitator, stranger, bring_in, decide):
    actions.edit(asked.group, by=facilitator, size=3)
    for _person in range(2):
        bring_in(asked.group)
    decide("accepted")
    client.force_login(stranger)

    text = client.get(asked.get_absolute_url()).text

    assert "All places are taken just now, so you wait in line." in text
    assert asked.group.place_url("group_waiting") in text


def test_one_of_an_archived_group_leads_nowhere_it_does_not_open(client, asked, stranger, decide):
    decide("archived")
    client.force_login(stranger)

    assert f'href="{asked.group.get_absolute_url()}"' not in (
        client.get(asked.get_absolute_url()).text
    )


def test_is_gone_with_a_group_that_became_hidden(client, asked, facilitator, stranger):
    actions.edit(asked.group, by=facilitator, kind=Group.Kind.HIDDEN)
    client.force_login(stranger)

    response = client.get(asked.get_absolute_url())

    assert response.status_code == 404
    assert "Thesis table" not in response.text


@pytest.mark.parametrize(
    "who", ["asker", "member", "ex-member", "ex-deputy", "other facilitator", "moderator",
            "administrator"],
)  # fmt: skip
def test_does_not_exist_for_others(client, asked, somebody, who):
    client.force_login(somebody(who, asked.group))

    response = client.get(asked.get_absolute_url())

    assert response.status_code == 404
    assert "For company." not in response.text


def test_is_no_longer_read_by_who_no_longer_decides(client, asked, bring_in, facilitator):
    deputy = bring_in(asked.group, Role.DEPUTY)
    actions.appoint(asked.group, handle=deputy.handle, role=Role.MEMBER, by=facilitator)
    client.force_login(deputy)

    assert client.get(asked.get_absolute_url()).status_code == 404


def test_asks_visitors_to_log_in(client, asked):
    assert client.get(asked.get_absolute_url()).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, asked, stranger, pk):
    client.force_login(stranger)

    assert client.get(reverse("groups:request_detail", args=[pk])).status_code == 404


def test_who_decides_can_ask_first_and_only_where_they_may_write(client, asked, facilitator):
    address = reverse("groups:request_detail", args=[asked.pk])
    question = f"{reverse('rooms:conversation_new')}?to={asked.member.handle}"
    client.force_login(asked.member)
    assert question not in client.get(address).text
    client.force_login(facilitator)
    assert question in client.get(address).text
    assert question in client.get(reverse("groups:group_lead", args=[asked.group.slug])).text

    type(asked.member).objects.filter(pk=asked.member.pk).update(written_by="staff")

    assert question not in client.get(address).text
