"""What stands first on a member's home page."""

import pytest
from django.urls import reverse

from forums.actions import lock, mark_answer, mark_read, reply
from forums.models import Topic
from groups.models import Group, Membership
from peersupport.activity.actions import settle_next
from peersupport.members.actions import block, mute
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Watch
from peersupport.reactions import REACTIONS

HOME, LIST = reverse("forums:home"), reverse("forums:topic_list")


def settle():
    while settle_next(REACTIONS):
        pass


@pytest.fixture
def needs(client):
    """The titles of each short list that a member's home page shows."""

    def needs(member):
        client.force_login(member)
        shown = client.get(HOME).context["needs"]
        return {need.show: [topic.title for topic in need.topics] for need in shown}

    return needs


def test_a_reply_waits_until_one_writes_again(needs, client, asker, helper, topic, make_post):
    mine = make_post(topic, author=asker)
    make_post(topic, author=helper)  # answers the topic that asker began
    waiting = make_post(topic, author=helper, reply_to=mine)
    settle()

    mark_read(topic, member=asker, number=waiting.number)
    assert needs(asker) == {"replies": [topic.title]}
    assert f"{topic.get_absolute_url()}#post-3" in client.get(HOME).text  # the first that waits
    assert client.get(LIST, {"show": "replies"}).context["topics"] == [topic]
    reply(topic, author=asker, body="Thanks.")
    assert needs(asker) == {}
    assert client.get(LIST, {"show": "replies"}).context["topics"] == []


def test_a_mention_waits_and_other_replies_do_not(
    needs, make_member, helper, stranger, make_topic, make_post
):
    topic, other = make_topic(title="Named"), make_topic(title="Only followed")
    for each in (topic, other):
        make_post(each, author=stranger)
    make_post(topic, author=helper, body=f"@{stranger.handle}, what do you think?")
    make_post(other, author=helper)
    settle()

    assert needs(stranger) == {"replies": ["Named"], "following": ["Only followed"]}


@pytest.mark.parametrize("why", ["locked", "muted", "blocked", "left"])
def test_nothing_waits_that_cannot_or_need_not_be_answered(
    needs, asker, helper, moderator, topic, make_post, make_category, why
):
    make_post(topic, author=helper)
    settle()
    assert "replies" in needs(asker)

    if why == "locked":
        lock(topic, by=moderator, locked=True)
    elif why == "left":
        office = make_category(see=2, read=2, start=2, reply=2)
        Topic.objects.filter(pk=topic.pk).update(category=office)
    else:
        {"muted": mute, "blocked": block}[why](asker, other=helper)

    assert "replies" not in needs(asker)


def test_unread_topics_of_followed_places(needs, client, stranger, make_category, make_topic):
    place, elsewhere = make_category(), make_category()
    followed = make_topic(title="Followed", category=elsewhere)
    in_place, calm, read = (
        make_topic(title=title, category=place) for title in ("In place", "Normal", "Read")
    )
    make_topic(title="Elsewhere", category=elsewhere)
    watch(stranger, followed, level=Watch.Level.FOLLOWING)
    watch(stranger, place, level=Watch.Level.FOLLOWING)
    watch(stranger, calm, level=Watch.Level.NORMAL)
    mark_read(read, member=stranger, number=1)

    assert needs(stranger) == {"following": ["In place", "Followed"]}
    listed = client.get(LIST, {"show": "following"}).context["topics"]
    assert {topic.title for topic in listed} == {"Followed", "In place", "Read"}
    assert in_place in listed


def test_questions_stay_open_until_an_answer_is_marked(
    needs, client, asker, stranger, make_topic, make_post
):
    topics = [make_topic(kind="question", title=f"Question {n}") for n in range(5)]
    make_topic(title="A discussion")
    make_topic(kind="question", author=stranger)

    assert needs(asker)["mine-open"] == ["Question 4", "Question 3", "Question 2"]
    assert f"{LIST}?show=mine-open" in client.get(HOME).text  # see all
    for topic in topics:
        mark_answer(topic, post=make_post(topic), by=asker)
    assert "mine-open" not in needs(asker)
    assert client.get(LIST, {"show": "mine-open"}).context["topics"] == []


def test_nothing_shows_of_what_one_may_no_longer_open(needs, make_member, make_category, helper):
    group = Group.objects.create(
        name="Inner", slug="inner", purpose="-", kind=Group.Kind.REQUEST, founded_by=helper
    )
    place = make_category(group=group)
    member = make_member()
    topic = Topic.objects.create(
        category=place, author=helper, title="Kanarienvogel", slug="k", last_number=1
    )
    watch(member, topic, level=Watch.Level.FOLLOWING)
    assert needs(member) == {}
    membership = Membership.objects.create(group=group, member=member, norms_version=1)
    assert needs(member) == {"following": ["Kanarienvogel"]}

    membership.delete()
    assert needs(member) == {}


def test_is_kind_when_nothing_waits(client, stranger, topic):
    client.force_login(stranger)

    assert "Nothing is waiting for you." in client.get(HOME).text


def test_gives_no_numbers_in_calm_mode(client, helper, make_topic, make_post):
    topic = make_topic()
    make_post(topic)
    for _n in range(3):
        make_post(topic, author=topic.author)
    helper.calm_mode = True
    helper.save()
    client.force_login(helper)

    text = client.get(HOME).text

    assert "3 new" not in text
    assert 'class="chip unread">New<' in text


@pytest.mark.parametrize("topics", [1, 8])
def test_home_costs_the_same_however_much_waits(
    client, make_member, make_topic, make_post, topics, django_assert_max_num_queries
):
    member = make_member(first_steps=False)
    for _ in range(topics):
        make_post(make_topic(author=member, kind="question"))
        followed = make_topic()
        watch(member, followed, level=Watch.Level.FOLLOWING)
    settle()
    client.force_login(member)

    with django_assert_max_num_queries(14):
        assert len(client.get(HOME).context["needs"]) >= 2
