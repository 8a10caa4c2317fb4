"""Every way in ends without a session until the code was right: security.md rows 16, 21 and 22."""

import re
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from peersupport.core.access import Rule
from peersupport.core.exceptions import Refused
from peersupport.members.actions import (
    MOST_GUESSES,
    change_role,
    check_code,
    turn_off_second_factor,
)
from peersupport.members.models import Member, Role, SecurityEvent
from peersupport.notifications.actions import deliver_next
from tests.access.table import walk
from tests.conftest import SignedIn, without_factor

from .device import question_on
from .door import (
    CODE,
    CODES,
    INSIDE,
    LOGIN,
    NEW,
    OFF,
    PASSKEY,
    PASSWORD,
    SECURITY,
    at_once,
    come_from,
    connect,
    is_inside,
    is_outside,
    leads_to,
    log_in,
    log_in_with,
    show_password_again,
    turn_on,
    type_code,
)

PHRASE = "quiet lamp over seven rivers"
ADMIN, ADMIN_LOGIN = reverse("admin:index"), reverse("admin:login")


def link_in_the_latest_letter():
    while deliver_next():
        pass
    return re.search(r"http://[^/\s]+(/accounts/\S+)", mail.outbox[-1].body)[1]


def refused(member):
    return member.security_events.filter(kind=SecurityEvent.Kind.CODE_REFUSED).count()


# ── with a password ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("more", [{}, {"remember": "on"}, {"next": SECURITY}])
def test_a_password_alone_opens_nothing(client, guarded, phone, more):
    response = log_in(client, guarded, **more)

    assert leads_to(response, CODE)
    assert is_outside(client)
    type_code(client, phone.code())
    assert is_inside(client)


@pytest.mark.parametrize("address", [INSIDE, SECURITY, NEW, OFF, CODES, ADMIN])
@pytest.mark.parametrize("method", ["get", "post"])
def test_between_password_and_code_every_page_leads_to_the_login(client, guarded, address, method):
    log_in(client, guarded)

    assert leads_to(getattr(client, method)(address), LOGIN)


def test_a_password_typed_twice_opens_nothing(client, guarded):
    log_in(client, guarded)

    log_in(client, guarded)

    assert is_outside(client)


def test_the_password_of_somebody_else_leads_to_their_account(client, guarded, stranger, phone):
    log_in(client, guarded)
    session = client.session
    del session["account_login"]
    session.save()
    log_in(client, stranger)

    assert client.session["_auth_user_id"] == str(stranger.pk)
    assert leads_to(type_code(client, phone.code()), "/")
    assert client.session["_auth_user_id"] == str(stranger.pk)


# ── with a letter ───────────────────────────────────────────────────────────────────────────


def test_confirming_an_address_opens_nothing(client, guarded, phone):
    guarded.emailaddress_set.update(verified=False)
    asked = log_in(client, guarded)
    assert leads_to(asked, reverse("account_email_verification_sent"))

    response = client.post(link_in_the_latest_letter())

    assert guarded.emailaddress_set.get().verified
    assert leads_to(response, CODE)
    assert is_outside(client)
    type_code(client, phone.code())
    assert is_inside(client)


def test_confirming_an_address_in_another_browser_opens_nothing(guarded):
    guarded.emailaddress_set.update(verified=False)
    log_in(Client(), guarded)
    other = Client()

    other.post(link_in_the_latest_letter())

    assert guarded.emailaddress_set.get().verified
    assert is_outside(other)


@pytest.mark.parametrize("password_before", [True, False])
def test_a_new_address_of_an_open_account_opens_no_other_browser(
    guarded_client, guarded, password_before
):
    guarded_client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    other = Client()
    if password_before:
        log_in(other, guarded)

    other.post(link_in_the_latest_letter())

    assert guarded.emailaddress_set.filter(email="new@example.org", verified=True).exists()
    assert is_outside(other)
    assert is_inside(guarded_client)


