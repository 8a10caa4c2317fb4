import pytest
from django.test import Client
from django.urls import reverse

from peersupport.core.context import SITE
from peersupport.members.models import Member, SecurityEvent

from .door import (
    CODE,
    INSIDE,
    LOGIN,
    PASSWORD,
    SECURITY,
    Phone,
    is_inside,
    is_outside,
    leads_to,
    log_in,
    turn_on,
    type_code,
)


@pytest.fixture
def at_the_door(guarded):
    """A browser in which the password of `guarded` was right, and nothing more."""
    client = Client()
    log_in(client, guarded)
    return client


def test_the_right_code_opens_the_account(at_the_door, phone):
    assert "Type your sign-in code" in at_the_door.get(CODE, {"nonsense": "1"}).text

    response = type_code(at_the_door, phone.code())

    assert (response.status_code, response.url) == (302, "/")
    assert is_inside(at_the_door)


def test_leads_where_one_wanted_to_go(client, guarded, phone):
    client.post(
        LOGIN, {"login": guarded.email, "password": PASSWORD}, query_params={"next": SECURITY}
    )

    assert type_code(client, phone.code()).url == SECURITY


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_leads_nowhere_else(client, guarded, phone, address):
    client.post(
        LOGIN, {"login": guarded.email, "password": PASSWORD}, query_params={"next": address}
    )

    assert type_code(client, phone.code()).url == "/"


def test_leads_to_the_norms_first_if_they_were_not_accepted(at_the_door, guarded, phone):
    Member.objects.filter(pk=guarded.pk).update(norms_version=0)

    response = type_code(at_the_door, phone.code())

    assert leads_to(response, reverse("moderation:norms_accept"))


@pytest.mark.parametrize("pasted", ["{0} {1}", "{0}-{1}", " {0}{1}\n", "{0}\u00a0{1}", "{0} - {1}"])
def test_takes_a_pasted_code(at_the_door, phone, pasted):
    code = phone.code()

    type_code(at_the_door, pasted.format(code[:3], code[3:]))

    assert is_inside(at_the_door)


@pytest.mark.parametrize(
    "retype",
    [
        str, str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " "),
        lambda code: f"  {code.lower()} ", lambda code: " ".join(code.lower()),
    ],
)  # fmt: skip
def test_takes_a_recovery_code_however_it_is_typed(at_the_door, codes, retype):
    type_code(at_the_door, retype(codes[3]))

    assert is_inside(at_the_door)


def test_a_wrong_code_is_said_and_opens_nothing(at_the_door, guarded, phone):
    response = type_code(at_the_door, phone.wrong_code())

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert "That code is not right, or was used before. Try the next one." in response.text
    assert is_outside(at_the_door)
    kinds = list(guarded.security_events.values_list("kind", flat=True))
    assert kinds == [SecurityEvent.Kind.CODE_REFUSED, SecurityEvent.Kind.FACTOR_ON]


def test_the_right_code_still_counts_after_a_wrong_one(at_the_door, phone):
    type_code(at_the_door, phone.wrong_code())

    type_code(at_the_door, phone.code())

    assert is_inside(at_the_door)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "-",
        "12345",
        "1234567",
        "abcdef",
        "1e5",
        "٠٠٠٠٠٠",
        "¹²³⁴⁵⁶",
        "x" * 21,
        "\x00",
        "' OR 1=1",
    ],
)
def test_nonsense_is_no_code(at_the_door, typed):
    response = type_code(at_the_door, typed)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert is_outside(at_the_door)


@pytest.mark.parametrize("typed", ["", "x" * 21])
def test_what_cannot_be_a_code_is_no_guess(at_the_door, guarded, typed):
    type_code(at_the_door, typed)

    assert guarded.authenticator_set.get().guesses == []


def test_nothing_at_all_says_what_to_enter(at_the_door):
    assert "Enter the code." in type_code(at_the_door, "").text


def test_the_code_of_somebody_else_opens_nothing(at_the_door, stranger, clock):
    others = Phone(turn_on(stranger, ["AAAA-2222"]), clock)

    for code in (others.code(), "AAAA-2222"):
        assert type_code(at_the_door, code).status_code == 422

    assert is_outside(at_the_door)


def test_a_code_without_a_password_opens_nothing(client, phone):
    assert leads_to(client.get(CODE), LOGIN)
    assert leads_to(type_code(client, phone.code()), LOGIN)
    assert is_outside(client)


def test_who_has_no_second_factor_never_sees_it(client, stranger):
    assert log_in(client, stranger).url == "/"
    assert is_inside(client)


def test_who_is_signed_in_is_led_home(guarded_client):
    assert leads_to(guarded_client.get(CODE), "/")


def test_starting_again_forgets_the_password(at_the_door, phone):
    response = at_the_door.post(CODE, {"do": "again"})

    assert leads_to(response, LOGIN)
    assert leads_to(type_code(at_the_door, phone.code()), LOGIN)
    assert is_outside(at_the_door)


def test_the_password_counts_for_a_quarter_of_an_hour(at_the_door, phone):
    session = at_the_door.session
    session["account_login"]["initiated_at"] -= 901
    session.save()

    assert leads_to(type_code(at_the_door, phone.code()), LOGIN)
    assert is_outside(at_the_door)


def test_an_account_that_closed_meanwhile_stays_closed(at_the_door, guarded, phone):
    Member.objects.filter(pk=guarded.pk).update(is_active=False)

    type_code(at_the_door, phone.code())

    assert leads_to(at_the_door.get(INSIDE), LOGIN)


def test_the_session_key_changes_and_the_old_one_is_worthless(at_the_door, phone):
    planted = at_the_door.session.session_key

    type_code(at_the_door, phone.code())

    thief = Client()
    thief.cookies["sessionid"] = planted
    assert at_the_door.session.session_key != planted
    assert is_outside(thief)


def test_signing_in_is_noted_with_the_device(at_the_door, guarded, phone):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    type_code(at_the_door, phone.code(), headers={"User-Agent": agent})

    event = guarded.security_events.first()
    assert (event.kind, event.device) == (SecurityEvent.Kind.SIGNED_IN, "Firefox on Linux")


def test_is_kept_out_of_every_cache(at_the_door):
    assert "no-store" in at_the_door.get(CODE)["Cache-Control"]


@pytest.mark.parametrize(("is_demo", "shown"), [(True, True), (False, False)])
def test_only_the_demo_shows_where_its_codes_are(at_the_door, monkeypatch, is_demo, shown):
    monkeypatch.setitem(SITE, "is_demo", is_demo)

    assert (reverse("members:dev_codes") in at_the_door.get(CODE).text) is shown
