import pytest
from django.urls import reverse

from forums.actions import choose_level
from peersupport.members.actions import hide_themes
from peersupport.notifications.models import Watch

THEMES = reverse("forums:settings_themes")


def test_remembers_themes_and_tags_and_shows_them_ticked(client, stranger):
    client.force_login(stranger)

    response = client.post(THEMES, {"notes": ["grief", "exams"], "tags": "Sleep , #C++, ,sleep"})

    stranger.refresh_from_db()
    assert (response.status_code, response.url) == (302, THEMES)
    assert stranger.hidden_notes == ["exams", "grief"]
    assert stranger.hidden_tags == ["c++", "sleep"]
    page = client.get(THEMES).text
    assert page.count(" checked") == 2
    assert 'value="c++, sleep"' in page


@pytest.mark.parametrize(
    "wrong", [{"notes": ["nonsense"]}, {"tags": ",".join(map(str, range(60)))}]
)
def test_says_what_does_not_fit_and_changes_nothing(client, stranger, wrong):
    hide_themes(stranger, notes=["grief"], tags=["sleep"])
    client.force_login(stranger)

    assert client.post(THEMES, wrong).status_code == 422

    stranger.refresh_from_db()
    assert (stranger.hidden_notes, stranger.hidden_tags) == (["grief"], ["sleep"])


def test_is_linked_from_settings_and_from_a_note_and_names_muted_places(
    client, stranger, make_topic
):
    topic = make_topic(note="grief")
    client.force_login(stranger)
    for page in (reverse("members:settings_people"), topic.get_absolute_url()):
        assert f'href="{THEMES}"' in client.get(page).text

    choose_level(topic.category, member=stranger, level=Watch.Level.MUTED)

    assert topic.category.get_absolute_url() in client.get(THEMES).text
