import pytest
from django.urls import reverse

from peersupport.activity.models import Activity
from peersupport.administration.actions import close_account
from peersupport.administration.models import Closure, RoleGrant
from peersupport.core.exceptions import Refused
from peersupport.notifications.models import Letter
from tests.conftest import SignedIn
from tests.members.door import LOGIN, SECURITY, is_inside, leads_to, log_in


def page(member, name="account_close"):
    return reverse(f"administration:{name}", args=[member.handle])


def test_closes_an_account_at_its_next_request(admin_client, administrator, stranger):
    theirs = SignedIn()
    log_in(theirs, stranger)
    assert is_inside(theirs)
    assert "Close the account of Stranger?" in admin_client.get(page(stranger)).text

    response = admin_client.post(page(stranger), {"reason": "Sells essays."}, follow=True)

    assert "The account is closed." in response.text
    assert "Closed: Sells essays." in response.text
    assert leads_to(theirs.get(SECURITY), LOGIN)
    log_in(theirs, stranger)
    assert leads_to(theirs.get(SECURITY), LOGIN)
    closure = Closure.objects.get()
    assert (closure.member, closure.closed_by) == (stranger, administrator)
    assert "Sells essays." in Letter.objects.get(address=stranger.email).text
    assert Activity.objects.filter(verb="administration.account_closed").count() == 1


def test_a_role_ends_with_the_account(admin_client, granted):
    admin_client.post(page(granted), {"reason": "Account was taken over."})

    granted.refresh_from_db()
    assert (granted.role, granted.is_active) == ("", False)
    assert RoleGrant.objects.get().ended_at


def test_wants_a_reason(admin_client, stranger):
    response = admin_client.post(page(stranger), {"reason": " "})

    assert response.status_code == 422
    assert "Say why in a sentence." in response.text
    assert not Closure.objects.exists()


def test_nobody_closes_their_own_or_without_being_administrator(
    admin_client, administrator, moderator, stranger
):
    assert admin_client.get(page(administrator)).status_code == 404
    for member, by in [(administrator, administrator), (stranger, moderator)]:
        with pytest.raises(Refused):
            close_account(member, by=by, reason="Why")
    stranger.refresh_from_db()
    assert stranger.is_active


def test_asks_for_the_password_again(client, administrator, stranger):
    client.force_login(administrator)

    response = client.post(page(stranger), {"reason": "Why"})

    assert leads_to(response, reverse("account_reauthenticate"))
