import re

import pytest
from django.urls import reverse

from peersupport.members.actions import block
from peersupport.members.models import Member


def profile(member):
    return reverse("forums:member_detail", args=[member.handle])


def test_shows_a_person_and_what_they_wrote(client, stranger, make_member, make_topic, make_post):
    person = make_member(display_name="Night Owl", pronouns="they/them", about="Awake & <here>")
    make_topic(author=person, title="Their topic")
    make_post(make_topic(), author=person, body="Their reply.")
    client.force_login(stranger)

    text = client.get(profile(person), {"nonsense": "1"}).text

    assert "<bdi>Night Owl</bdi>" in text
    assert "they/them" in text
    assert "Awake &amp; &lt;here&gt;" in text
    assert "Their topic" in text
    assert "Their reply." in text
    assert person.email not in text


def test_offers_to_edit_ones_own_profile_only(client, stranger, helper):
    client.force_login(stranger)

    assert "Edit profile" in client.get(profile(stranger)).text
    assert "Edit profile" not in client.get(profile(helper)).text


@pytest.mark.parametrize("audience", ["", "everyone", "members", "nobody"])
def test_shows_each_part_to_whom_the_person_chose(
    client, stranger, moderator, make_member, make_topic, audience
):
    told = {
        "pronouns": "they/them", "about": "Awake at night.", "interests": "Thinking differently",
        "languages": "Kiswahili", "joined": "<span>joined ", "posts": "Their own words",
    }  # fmt: skip
    person = make_member(
        pronouns="they/them", about="Awake at night.", interests=["neurodiverse"],
        languages=["sw"], shown_to=dict.fromkeys(told, audience) if audience else {},
    )  # fmt: skip
    topic = make_topic(author=person, title="Their own words")
    words = client.get(topic.get_absolute_url()).text
    assert ("they/them" in words) == (audience == "everyone")  # beside what they write, too

    def seen():
        return {part for part, words in told.items() if words in client.get(profile(person)).text}

    assert seen() == (set(told) if audience == "everyone" else set())  # a visitor
    client.force_login(stranger)
    usual = {"pronouns", "about", "joined", "posts"}
    whole = set(told)
    assert seen() == {"": usual, "everyone": whole, "members": whole, "nobody": set()}[audience]
    client.force_login(moderator)
    assert "posts" in seen()
    client.force_login(person)
    assert seen() == whole


def test_its_owner_can_look_as_others_do(client, stranger, moderator, make_category, make_topic):
    person = moderator
    Member.objects.filter(pk=person.pk).update(
        about="Awake at night.", shown_to={"posts": "everyone"}
    )
    inner = make_category(see=1, read=1)
    make_topic(author=person, title="Open words")
    make_topic(author=person, category=inner, title="Inner words")
    office = make_category(see=2, read=2, start=2, reply=2)
    make_topic(author=person, category=office, title="Shut words")
    client.force_login(person)

    def seen(how):
        text = client.get(profile(person), {"as": how}).text
        return {
            words
            for words in ("Awake at", "Open words", "Inner words", "Shut words")
            if words in text
        }

    assert "Shut words" in seen("")
    assert seen("visitors") == {"Open words"}
    assert seen("members") == {"Awake at", "Open words", "Inner words"}
    client.force_login(stranger)
    assert seen("visitors") == {"Awake at", "Open words", "Inner words"}  # for owners alone


def test_a_blocked_pair_find_the_page_of_a_missing_handle(
    client, asker, helper, moderator, topic, make_post
):
    make_post(topic)
    block(asker, other=helper)

    for reader, person in ((asker, helper), (helper, asker)):
        client.force_login(reader)
        client.get("/")
        pages = [client.get(reverse("forums:member_detail", args=[h]))
                 for h in (person.handle, "nobody-here")]  # fmt: skip
        assert [page.status_code for page in pages] == [404, 404]
        texts = [page.text.replace(person.handle, "nobody-here") for page in pages]
        assert len({re.sub(r'(?<=token" value=")\w+', "", text) for text in texts}) == 1
    block(asker, other=moderator)
    client.force_login(moderator)
    assert client.get(profile(asker)).status_code == 200  # whoever moderates must be able to look


def test_is_hidden_from_visitors_until_something_public_is_written(client, stranger, make_topic):
    assert client.get(profile(stranger)).status_code == 404
    make_topic(author=stranger)
    assert client.get(profile(stranger)).status_code == 200


def test_shows_only_what_the_reader_may_read(
    client, stranger, moderator, make_category, make_topic, make_post
):
    members = make_category(name="Members", see=1, read=1)
    staff = make_category(name="Office", see=2, read=2, start=2, reply=2)
    make_topic(author=moderator, title="Open words")
    make_post(make_topic(category=members, title="Inner topic"), author=moderator, body="Inner!")
    make_topic(author=moderator, category=staff, title="Office words")

    assert "Inner" not in client.get(profile(moderator)).text
    client.force_login(stranger)
    text = client.get(profile(moderator)).text
    assert "Inner!" in text
    assert "Office words" not in text
    client.force_login(moderator)
    assert "Office words" in client.get(profile(moderator)).text


def test_says_when_nobody_uses_an_imported_account(client, stranger, make_member):
    imported = make_member(claimed_at=None)
    client.force_login(stranger)

    assert "Nobody uses this account here." in client.get(profile(imported)).text


def test_does_not_exist_for_closed_accounts_and_unknown_handles(client, stranger, make_member):
    closed = make_member(is_active=False)
    client.force_login(stranger)

    assert client.get(profile(closed)).status_code == 404
    assert client.get(reverse("forums:member_detail", args=["nobody-here"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 20])
def test_costs_the_same_queries_for_any_number_of_rows(
    client, stranger, helper, make_topic, make_post, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        make_post(make_topic(author=helper), author=helper)
    client.force_login(stranger)

    with django_assert_max_num_queries(8):
        client.get(profile(helper))
