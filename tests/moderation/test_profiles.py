"""What somebody wrote about themself, once a moderator hid it."""

import pytest

from moderation.actions import hide_profile, show_profile_again
from moderation.registry import Act, content_of
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

WORDS = "Zilpzalp sings here."


@pytest.fixture
def person(make_member):
    return make_member(
        display_name="Rotkehlchen", handle="robin", about=WORDS, pronouns="fae/faer", listed=True,
        shown_to={"about": "everyone", "pronouns": "everyone"},
    )  # fmt: skip


@pytest.fixture
def pages(person, make_topic):
    topic = make_topic(author=person)
    return [person.get_absolute_url(), topic.get_absolute_url(), "/members/", "/search/?q=robin"]


def seen(client, pages, *words):
    texts = [client.get(page).text for page in pages]
    return {word for word in words if any(word in text for text in texts)}


def test_nobody_but_themself_reads_it_until_it_is_shown_again(
    client, person, pages, stranger, moderator
):
    words = (WORDS, "fae/faer")
    client.force_login(stranger)
    assert seen(client, pages, *words) == set(words)

    facts = hide_profile(person, by=moderator, with_name=False)

    assert seen(client, pages, *words, "Rotkehlchen") == {"Rotkehlchen"}
    client.logout()
    assert seen(client, pages[:2], *words) == set()
    client.force_login(person)
    assert seen(client, pages[:1], WORDS) == {WORDS}
    with pytest.raises(Refused):
        hide_profile(person, by=moderator, with_name=True)
    show_profile_again(person, facts, by=moderator)
    client.force_login(stranger)
    assert seen(client, pages, *words) == set(words)


def test_with_the_name_the_handle_stands_in_its_place(client, person, pages, stranger, moderator):
    content = content_of(person)
    facts = content.carry_out(person, Act.REMOVE, by=moderator, choice="", reason="")

    client.force_login(stranger)
    assert seen(client, pages, "Rotkehlchen", "robin") == {"robin"}
    assert "Rotkehlchen" in content.context_of(Member.objects.get(pk=person.pk))[0].html
    assert "Rotkehlchen" not in str(facts)


def test_a_name_chosen_meanwhile_stays(person, moderator):
    facts = hide_profile(person, by=moderator, with_name=True)
    Member.objects.filter(pk=person.pk).update(display_name="Goldammer")

    shown = show_profile_again(person, facts, by=moderator)

    assert (shown.display_name, shown.hidden_name) == ("Goldammer", "")


def test_what_somebody_chose_to_show_outlives_it(client, person, moderator):
    hide_profile(person, by=moderator, with_name=False)
    client.force_login(person)

    assert "fae/faer" in client.get("/settings/profile/").text
    assert Member.objects.get(pk=person.pk).chosen_audience_of("about") == "everyone"
