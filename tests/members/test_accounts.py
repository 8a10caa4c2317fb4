import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from peersupport.members.models import Member
from peersupport.notifications.actions import deliver_next
from peersupport.notifications.models import Letter

SIGNUP, LOGIN = reverse("account_signup"), reverse("account_login")
RESET = reverse("account_reset_password")
NORMS = reverse("moderation:norms_accept")
PHRASE = "quiet lamp over seven rivers"
NEW = {"email": "newcomer@example.org", "handle": "night-owl", "password1": PHRASE}


@pytest.fixture(autouse=True)
def norms_in_force(norms):
    """Everybody is asked to agree to them."""


def read_letters():
    """Send what waits and return the texts, newest last."""
    while deliver_next():
        pass
    return [sent.body for sent in mail.outbox]


def link_in(text):
    return re.search(r"http://[^/\s]+(/accounts/\S+)", text)[1]


def log_in(client, email, password="a long enough phrase", **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def ask_for_reset(client, member):
    """The address and session of a page on which a new password is chosen."""
    client.post(RESET, {"email": member.email})
    link = link_in(read_letters()[-1])
    return link, client.get(link).url


# ── making an account ───────────────────────────────────────────────────────────────────────


def test_a_program_that_fills_in_everything_makes_no_account(client):
    assert '<div class="vh" aria-hidden="true">' in client.get(SIGNUP).text

    response = client.post(SIGNUP, NEW | {"website": "https://shop.example"})

    assert "Send this once more" in response.text
    assert "shop.example" not in response.text  # a person who sends it again gets through
    assert not Member.objects.filter(email=NEW["email"]).exists()
    client.post(SIGNUP, NEW | {"website": ""})
    assert Member.objects.filter(email=NEW["email"]).exists()


def test_a_person_signs_up_confirms_and_agrees_once_to_everything(client, policies):
    response = client.post(SIGNUP, NEW)
    assert (response.status_code, response.url) == (302, reverse("account_email_verification_sent"))
    assert Letter.objects.get().address == "newcomer@example.org"
    assert mail.outbox == []
    assert client.get("/settings/profile/").status_code == 302

    link = link_in(read_letters()[0])
    assert "Confirm this address" in client.get(link).text
    response = client.post(link)

    member = Member.objects.get()
    assert response.status_code == 302
    assert response.url.startswith(NORMS)
    assert client.get("/settings/profile/").status_code == 200
    assert (member.handle, member.display_name) == ("night-owl", "night-owl")
    assert (member.norms_version, member.tier, member.role) == (0, 0, "")
    assert not member.has_accepted_norms
    assert not member.consents.exists()
    client.post(NORMS, {})
    assert not member.consents.exists()
    client.post(NORMS, {"agree": "on"})
    assert Member.objects.get().has_accepted_norms
    assert {record.purpose for record in member.consents.all()} == {"norms", "terms", "privacy"}


def test_looking_at_a_confirmation_confirms_nothing(client):
    client.post(SIGNUP, NEW)

    client.get(link_in(read_letters()[0]))

    assert not EmailAddress.objects.get().verified


def test_a_confirmation_works_in_another_browser_without_logging_it_in_twice(client):
    client.post(SIGNUP, NEW)
    link = link_in(read_letters()[0])
    other = Client()

    other.post(link)
    again = Client().post(link)

    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" not in again.wsgi_request.session


def test_nobody_logs_in_before_confirming(client):
    client.post(SIGNUP, NEW)

    response = log_in(Client(), NEW["email"], PHRASE)

    assert response.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in response.wsgi_request.session


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "not an address"}, "e-mail address"),
        ({"email": ""}, "e-mail address"),
        ({"handle": ""}, "Choose a handle."),
        ({"handle": "Nïght"}, "Use 3 to 30 small letters"),
        ({"handle": "admin"}, "kept free"),
        ({"handle": "m0derat0r"}, "kept free"),
        ({"password1": "short"}, "10 characters"),
        ({"password1": "password123"}, "easy to guess"),
        ({"password1": "qwertyuiop"}, "easy to guess"),
        ({"password1": "night-owl-night"}, "similar to the handle"),
        ({"password1": "newcomer@example.org"}, "similar to the e-mail"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(client, wrong, says):
    response = client.post(SIGNUP, NEW | wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    for name in ("email", "handle"):
        assert name in wrong or f'value="{NEW[name]}"' in response.text
    assert "password1" in wrong or PHRASE not in response.text
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    "handle", ["night-owl", "nightowl", "n1ght-0wl", "NIGHT_OWL", "n-i-g-h-t-owl"]
)
def test_refuses_a_handle_that_looks_like_anothers(client, make_member, handle):
    make_member(handle="night-owl")

    response = client.post(SIGNUP, NEW | {"handle": handle})

    assert response.status_code == 422
    assert "That handle is taken, or looks like one that is." in response.text
    assert f'value="{handle}"' in response.text
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("is_staff", "on", None), ("role", "administrator", ""), ("tier", "5", 0),
        ("norms_version", "9", 0), ("is_superuser", "on", False), ("is_active", "", True),
        ("source", "x", ""), ("terms_version", "9", 0), ("display_name", "Admin", "night-owl"), ("groups", "1", None), ("read_before", "1970-01-01", None),
    ],
)  # fmt: skip
def test_makes_nobody_more_than_a_newcomer(client, field, value, kept):
    client.post(SIGNUP, NEW | {field: value})

    member = Member.objects.get()
    assert not member.is_staff
    assert not member.groups.exists()
    if kept is not None:
        assert getattr(member, field) == kept


