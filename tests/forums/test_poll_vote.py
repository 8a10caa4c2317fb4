from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.actions import PollFacts, delete, lock, vote
from forums.models import Ballot, Poll
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.invariants import INVARIANTS, broken_invariants, repair
from peersupport.members.actions import block

HIDDEN = "You see the results once you have voted"


@pytest.fixture
def make_poll(make_topic):
    def make(**facts):
        options = facts.pop("options", ["Tea", "Coffee", "Neither"])
        return make_topic(poll=PollFacts(question="What wakes you?", options=options, **facts))

    return make


def poll_of(topic):
    return Poll.objects.get(post__topic=topic)


def counts(topic):
    return list(poll_of(topic).options.values_list("vote_count", flat=True))


def address(topic):
    return reverse("forums:poll_vote", args=[topic.pk])


def test_counts_a_vote_and_shows_it_in_numbers_and_shares(client, helper, stranger, make_poll):
    topic = make_poll()
    vote(topic, member=stranger, choices=[1])
    client.force_login(helper)
    assert "Nobody sees what you choose." in client.get(topic.get_absolute_url()).text

    response = client.post(address(topic), {"choice": "2"}, follow=True)

    assert response.redirect_chain[-1][0] == poll_of(topic).get_absolute_url()
    assert "1 vote, 50%" in response.text
    assert "2 people have voted." in response.text
    assert response.text.count("Your choice") == 1
    assert counts(topic) == [1, 1, 0]


def test_says_in_what_a_poll_was_asked_and_no_page_says_who_chose(
    client, helper, moderator, make_poll
):
    topic = make_poll()
    vote(topic, member=helper, choices=[2])
    client.force_login(moderator)

    assert "What wakes you?" in client.get(topic.get_absolute_url()).text
    assert "Helper" not in client.get(topic.get_absolute_url()).text
    assert Ballot not in admin.site._registry
    said = Activity.objects.get(verb="forums.voted")
    assert (said.actor, said.data) == (helper, {"topic": topic.pk})


def test_lets_people_change_their_vote_only_where_the_poll_says_so(helper, make_poll):
    changing, fixed = make_poll(), make_poll(can_change=False)
    for topic in (changing, fixed):
        vote(topic, member=helper, choices=[1])

    vote(changing, member=helper, choices=[3])
    with pytest.raises(Refused, match="a vote stays as it is"):
        vote(fixed, member=helper, choices=[3])

    assert (counts(changing), counts(fixed)) == ([0, 0, 1], [1, 0, 0])
    assert Poll.objects.filter(voter_count=1).count() == 2


@pytest.mark.parametrize(
    ("choices", "is_multiple", "says"),
    [
        ([], True, "Choose an answer"),
        ([4], False, "Choose an answer"),
        ([1, 2], False, "one answer"),
    ],
)
def test_refuses_what_is_no_choice(client, helper, make_poll, choices, is_multiple, says):
    topic = make_poll(is_multiple=is_multiple)
    client.force_login(helper)

    assert says in client.post(address(topic), {"choice": choices}, follow=True).text
    assert not Ballot.objects.exists()


def test_counts_each_of_several_choices_once(helper, make_poll):
    topic = make_poll(is_multiple=True)

    vote(topic, member=helper, choices=[3, 1, 3])

    assert (counts(topic), poll_of(topic).ballots.get().choices) == ([1, 0, 1], [1, 3])


def test_hides_results_until_one_has_voted_or_it_closes(client, helper, stranger, make_poll):
    topic = make_poll(is_hidden=True)
    page = topic.get_absolute_url()
    vote(topic, member=stranger, choices=[1])

    assert "1 vote" not in client.get(page).text
    client.force_login(helper)
    assert HIDDEN in client.get(page).text
    assert "1 vote" not in client.get(page).text
    client.post(address(topic), {"choice": "2"})
    assert "1 vote, 50%" in client.get(page).text
    client.logout()
    Poll.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    cache.clear()  # a kept page is at most a minute old
    assert "1 vote, 50%" in client.get(page).text


def test_shows_visitors_the_latest_count(client, helper, make_poll):
    topic = make_poll()
    assert "Nobody has voted yet." in client.get(topic.get_absolute_url()).text

    vote(topic, member=helper, choices=[1])

    assert "1 vote, 100%" in client.get(topic.get_absolute_url()).text


def test_takes_no_vote_when_the_poll_its_topic_or_its_post_is_closed(
    helper, asker, moderator, make_poll
):
    over = make_poll(closes_at=timezone.now() - timedelta(seconds=1))
    locked = lock(make_poll(), by=moderator, locked=True)
    gone = make_poll()
    delete(gone.posts.get(), by=asker)

    for topic, member in [(over, helper), (locked, helper), (locked, moderator), (gone, helper)]:
        with pytest.raises(Refused):
            vote(topic, member=member, choices=[1])
    assert not Ballot.objects.exists()


def test_is_not_shown_to_who_blocked_its_author(client, helper, asker, make_poll):
    topic = make_poll()
    block(helper, other=asker)
    client.force_login(helper)

    assert "What wakes you?" not in client.get(topic.get_absolute_url()).text


def test_a_topic_without_a_poll_asks_nothing_more_and_one_with_a_poll_two_things(
    client, helper, make_topic, make_poll, django_assert_num_queries
):
    plain, asking = make_topic(), make_poll()
    client.force_login(helper)
    for topic in (plain, asking):
        client.get(topic.get_absolute_url())

    with django_assert_num_queries(5):
        client.get(plain.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(asking.get_absolute_url())
    assert client.post(address(plain), {"choice": "1"}).status_code == 404


def test_twenty_at_once_are_counted_once_each(committed, make_poll, make_member):
    topic = make_poll()
    voters = [make_member() for _person in range(10)]

    def press(place):
        try:
            vote(topic, member=voters[place % 10], choices=[1 + place % 3])
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(press, range(20)))  # everybody twice, and not always for the same

    assert poll_of(topic).voter_count == Ballot.objects.count() == 10
    assert sum(counts(topic)) == 10
    assert list(broken_invariants()) == []
    poll_of(topic).options.update(vote_count=7)
    Poll.objects.update(voter_count=7)
    names = [name for name, _count in broken_invariants()]
    assert names == ["options of polls count their votes", "polls count who voted"]
    assert all(repair(name) and name in INVARIANTS for name in names)
    assert list(broken_invariants()) == []