@pytest.mark.parametrize("password_before", [True, False])
def test_a_forgotten_password_opens_nothing(client, guarded, phone, password_before):
    if password_before:
        log_in(client, guarded)
    client.post(reverse("account_reset_password"), {"email": guarded.email})
    page = client.get(link_in_the_latest_letter()).url

    client.post(page, {"password1": PHRASE, "password2": PHRASE}, follow=True)

    guarded.refresh_from_db()
    assert guarded.check_password(PHRASE)
    assert guarded.second_factor_at
    assert is_outside(client)


def test_a_forgotten_password_is_not_a_forgotten_phone(client, guarded, phone):
    client.post(reverse("account_reset_password"), {"email": guarded.email})
    page = client.get(link_in_the_latest_letter()).url
    client.post(page, {"password1": PHRASE, "password2": PHRASE})
    fresh = Client()

    assert leads_to(log_in(fresh, guarded, PHRASE), CODE)
    assert is_outside(fresh)
    type_code(fresh, phone.code())
    assert is_inside(fresh)


# ── each way in, with each second step ─────────────────────────────────────────────────────

WAYS = {
    "password": lambda client, member, institution: log_in(client, member),
    "institution": lambda client, member, institution: come_from(client, institution),
}
STEPS = {
    "app": lambda client, phone, codes, device: type_code(client, phone.code()),
    "recovery code": lambda client, phone, codes, device: type_code(client, codes[0]),
    "passkey": lambda client, phone, codes, device: client.post(
        PASSKEY, {"answer": device.show(question_on(client.get(CODE).text))}
    ),
}


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("step", list(STEPS))
def test_each_way_in_ends_before_each_second_step(
    client, guarded, phone, codes, device, institution, way, step
):
    change_role(guarded, role=Role.MODERATOR)
    SocialAccount.objects.create(user=guarded, provider="uni", uid="m-4711")

    assert leads_to(WAYS[way](client, guarded, institution), CODE)
    assert is_outside(client)
    assert leads_to(client.get(ADMIN), LOGIN)

    STEPS[step](client, phone, codes, device)
    assert is_inside(client)
    assert client.get(ADMIN).status_code == 200


@pytest.mark.parametrize("way", list(WAYS))
def test_staff_without_a_second_step_get_in_and_no_further(client, stranger, institution, way):
    change_role(stranger, role=Role.MODERATOR)
    SocialAccount.objects.create(user=stranger, provider="uni", uid="m-4711")

    WAYS[way](client, stranger, institution)

    assert is_inside(client)
    assert leads_to(client.get(ADMIN), NEW)


def test_the_packages_own_pages_for_passkeys_are_not_here():
    assert not [name for name, _, _ in walk() if name.startswith("otp_webauthn")]
    assert not settings.OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN
    assert not [path for path in settings.AUTHENTICATION_BACKENDS if "webauthn" in path]


# ── past the login ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["moderator", "administrator", "guarded", "stranger"])
@pytest.mark.parametrize("typed", ["username", "login", "email"])
def test_the_admins_own_form_opens_nothing(client, request, who, typed):
    member = request.getfixturevalue(who)

    response = client.post(ADMIN_LOGIN, {typed: member.email, "password": PASSWORD, "next": ADMIN})

    assert leads_to(response, LOGIN)
    assert is_outside(client)
    assert leads_to(client.get(ADMIN), LOGIN)


def test_the_admins_own_form_is_never_shown(client, db):
    for address in (ADMIN, ADMIN_LOGIN):
        response = client.get(address)

        assert leads_to(response, LOGIN)
        assert response.text == ""


@pytest.mark.parametrize("address", [INSIDE, SECURITY, OFF, NEW, ADMIN])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["guarded", "administrator"])
def test_a_forced_session_ends_at_the_next_request(request, who, address, method):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    forced = client.session.session_key
    assert "_auth_user_id" in client.session

    response = getattr(client, method)(address)

    assert leads_to(response, LOGIN)
    assert is_outside(client)
    again = Client()
    again.cookies["sessionid"] = forced
    assert is_outside(again)


def test_a_forced_session_sees_public_pages_as_a_visitor(guarded):
    client = Client()
    client.force_login(guarded)

    response = client.get("/")

    assert response.wsgi_request.user.is_anonymous
    assert "Guarded" not in response.text