def test_closed_sign_up_makes_no_account(client, settings):
    settings.SIGNUP_MODE = "closed"

    assert "New accounts are closed for now" in client.get(SIGNUP).text
    response = client.post(SIGNUP, NEW)

    assert "New accounts are closed for now" in response.text
    assert not Member.objects.exists()
    assert not Letter.objects.exists()


# ── telling nobody who is here ──────────────────────────────────────────────────────────────


def same_but_for(text, *words):
    """The page without what differs each time: tokens, and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    for word in words:
        text = text.replace(word, "…")
    return text


def test_a_failed_login_does_not_say_whether_there_is_an_account(client, stranger):
    known = log_in(Client(), stranger.email, "a wrong phrase")
    unknown = log_in(Client(), "nobody@example.org", "a wrong phrase")

    assert known.status_code == unknown.status_code == 422
    assert same_but_for(known.text, stranger.email) == same_but_for(
        unknown.text, "nobody@example.org"
    )
    assert not Letter.objects.exists()


def test_a_closed_account_looks_like_none_to_who_guesses(make_member):
    closed = make_member(is_active=False)

    known = log_in(Client(), closed.email, "a wrong phrase")
    unknown = log_in(Client(), "nobody@example.org", "a wrong phrase")

    assert same_but_for(known.text, closed.email) == same_but_for(
        unknown.text, "nobody@example.org"
    )


def test_a_reset_does_not_say_whether_there_is_an_account(stranger):
    known = Client().post(RESET, {"email": stranger.email}, follow=True)
    unknown = Client().post(RESET, {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert same_but_for(known.text) == same_but_for(unknown.text)


def test_sign_up_does_not_say_whether_there_is_an_account(make_member):
    member = make_member(handle="somebody-else")

    known = Client().post(SIGNUP, NEW | {"email": member.email}, follow=True)
    unknown = Client().post(SIGNUP, NEW, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert same_but_for(known.text, member.email) == same_but_for(unknown.text, NEW["email"])
    assert Member.objects.filter(email=member.email).count() == 1
    letters = dict(
        zip(Letter.objects.values_list("address", flat=True), read_letters(), strict=True)
    )
    assert set(letters) == {member.email, NEW["email"]}
    assert any("There is one already, so nothing was changed." in text for text in letters.values())


# ── logging in and out ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("fold", [str.lower, str.upper, str.title])
def test_a_member_logs_in_however_the_address_is_typed(client, stranger, fold):
    response = log_in(client, fold(stranger.email))

    assert (response.status_code, response.url) == (302, "/")
    assert "Hello, <bdi>Stranger</bdi>" in client.get("/").text


def test_the_session_key_changes_at_login_and_the_old_one_is_worthless(client, stranger):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key

    log_in(client, stranger.email)

    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/settings/profile/").status_code == 302


def test_a_closed_account_is_logged_out_at_once(client, stranger):
    log_in(client, stranger.email)
    Member.objects.update(is_active=False)

    assert client.get("/settings/profile/").status_code == 302
    assert log_in(Client(), stranger.email).wsgi_request.user.is_anonymous


def test_an_imported_person_cannot_log_in(make_member):
    member = make_member(claimed_at=None)
    member.set_unusable_password()
    member.save()

    for password in ("", "!", "a long enough phrase"):
        assert log_in(Client(), member.email, password).wsgi_request.user.is_anonymous


def test_logging_out_needs_a_press_and_ends_the_session(client, stranger):
    log_in(client, stranger.email)
    client.get(reverse("account_logout"))
    assert client.get("/settings/profile/").status_code == 200

    client.post(reverse("account_logout"))

    assert client.get("/settings/profile/").status_code == 302


HOSTILE = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example",
    "javascript:alert(1)", "http:evil.example", "https:///evil.example", " //evil.example",
    "\x00//evil.example", "//evil.example\\@testserver", "https://testserver@evil.example/",
    "https://testserver.evil.example/", "/%5cevil.example/..//evil.example", "data:text/html,x",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize("how", ["query", "form"])
def test_logging_in_stays_on_this_site(client, stranger, address, how):
    data = {"login": stranger.email, "password": "a long enough phrase"}
    if how == "query":
        response = client.post(LOGIN, data, query_params={"next": address})
    else:
        response = client.post(LOGIN, data | {"next": address})

    assert response.status_code == 302
    assert response.url.startswith("/")
    assert not response.url.startswith(("//", "/\\", "/\t", "/\n", "/\r"))


def test_logging_in_leads_where_one_wanted_to_go(client, stranger, topic):
    response = client.post(
        LOGIN,
        {"login": stranger.email, "password": "a long enough phrase"},
        query_params={"next": topic.get_absolute_url()},
    )

    assert response.url == topic.get_absolute_url()


@pytest.mark.parametrize("address", HOSTILE)
def test_logging_out_stays_on_this_site(client, stranger, address):
    client.force_login(stranger)

    response = client.post(reverse("account_logout"), {"next": address})

    assert response.url.startswith("/")
    assert not response.url.startswith(("//", "/\\", "/\t", "/\n", "/\r"))


def test_too_many_wrong_passwords_close_the_door_for_a_while(client, stranger):
    for _ in range(5):
        assert "Too many tries." not in log_in(client, stranger.email, "a wrong phrase").text

    response = log_in(client, stranger.email)

    assert "Too many tries." in response.text
    assert response.wsgi_request.user.is_anonymous


def test_too_many_accounts_from_one_place_are_answered_with_429(client):
    codes = []
    for number in range(25):
        email = f"n{number}@example.org"
        response = Client().post(SIGNUP, NEW | {"email": email, "handle": f"owl-{number}x"})
        codes.append(response.status_code)

    assert codes[0] == 302
    assert codes[-1] == 429
    assert "slow down" in response.text
    assert Member.objects.count() == codes.count(302) <= 20


def test_an_invented_forwarded_address_opens_no_new_door(stranger):
    for number in range(5):
        Client().post(
            LOGIN,
            {
                "login": stranger.email.upper() if number % 2 else stranger.email,
                "password": "wrong",
            },
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )

    response = Client().post(
        LOGIN,
        {"login": stranger.email, "password": "a long enough phrase"},
        headers={"X-Forwarded-For": "10.9.9.9"},
    )

    assert response.wsgi_request.user.is_anonymous


# ── choosing a new password ─────────────────────────────────────────────────────────────────


def test_a_forgotten_password_is_replaced_once(client, stranger):
    link, page = ask_for_reset(client, stranger)

    response = client.post(page, {"password1": PHRASE, "password2": PHRASE})

    assert response.status_code == 302
    stranger.refresh_from_db()
    assert stranger.check_password(PHRASE)
    again = Client()
    assert "This link no longer works" in again.get(link, follow=True).text
    again.post(page, {"password1": "another " + PHRASE, "password2": "another " + PHRASE})
    stranger.refresh_from_db()
    assert stranger.check_password(PHRASE)


@pytest.mark.parametrize(
    ("first", "second"), [("short", "short"), ("password123", "password123"), (PHRASE, "other")]
)
def test_a_bad_new_password_changes_nothing(client, stranger, first, second):
    _, page = ask_for_reset(client, stranger)

    response = client.post(page, {"password1": first, "password2": second})

    assert response.status_code == 422
    assert "There is a problem" in response.text
    stranger.refresh_from_db()
    assert stranger.check_password("a long enough phrase")


def test_a_reset_link_dies_when_the_password_changes_otherwise(client, stranger):
    link, _ = ask_for_reset(client, stranger)
    stranger.set_password("changed by another way")
    stranger.save()

    assert "This link no longer works" in Client().get(link, follow=True).text


def test_a_reset_link_of_one_member_is_none_for_another(client, stranger, helper):
    link, _ = ask_for_reset(client, stranger)
    key = link.rstrip("/").rsplit("/", 1)[1]
    _, page = ask_for_reset(Client(), helper)
    others = link.replace(key, "x" + key)

    assert "This link no longer works" in Client().get(others, follow=True).text
    assert page


def test_a_reset_link_names_the_sites_own_address_whatever_the_host(client, stranger):
    client.post(RESET, {"email": stranger.email}, headers={"Host": "localhost"})

    text = read_letters()[-1]

    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in text
    assert "localhost" not in text


def test_an_unknown_host_is_refused(client, stranger):
    response = client.post(RESET, {"email": stranger.email}, headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert not Letter.objects.exists()


def test_a_changed_password_logs_out_everywhere_else(client, stranger):
    other = Client()
    for browser in (client, other):
        log_in(browser, stranger.email)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": "a long enough phrase", "password1": PHRASE, "password2": PHRASE},
    )

    stranger.refresh_from_db()
    assert stranger.check_password(PHRASE)
    assert client.get("/settings/profile/").status_code == 200
    assert other.get("/settings/profile/").status_code == 302


def test_passwords_are_never_kept_in_a_letter(client):
    client.post(SIGNUP, NEW)

    assert not Letter.objects.filter(text__contains=PHRASE).exists()
