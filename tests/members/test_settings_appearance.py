import pytest
from django.urls import reverse

from peersupport.activity.actions import settle_next
from peersupport.reactions import REACTIONS

APPEARANCE = reverse("members:settings_appearance")
GOOD = {"theme": "dark", "text_size": "125", "calm_mode": "on", "shortcuts": "on"}


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def test_changes_every_page_at_once_and_for_nobody_else(
    signed_in, client, stranger, helper, django_assert_max_num_queries
):
    assert "data-" not in signed_in.get("/about/accessibility/").text.partition("<head>")[0]

    response = signed_in.post(APPEARANCE, GOOD)

    assert response.url == APPEARANCE
    with django_assert_max_num_queries(3):  # session, member, notices: as before
        text = signed_in.get("/about/accessibility/").text
    assert 'data-theme="dark" data-size="125" data-calm>' in text
    assert '<body data-shortcuts="on">' in text
    stranger.refresh_from_db()
    assert not stranger.first_steps  # a box that is not ticked
    client.force_login(helper)
    assert "data-theme" not in client.get("/about/accessibility/").text


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"text_size": "900"}])
def test_refuses_what_is_not_offered(signed_in, stranger, wrong):
    response = signed_in.post(APPEARANCE, GOOD | wrong)

    assert response.status_code == 422
    assert 'data-theme="dark"' not in response.text
    stranger.refresh_from_db()
    assert (stranger.theme, stranger.calm_mode) == ("", False)


def test_calm_mode_shows_no_number_of_notices(signed_in, stranger, helper, make_topic, make_post):
    make_post(make_topic(author=stranger), body="Hello.")
    while settle_next(REACTIONS):
        pass
    assert "1 unread" in signed_in.get("/").text

    signed_in.post(APPEARANCE, GOOD)

    text = signed_in.get("/").text
    assert "unread</span>" not in text
    assert "thing has happened" not in text