@pytest.mark.parametrize("more", [{}, {"remember": "on"}])
def test_a_session_from_before_ends_when_it_is_turned_on_elsewhere(client, stranger, more):
    log_in(client, stranger, **more)
    assert is_inside(client)

    turn_on(stranger)

    assert leads_to(client.get(INSIDE), LOGIN)
    assert is_outside(client)
    assert leads_to(log_in(client, stranger), CODE)


def test_a_session_is_not_excused_by_the_code_of_an_earlier_one(guarded_client, guarded):
    guarded_client.post(reverse("account_logout"))

    log_in(guarded_client, guarded)

    assert is_outside(guarded_client)


# ── what a code is worth ────────────────────────────────────────────────────────────────────


def test_a_wrong_code_opens_nothing(client, guarded, phone):
    log_in_with(client, guarded, phone.wrong_code())

    assert is_outside(client)
    assert refused(guarded) == 1


def test_a_code_counts_once(guarded, phone):
    code = phone.code()
    first, second = Client(), Client()
    log_in_with(first, guarded, code)

    replayed = log_in_with(second, guarded, code)

    assert replayed.status_code == 422
    assert is_outside(second)
    assert is_inside(first)


def test_a_code_counts_once_in_one_browser_too(client, guarded, phone):
    log_in_with(client, guarded, phone.code())
    client.post(reverse("account_logout"))

    log_in_with(client, guarded, phone.code())

    assert is_outside(client)


@pytest.mark.parametrize("steps", [-1, 0])
def test_no_code_counts_that_is_older_than_the_last_one(guarded, phone, steps):
    assert check_code(guarded, phone.code())

    assert check_code(guarded, phone.code(steps)) is None
    assert check_code(guarded, phone.code(1))


def test_the_code_that_connected_the_app_opens_nothing_afterwards(open_client, stranger, clock):
    app = connect(open_client, clock)
    open_client.post(CODES, {"stored": "on"})
    other = Client()

    log_in_with(other, stranger, app.code())

    assert is_outside(other)


@pytest.mark.parametrize(
    ("steps", "counts"),
    [
        (-20, False),
        (-3, False),
        (-2, False),
        (-1, True),
        (0, True),
        (1, True),
        (2, False),
        (20, False),
    ],
)
def test_a_code_counts_for_one_step_around_its_time(client, guarded, phone, steps, counts):
    log_in_with(client, guarded, phone.code(steps))

    assert is_inside(client) is counts
    assert is_outside(client) is not counts


def test_a_recovery_code_counts_once(guarded, codes):
    first, second = Client(), Client()
    log_in_with(first, guarded, codes[0])
    assert is_inside(first)

    replayed = log_in_with(second, guarded, codes[0].lower())

    assert replayed.status_code == 422
    assert is_outside(second)
    kinds = SecurityEvent.Kind
    assert guarded.security_events.filter(kind=kinds.CODE_USED).count() == 1
    assert guarded.recovery_codes.filter(used_at=None).count() == 9


def test_the_other_recovery_codes_stay_good(guarded, codes):
    for code in codes:
        assert check_code(guarded, code)

    assert not guarded.recovery_codes.filter(used_at=None).exists()


def test_a_recovery_code_of_somebody_else_opens_nothing(client, guarded, helper):
    turn_on(helper, ["AAAA-2222"])

    log_in_with(client, guarded, "AAAA-2222")

    assert is_outside(client)
    assert helper.recovery_codes.get().used_at is None


# ── guessing ────────────────────────────────────────────────────────────────────────────────


def guess_wrong(member, phone, times=MOST_GUESSES):
    for _ in range(times):
        assert check_code(member, phone.wrong_code()) is None


def age_guesses(member, **how_long):
    then = timezone.now() - timedelta(**how_long)
    authenticator = member.authenticator_set.get()
    authenticator.guesses = [then for _ in authenticator.guesses]
    authenticator.save()


@pytest.mark.parametrize("right", ["app", "recovery"])
def test_the_eleventh_guess_within_an_hour_is_refused_although_right(
    client, guarded, phone, codes, right
):
    guess_wrong(guarded, phone)
    age_guesses(guarded, minutes=59)

    response = log_in_with(client, guarded, phone.code() if right == "app" else codes[0])

    assert response.status_code == 422
    assert "Too many wrong codes. Wait an hour, then try again." in response.text
    assert is_outside(client)
    assert guarded.recovery_codes.filter(used_at=None).count() == 10


