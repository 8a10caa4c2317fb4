import pytest
from django.urls import reverse

PROFILE = reverse("members:settings_profile")
GOOD = {
    "display_name": "Night Owl", "pronouns": "they/them", "about": "Awake.",
    "time_zone": "Europe/Berlin",
}  # fmt: skip


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def test_shows_what_others_see(signed_in, stranger):
    response = signed_in.get(PROFILE, {"nonsense": "1"})

    assert response.status_code == 200
    assert "<bdi>Stranger</bdi>" in response.text
    assert f"@{stranger.handle}" in response.text


def test_saves_a_profile(signed_in, stranger):
    response = signed_in.post(PROFILE, GOOD)

    stranger.refresh_from_db()
    assert (response.status_code, response.url) == (302, PROFILE)
    assert {name: getattr(stranger, name) for name in GOOD} == GOOD
    text = signed_in.get(PROFILE).text
    assert "Your profile is saved." in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"display_name": ""}, "This field is required."),
        ({"display_name": "\u200b\u202e"}, "Enter a name that people can read."),
        ({"display_name": "x" * 61}, "at most 60 characters"),
        ({"pronouns": "x" * 31}, "at most 30 characters"),
        ({"about": "x" * 1001}, "at most 1000 characters"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"time_zone": ""}, "This field is required."),
        ({"show_about": "staff"}, "not one of the available choices"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(signed_in, stranger, wrong, says):
    response = signed_in.post(PROFILE, GOOD | wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    assert "about" in wrong or "Awake." in response.text
    assert "display_name" in wrong or 'value="Night Owl"' in response.text
    assert "<bdi>Stranger</bdi>" in response.text
    stranger.refresh_from_db()
    assert (stranger.display_name, stranger.about) == ("Stranger", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("is_superuser", "on"), ("role", "administrator"), ("tier", "5"), ("norms_version", "9"),
        ("handle", "administrator-2"), ("email", "other@example.org"), ("is_active", ""),
        ("claimed_at", ""), ("read_before", "1970-01-01"), ("password", "x"), ("source", "x"),
        ("is_staff", "on"), ("locale", "de"), ("handle_key", "x"),
    ],
)  # fmt: skip
def test_changes_nothing_that_is_not_asked(signed_in, stranger, field, value):
    before = getattr(stranger, field)

    signed_in.post(PROFILE, GOOD | {field: value})

    stranger = type(stranger).objects.get(pk=stranger.pk)
    assert stranger.display_name == "Night Owl"
    assert getattr(stranger, field) == before


def test_keeps_who_sees_what(signed_in, stranger):
    assert stranger.audience_of("interests") == "nobody"  # so it was promised when it was asked

    signed_in.post(PROFILE, GOOD | {"show_about": "nobody", "show_interests": "everyone"})

    stranger.refresh_from_db()
    assert stranger.shown_to == {"about": "nobody", "interests": "everyone"}
    signed_in.post(PROFILE, GOOD | {"show_about": "members"})
    stranger.refresh_from_db()
    assert stranger.shown_to == {"about": "members", "interests": "everyone"}


def test_offers_names_that_nobody_has(signed_in, stranger, make_member, monkeypatch):
    make_member(handle="quiet-heron")
    make_member(display_name="Amber Moth")
    drawn = iter([("Quiet Heron", "quiet-heron"), ("Amber Moth", "amber-moth")] * 3
                 + [("Slow River", "slow-river")] * 6)  # fmt: skip
    monkeypatch.setattr("peersupport.members.querysets.pseudonym", lambda: next(drawn))

    text = signed_in.get(PROFILE).text

    assert "Slow River" in text
    assert "Quiet Heron" not in text
    assert "Amber Moth" not in text


def test_fills_in_a_name_that_was_offered_without_saving_it(signed_in, stranger):
    text = signed_in.get(PROFILE, {"name": 'Slow "River"'}).text

    assert 'value="Slow &#34;River&#34;"' in text
    stranger.refresh_from_db()
    assert stranger.display_name == "Stranger"


def test_is_for_newcomers_too(client, make_member):
    client.force_login(make_member(norms_version=0))

    assert client.get(PROFILE).status_code == 200


def test_asks_visitors_to_log_in(client, db):
    assert client.post(PROFILE, GOOD).url == f"{reverse('account_login')}?next={PROFILE}"


def test_is_kept_out_of_shared_caches(signed_in):
    assert signed_in.get(PROFILE)["Cache-Control"] == "private, no-store"
