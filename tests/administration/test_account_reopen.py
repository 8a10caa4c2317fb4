from django.urls import reverse

from peersupport.administration.actions import close_account
from peersupport.administration.models import Closure
from peersupport.notifications.models import Letter
from tests.conftest import SignedIn
from tests.members.door import LOGIN, SECURITY, is_inside, leads_to, log_in


def page(member):
    return reverse("administration:account_reopen", args=[member.handle])


def test_lets_somebody_in_again_by_signing_in(admin_client, administrator, stranger):
    theirs = SignedIn()
    log_in(theirs, stranger)
    close_account(stranger, by=administrator, reason="By mistake.")
    assert "Open the account of Stranger again?" in admin_client.get(page(stranger)).text

    response = admin_client.post(page(stranger), {"reason": "It was another one."}, follow=True)

    assert "The account is open again." in response.text
    assert leads_to(theirs.get(SECURITY), LOGIN)  # what was open before stays ended
    log_in(theirs, stranger)
    assert is_inside(theirs)
    closure = Closure.objects.get()
    assert (closure.reopened_by, closure.reopened_because) == (administrator, "It was another one.")
    assert "It was another one." in Letter.objects.filter(address=stranger.email).latest("pk").text


def test_only_what_an_administrator_closed(admin_client, make_member, stranger):
    assert admin_client.post(page(stranger), {"reason": "Why"}).status_code == 404
    erased = make_member(is_active=False)
    assert admin_client.post(page(erased), {"reason": "Why"}).status_code == 404
