"""Following and muting a category: who hears, and where its topics are absent."""

import pytest
from django.urls import reverse

from forums.actions import choose_level, start_topic
from peersupport.activity.actions import settle_next
from peersupport.notifications.actions import deliver_next
from peersupport.notifications.models import Kind, Letter, Notice, Watch
from peersupport.reactions import REACTIONS

MUTED, NORMAL, FOLLOWING = Watch.Level.MUTED, Watch.Level.NORMAL, Watch.Level.FOLLOWING
CANARY = "Canarybird"


def settle():
    while settle_next(REACTIONS):
        pass


def address(category):
    return reverse("forums:category_watch", args=[category.slug])


def told(member):
    return list(member.notices.values_list("kind", flat=True))


def test_the_buttons_follow_mute_and_take_it_back(client, stranger, category, topic):
    client.force_login(stranger)

    for level, words in ((2, "Following"), (0, "You muted this category."), (1, "Mute category")):
        response = client.post(address(category), {"level": str(level)})
        assert (response.status_code, response.url) == (302, category.get_absolute_url())
        assert words in client.get(category.get_absolute_url()).text
        assert Watch.objects.get(member=stranger).level == level
    swap = client.post(address(category), {"level": "2"}, headers={"HX-Request": "true"})
    assert "Following" in swap.text.lstrip().removeprefix("<form")
    assert client.post(address(category), {"level": "3"}).status_code == 404


def test_who_follows_hears_of_new_topics_and_not_of_replies(
    client, stranger, category, make_topic, make_post
):
    choose_level(category, member=stranger, level=FOLLOWING)
    topic = make_topic(title=CANARY)
    make_post(topic)
    settle()

    assert told(stranger) == [Kind.TOPIC]
    assert deliver_next()
    client.force_login(stranger)
    assert f"started “<bdi>{CANARY}</bdi>”" in client.get(reverse("notifications:notice_list")).text
    make_topic(body=f"@{stranger.handle}")
    settle()
    assert told(stranger) == [Kind.MENTION, Kind.TOPIC]  # one notice for each thing


def test_a_muted_category_is_absent_from_every_list_but_its_own(
    client, stranger, asker, category, make_topic
):
    topic = make_topic(title=CANARY)
    lists = [
        reverse("forums:home"), asker.get_absolute_url(),
        *(reverse("forums:topic_list") + f"?show={show}" for show in ("latest", "unread", "waiting")),
    ]  # fmt: skip
    client.force_login(stranger)
    assert all(CANARY in client.get(address).text for address in lists)

    choose_level(category, member=stranger, level=MUTED)

    assert not [address for address in lists if CANARY in client.get(address).text]
    assert CANARY in client.get(category.get_absolute_url()).text
    assert CANARY in client.get(reverse("forums:hidden_list")).text
    page = client.get(topic.get_absolute_url())
    assert (page.status_code, "You muted this category" in page.text) == (200, True)
    choose_level(topic, member=stranger, level=NORMAL)
    assert CANARY in client.get(lists[0]).text


@pytest.mark.parametrize("own", [None, FOLLOWING])
def test_nobody_is_told_of_what_they_muted_unless_they_follow_the_topic(
    stranger, category, topic, make_post, own
):
    choose_level(category, member=stranger, level=MUTED)
    if own is not None:
        choose_level(topic, member=stranger, level=own)

    make_post(topic, body=f"@{stranger.handle}")
    settle()

    assert told(stranger) == ([Kind.MENTION] if own else [])
    assert stranger.letters.count() == (1 if own else 0)


@pytest.mark.parametrize("mute", ["topic", "category", "note", "tag"])
def test_a_notice_and_a_letter_from_before_the_muting_are_put_away(
    client, stranger, category, asker, mute
):
    follow = start_topic(
        category, author=asker, title="T", body=f"@{stranger.handle}", note="grief"
    )
    follow.tag_names = ["sleep"]
    follow.save(update_fields=["tag_names"])
    settle()
    client.force_login(stranger)
    notices = reverse("notifications:notice_list")
    assert "mentioned you" in client.get(notices).text

    if mute in {"topic", "category"}:
        client.post(
            reverse("forums:topic_watch", args=[follow.pk])
            if mute == "topic"
            else address(category),
            {"level": "0"},
        )
    else:
        data = {"notes": ["grief"]} if mute == "note" else {"tags": "exams, #Sleep"}
        client.post(reverse("forums:settings_themes"), data)

    page = client.get(notices)
    assert "mentioned you" not in page.text
    assert not Notice.objects.filter(recipient=stranger, read_at=None).exists()
    deliver_next()
    assert Letter.objects.get(recipient=stranger).state == Letter.State.DROPPED


def test_does_not_exist_for_who_may_not_see_it(client, stranger, make_category):
    place = make_category(see=2, read=2, start=2, reply=2)
    client.force_login(stranger)

    assert client.post(address(place), {"level": "2"}).status_code == 404
    assert client.get(address(place)).status_code == 405