@pytest.mark.parametrize("right", ["app", "recovery"])
def test_it_is_accepted_again_after_an_hour(client, guarded, phone, codes, right):
    guess_wrong(guarded, phone)
    age_guesses(guarded, minutes=61)

    log_in_with(client, guarded, phone.code() if right == "app" else codes[0])

    assert is_inside(client)
    assert guarded.authenticator_set.get().guesses == []


def test_the_tenth_guess_still_counts(client, guarded, phone):
    guess_wrong(guarded, phone, MOST_GUESSES - 1)

    log_in_with(client, guarded, phone.code())

    assert is_inside(client)


def test_waiting_gives_ten_more_guesses_and_no_others(guarded, phone):
    guess_wrong(guarded, phone)
    age_guesses(guarded, minutes=61)

    guess_wrong(guarded, phone)

    with pytest.raises(Refused):
        check_code(guarded, phone.code())


def test_guessing_at_one_account_closes_no_other(guarded, phone, helper, codes):
    turn_on(helper, codes[:1])
    guess_wrong(guarded, phone)

    assert check_code(helper, codes[0])


def test_an_open_session_stays_while_somebody_guesses(guarded_client, guarded, phone):
    guess_wrong(guarded, phone)

    assert is_inside(guarded_client)


def test_of_a_thousand_guesses_ten_are_evaluated(guarded, phone, codes):
    page, direct = guess_through_the_page(guarded, phone), guess_directly(guarded, phone, 952)

    assert page + direct == 1000
    assert refused(guarded) == MOST_GUESSES
    assert len(guarded.authenticator_set.get().guesses) == MOST_GUESSES
    for right in (phone.code(), codes[0]):
        with pytest.raises(Refused):
            check_code(guarded, right)


def guess_through_the_page(member, phone):
    """Dozens of guesses, each from another place, browser and session, typed in other cases."""
    done = 0
    for number in range(24):
        dress = {
            "X-Forwarded-For": f"198.51.100.{number}",
            "User-Agent": f"Mozilla/5.0 (X11; Linux) Firefox/{100 + number}",
        }
        client = Client(headers=dress)
        fold = str.upper if number % 2 else str.title
        data = {"login": fold(member.email), "password": PASSWORD}
        assert leads_to(client.post(LOGIN, data), CODE)
        for code in (phone.wrong_code(), "abcd-2345" if number % 2 else "ABCD 2345"):
            assert type_code(client, code).status_code == 422
            done += 1
        assert is_outside(client)
    return done


def guess_directly(member, phone, times):
    code = phone.wrong_code()
    for _ in range(times):
        try:
            assert check_code(member, code) is None
        except Refused:
            continue
    return times


def test_a_code_that_is_sent_many_times_at_once_counts_once(committed, guarded, phone):
    code = phone.code()

    found = at_once(8, lambda: check_code(guarded, code))

    assert sum(1 for authenticator in found if authenticator) == 1


def test_guesses_that_come_at_once_are_counted_one_by_one(committed, guarded, phone):
    code = phone.wrong_code()

    found = at_once(MOST_GUESSES + 6, lambda: check_code(guarded, code))

    assert not any(found)
    assert refused(guarded) == MOST_GUESSES


# ── staff ───────────────────────────────────────────────────────────────────────────────────


def staff_pages():
    for name, route, pattern in walk():
        if getattr(pattern.callback, "access", None) is Rule.STAFF and "(?P" not in route:
            yield pytest.param("/" + re.sub(r"<[^>]+>", "1", route), id=name)
    yield pytest.param(ADMIN + "members/", id="admin:app_list")
    yield pytest.param(ADMIN + "no/such/page", id="admin:nothing")


STAFF_PAGES = list(staff_pages())


def test_there_are_staff_pages():
    assert len(STAFF_PAGES) > 20


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", STAFF_PAGES)
def test_staff_without_a_second_factor_are_led_to_set_it_up(client, administrator, address, method):
    client.force_login(without_factor(administrator))

    response = getattr(client, method)(address)

    assert leads_to(response, NEW)
    assert response.text == ""


