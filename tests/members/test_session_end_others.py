from django.core.cache import cache
from django.urls import reverse

from peersupport.members.models import Session
from peersupport.members.sessions import SessionStore
from tests.conftest import SignedIn

from .door import LOGIN, SECURITY, is_inside, leads_to, log_in, show_password_again

OTHERS = reverse("members:session_end_others")


def test_only_the_present_one_stays(open_client, stranger, helper):
    others = [SignedIn(), SignedIn()]
    for client in others:
        log_in(client, stranger)
        assert is_inside(client)
    neighbour = SignedIn()
    log_in(neighbour, helper)
    assert "Log out all others" in open_client.get(SECURITY).text

    text = open_client.post(OTHERS, follow=True).text

    assert "All your other devices are logged out." in text
    assert "Log out all others" not in text
    assert all(leads_to(client.get(SECURITY), LOGIN) for client in others)
    assert is_inside(open_client)
    assert is_inside(neighbour)
    stranger.refresh_from_db()
    (left,) = Session.objects.visible_to(stranger)
    assert left.pk == open_client.session.session_key


def test_a_session_that_no_list_knows_ends_too(open_client, stranger):
    hidden = SignedIn()
    log_in(hidden, stranger)
    key = hidden.session.session_key
    Session.objects.filter(pk=key).delete()
    assert cache.get(SessionStore.cache_key_prefix + key)

    open_client.post(OTHERS)

    assert leads_to(hidden.get(SECURITY), LOGIN)


def test_asks_for_the_password_again(client, open_client, stranger):
    log_in(client, stranger)

    assert client.post(OTHERS).url.startswith(reverse("account_reauthenticate"))
    assert is_inside(open_client)
    show_password_again(client)
    client.post(OTHERS)
    assert leads_to(open_client.get(SECURITY), LOGIN)
