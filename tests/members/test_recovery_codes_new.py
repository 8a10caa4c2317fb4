import pytest

from peersupport.members.views.security import PENDING

from .door import (
    CODES,
    CODES_NEW,
    LOGIN,
    PASSWORD,
    REAUTHENTICATE,
    codes_on,
    leads_to,
    let_time_pass,
    log_in,
    show_password_again,
)


def digests(member):
    return set(member.recovery_codes.values_list("digest", "used_at"))


def test_shows_ten_others_and_changes_nothing_yet(guarded_client, guarded, codes):
    before = digests(guarded)

    response = guarded_client.post(CODES_NEW)

    shown = codes_on(guarded_client.get(CODES).text)
    assert leads_to(response, CODES)
    assert len(set(shown)) == 10
    assert not set(shown) & set(codes)
    assert digests(guarded) == before


def test_each_press_makes_others(guarded_client):
    guarded_client.post(CODES_NEW)
    first = codes_on(guarded_client.get(CODES).text)

    guarded_client.post(CODES_NEW)

    assert not set(first) & set(codes_on(guarded_client.get(CODES).text))


def test_works_for_staff_who_have_none(administrator, client):
    client.force_login(administrator)
    show_password_again(client)
    client.post(CODES_NEW)

    client.post(CODES, {"stored": "on"})

    assert administrator.recovery_codes.count() == 10


def test_does_not_exist_without_a_second_factor(open_client, stranger):
    assert open_client.post(CODES_NEW).status_code == 404
    assert PENDING not in open_client.session
    assert not stranger.recovery_codes.exists()


def test_needs_a_press(guarded_client):
    assert guarded_client.get(CODES_NEW).status_code == 405
    assert PENDING not in guarded_client.session


def test_an_old_session_types_the_password_and_goes_on(guarded_client):
    let_time_pass(guarded_client, 601)

    asked = guarded_client.post(CODES_NEW)
    assert leads_to(asked, REAUTHENTICATE)
    assert PENDING not in guarded_client.session
    response = guarded_client.post(asked.url, {"password": PASSWORD, "next": CODES_NEW})

    assert leads_to(response, CODES)
    assert len(codes_on(guarded_client.get(CODES).text)) == 10


def test_a_wrong_password_makes_none(guarded_client):
    let_time_pass(guarded_client, 601)

    asked = guarded_client.post(CODES_NEW)
    response = guarded_client.post(asked.url, {"password": "wrong", "next": CODES_NEW})

    assert response.status_code == 422
    assert PENDING not in guarded_client.session


@pytest.mark.parametrize("method", ["get", "post"])
def test_asks_visitors_to_log_in(client, db, method):
    assert leads_to(getattr(client, method)(CODES_NEW), LOGIN)


def test_a_password_alone_makes_none(client, guarded):
    before = digests(guarded)
    log_in(client, guarded)

    assert leads_to(client.post(CODES_NEW), LOGIN)
    assert digests(guarded) == before