@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_staff_who_set_it_up_get_in(client, request, clock, who):
    member = without_factor(request.getfixturevalue(who))
    log_in(client, member)
    show_password_again(client)
    assert leads_to(client.get(ADMIN), NEW)

    connect(client, clock)
    assert leads_to(client.get(ADMIN), NEW)
    client.post(CODES, {"stored": "on"})

    assert client.get(ADMIN).status_code == 200


def test_staff_get_in_with_password_and_code(client, moderator):
    turn_on(without_factor(moderator), ["AAAA-2222"])

    log_in(client, moderator)
    assert leads_to(client.get(ADMIN), LOGIN)
    type_code(client, "AAAA-2222")

    assert client.get(ADMIN).status_code == 200


def test_staff_pages_do_not_exist_for_a_member_with_a_second_factor(guarded_client):
    assert guarded_client.get(ADMIN).status_code == 404


def test_a_new_role_is_led_to_set_it_up_at_the_next_login(client, stranger):
    change_role(stranger, role=Role.MODERATOR)

    log_in(client, stranger)

    assert is_inside(client)
    assert leads_to(client.get(ADMIN), NEW)


# ── other sessions ──────────────────────────────────────────────────────────────────────────


def new_password(member):
    member.set_password(PHRASE)
    member.save()


def close(member):
    Member.objects.filter(pk=member.pk).update(is_active=False)


def give_role(member):
    change_role(member, role=Role.MODERATOR)


@pytest.mark.parametrize("change", [new_password, give_role, close, turn_on])
def test_three_sessions_end_when(stranger, change):
    clients = [SignedIn() for _ in range(3)]
    for client in clients:
        log_in(client, stranger)
        assert is_inside(client)

    change(stranger)

    for client in clients:
        assert leads_to(client.get(INSIDE), LOGIN)


@pytest.mark.parametrize("change", [new_password, give_role, close, turn_off_second_factor])
def test_a_session_with_a_code_ends_when(guarded_client, guarded, change):
    assert is_inside(guarded_client)

    change(guarded)

    assert leads_to(guarded_client.get(INSIDE), LOGIN)


@pytest.mark.parametrize("role", [Role.NONE, Role.ORGANISER, Role.ADMINISTRATOR])
def test_a_staff_session_ends_when_the_role_changes(client, moderator, role):
    client.force_login(moderator)
    assert client.get(ADMIN).status_code == 200

    change_role(moderator, role=role)

    assert leads_to(client.get(ADMIN), LOGIN)


def test_a_session_stays_when_nothing_of_this_changes(guarded_client, guarded):
    Member.objects.filter(pk=guarded.pk).update(display_name="Renamed", tier=3, about="Awake.")

    assert is_inside(guarded_client)


def test_an_account_that_opens_again_needs_a_new_login(client, stranger):
    log_in(client, stranger)
    close(stranger)
    client.get(INSIDE)

    Member.objects.filter(pk=stranger.pk).update(is_active=True)

    assert is_outside(client)


@pytest.mark.parametrize("who", ["guarded", "stranger"])
def test_who_changes_the_password_stays_and_the_others_end(request, phone, clock, who):
    member = request.getfixturevalue(who)
    mine, *others = clients = [SignedIn() for _ in range(4)]
    for client in clients:
        log_in(client, member)
        if member.second_factor_at:
            type_code(client, phone.code())
            clock.forward(2)
        assert is_inside(client)

    response = mine.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": PHRASE, "password2": PHRASE},
    )

    assert response.status_code == 302
    assert is_inside(mine)
    for other in others:
        assert leads_to(other.get(INSIDE), LOGIN)
        assert is_outside(other)


def test_a_new_password_through_a_letter_ends_every_session(guarded_client, guarded):
    elsewhere = Client()
    elsewhere.post(reverse("account_reset_password"), {"email": guarded.email})
    page = elsewhere.get(link_in_the_latest_letter()).url

    elsewhere.post(page, {"password1": PHRASE, "password2": PHRASE})

    assert leads_to(guarded_client.get(INSIDE), LOGIN)
    assert is_outside(guarded_client)
    assert is_outside(elsewhere)
