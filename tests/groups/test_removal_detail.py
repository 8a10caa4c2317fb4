import pytest
from django.urls import reverse

from groups import actions
from groups.models import Removal


@pytest.fixture
def removed(hidden, facilitator, bring_in):
    member = bring_in(hidden)
    actions.remove(hidden, handle=member.handle, by=facilitator, reason="Three <warnings>.")
    return member


@pytest.fixture
def removal(removed):
    return Removal.objects.get(member=removed)


def test_who_was_removed_reads_why_but_not_where_nor_by_whom(client, removal, removed):
    client.force_login(removed)

    response = client.get(removal.get_absolute_url(), {"nonsense": "1"})

    assert response.status_code == 200
    assert "You were removed from a group" in response.text
    assert "Three &lt;warnings&gt;." in response.text
    for secret in ("Zugvogel", removal.group.slug, "Facilitator"):
        assert secret not in response.text


@pytest.mark.parametrize("who", ["facilitator", "deputy", "member", "stranger", "moderator",
                                 "administrator"])  # fmt: skip
def test_does_not_exist_for_others(client, removal, somebody, who):
    client.force_login(somebody(who, removal.group))

    response = client.get(removal.get_absolute_url())

    assert response.status_code == 404
    assert "warnings" not in response.text


def test_asks_visitors_to_log_in(client, removal):
    assert client.get(removal.get_absolute_url()).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, removed, pk):
    client.force_login(removed)

    assert client.get(reverse("groups:removal_detail", args=[pk])).status_code == 404
