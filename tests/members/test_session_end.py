import re
import time

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from peersupport import privacy
from peersupport.core import cache as caching
from peersupport.core.middleware import LONGEST_SECONDS, SIGN_IN
from peersupport.members.actions import end_session
from peersupport.members.models import Session
from peersupport.members.sessions import SessionStore
from tests.conftest import SignedIn

from .door import LOGIN, SECURITY, is_inside, is_outside, leads_to, log_in, show_password_again

END = reverse("members:session_end")
PHONE = "Mozilla/5.0 (Android 15; Mobile) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def phone_client(stranger):
    client = SignedIn(headers={"user-agent": PHONE})
    log_in(client, stranger)
    assert is_inside(client)
    return client


def numbers_on(page):
    return re.findall(r'name="session" value="([0-9a-f]{32})"', page)


def test_ends_the_other_device_at_its_next_request(open_client, phone_client, stranger):
    page = open_client.get(SECURITY).text
    assert "Firefox on Android" in page
    assert phone_client.session.session_key not in page
    (number,) = numbers_on(page)

    response = open_client.post(END, {"session": number}, follow=True)

    assert "That device is logged out." in response.text
    assert numbers_on(response.text) == []
    assert is_outside(phone_client)
    assert is_inside(open_client)
    assert stranger.security_events.filter(kind="session_ended").count() == 1


def test_neither_the_row_nor_the_cached_copy_is_left(phone_client, stranger):
    session = Session.objects.get(pk=phone_client.session.session_key)
    copy = SessionStore.cache_key_prefix + session.pk
    assert cache.get(copy)

    end_session(session, of=stranger)

    assert cache.get(copy) is None
    assert not Session.objects.filter(pk=session.pk).exists()


def test_a_copy_that_comes_back_with_redis_opens_nothing(
    open_client, phone_client, stranger, monkeypatch
):
    (number,) = numbers_on(open_client.get(SECURITY).text)
    monkeypatch.setattr("peersupport.members.actions.sessions.is_away", lambda: True)
    copy = SessionStore.cache_key_prefix + phone_client.session.session_key
    kept = cache.get(copy)

    open_client.post(END, {"session": number})
    cache.set(copy, kept)

    assert leads_to(phone_client.get(SECURITY), LOGIN)
    assert is_inside(open_client)


def test_says_when_redis_did_not_answer(monkeypatch):
    monkeypatch.setattr(caching.ForgivingRedisCache, "_away_until", time.monotonic() + 9)

    assert caching.is_away()


def test_is_for_ones_own_sessions_only(open_client, helper, stranger):
    theirs = SignedIn()
    log_in(theirs, helper)
    session = Session.objects.get(member=helper)

    assert open_client.post(END, {"session": session.number}).status_code == 404
    assert open_client.post(END, {"session": "nonsense"}).status_code == 404
    assert is_inside(theirs)
    session.auth_hash = (
        stranger.get_session_auth_hash()
    )  # a proof that fits does not make it theirs
    session.save()
    assert open_client.post(END, {"session": session.number}).status_code == 404


def test_asks_for_the_password_again(phone_client, open_client):
    number = Session.objects.get(pk=open_client.session.session_key).number

    response = phone_client.post(END, {"session": number})

    assert leads_to(response, reverse("account_reauthenticate"))
    assert is_inside(open_client)
    show_password_again(phone_client)
    phone_client.post(END, {"session": number})
    assert is_outside(open_client)


def test_use_is_written_down_once_an_hour_and_ends_after_three_months(phone_client):
    def age(seconds, name="seen"):
        session = phone_client.session
        session[SIGN_IN] = session[SIGN_IN] | {name: int(time.time()) - seconds}
        session.save()
        return Session.objects.get(pk=session.session_key).seen_at

    before = age(3500)
    phone_client.get(SECURITY)
    assert Session.objects.get().seen_at == before
    before = age(3700)
    phone_client.get(SECURITY)
    assert (Session.objects.get().seen_at - before).total_seconds() > 3600
    age(LONGEST_SECONDS + 1, "at")
    assert leads_to(phone_client.get(SECURITY), LOGIN)


def test_what_is_over_is_forgotten_at_night(phone_client, open_client):
    over = Session.objects.filter(pk=phone_client.session.session_key)
    over.update(expire_date=timezone.now())

    privacy.apply_retention()

    assert [s.pk for s in Session.objects.all()] == [open_client.session.session_key]
