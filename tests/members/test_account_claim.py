from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from peersupport.members.actions import claim, claim_token
from peersupport.members.models import Member
from peersupport.notifications.models import Letter

GOOD = {"email": "Back@Example.org", "password": "a harbour full of lanterns"}


@pytest.fixture
def imported(make_member):
    member = make_member(handle="old-hand", display_name="Old Hand")
    member.emailaddress_set.all().delete()
    Member.objects.filter(pk=member.pk).update(email=None, claimed_at=None, password="!unusable")
    member.refresh_from_db()
    return member


@pytest.fixture
def address(imported):
    return reverse("members:account_claim", args=[claim_token(imported)])


def test_who_holds_the_link_takes_over_and_confirms_by_mail(client, imported, address):
    assert "Old Hand" in client.get(address).text

    response = client.post(address, GOOD)

    imported.refresh_from_db()
    assert response.url == reverse("account_email_verification_sent")
    assert (imported.email, imported.check_password(GOOD["password"])) == ("back@example.org", True)
    assert imported.claimed_at is not None
    assert not imported.emailaddress_set.get().verified
    assert Letter.objects.get().address == "back@example.org"


def test_it_works_once(client, address):
    client.post(address, GOOD)

    assert client.get(address).status_code == 404
    assert client.post(address, GOOD | {"email": "other@example.org"}).status_code == 404
    assert not Member.objects.filter(email="other@example.org").exists()


def test_it_works_for_fourteen_days(client, imported):
    with patch("time.time", return_value=(timezone.now() - timedelta(days=15)).timestamp()):
        token = claim_token(imported)

    assert client.get(reverse("members:account_claim", args=[token])).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_what_we_did_not_make_opens_nothing(client, imported, token):
    assert client.get(reverse("members:account_claim", args=[token])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"password": "short"}, "at least 10"), ({"email": "nobody"}, "name@example.org"),
     ({"email": "asker@taken.example"}, "cannot be used")],
)  # fmt: skip
def test_a_mistake_is_said_and_changes_nothing(
    client, make_member, imported, address, typed, words
):
    make_member(email="asker@taken.example")

    response = client.post(address, GOOD | typed)

    imported.refresh_from_db()
    assert response.status_code == 422
    assert words in response.text
    assert imported.claimed_at is None


def test_a_claimed_account_is_nobody_elses_to_claim(client, imported):
    claim(claim_token(imported), email="a@example.org", password="long enough a phrase")
    imported.refresh_from_db()

    again = reverse("members:account_claim", args=[claim_token(imported)])

    assert client.get(again).status_code == 404


@pytest.mark.parametrize(("who", "offered"), [("administrator", True), ("moderator", False)])
def test_only_an_administrator_hands_out_links(client, request, imported, who, offered):
    client.force_login(request.getfixturevalue(who))

    response = client.post(
        reverse("admin:members_member_changelist"),
        {"action": "offer_claim", "_selected_action": [imported.pk]}, follow=True,
    )  # fmt: skip

    assert ("/accounts/claim/" in response.text) is offered
