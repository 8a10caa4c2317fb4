import pytest
from django.urls import reverse

from forums.actions import make_feed_key, revoke_feed_key
from forums.models import FeedKey, Topic
from groups.models import Group, Membership
from peersupport.members.actions import mute
from peersupport.members.models import Member
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Watch


def feed(token, name="unread"):
    return reverse("forums:member_feed", args=[token, name])


@pytest.fixture
def token(stranger):
    return make_feed_key(stranger)


def test_holds_what_one_follows_or_has_not_read(client, stranger, token, make_topic):
    followed = make_topic(title="Followed")
    make_topic(title="Unread")
    watch(stranger, followed, level=Watch.Level.FOLLOWING)

    unread, following = client.get(feed(token)), client.get(feed(token, "following"))

    assert "Followed" in unread.text
    assert "Unread" in unread.text
    assert "Followed" in following.text
    assert ">Unread<" not in following.text
    assert unread["Cache-Control"] == "private, no-cache"
    assert not unread.cookies
    assert client.get(feed(token, "other")).status_code == 404
    assert token not in unread.text


@pytest.mark.parametrize("why", ["revoked", "replaced", "closed", "unknown"])
def test_stops_at_the_next_request(client, stranger, token, topic, why):
    assert client.get(feed(token)).status_code == 200

    if why == "revoked":
        revoke_feed_key(stranger)
    elif why == "replaced":
        make_feed_key(stranger)
    elif why == "closed":
        Member.objects.filter(pk=stranger.pk).update(is_active=False)

    assert client.get(feed("no-such-key" if why == "unknown" else token)).status_code == 404


def test_asks_what_one_may_read_each_time_and_tells_nothing_of_a_group(
    client, stranger, helper, token, make_category
):
    group = Group.objects.create(
        name="Inner", slug="inner", purpose="-", kind=Group.Kind.REQUEST, founded_by=helper
    )
    place = make_category(group=group)
    topic = Topic.objects.create(
        category=place,
        author=helper,
        title="Kanarie",
        slug="kanarie",
        excerpt="Kanarie",
        last_number=1,
    )
    watch(stranger, topic, level=Watch.Level.FOLLOWING)
    membership = Membership.objects.create(group=group, member=stranger, norms_version=1)

    for name in ("unread", "following"):
        text = client.get(feed(token, name)).text
        assert "A new reply in your group" in text
        assert "anarie" not in text
    membership.delete()
    assert "A new reply" not in client.get(feed(token)).text


def test_holds_no_words_of_who_is_muted_or_of_a_sensitive_place(
    client, stranger, helper, token, make_topic, make_category
):
    make_topic(author=helper, title="Kanarie")
    assert "Kanarie" in client.get(feed(token)).text
    mute(stranger, other=helper)
    make_topic(category=make_category(is_sensitive=True), title="Nachtigall", body="Nachtigall")

    text = client.get(feed(token)).text

    assert "Kanarie" not in text
    assert "achtigall" not in text
    assert "A new reply in a conversation on this site" in text


def test_is_no_visit_and_keeps_only_a_digest(client, stranger, token, topic):
    Member.objects.filter(pk=stranger.pk).update(last_visit_day=None)

    client.get(feed(token))

    assert Member.objects.get(pk=stranger.pk).last_visit_day is None
    assert token not in str(FeedKey.objects.values().get())
