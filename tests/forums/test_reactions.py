import pytest

from forums.actions import delete
from forums.models import Category
from peersupport.activity.actions import settle_next
from peersupport.activity.models import Activity
from peersupport.notifications.models import Kind, Letter, Notice, Watch
from peersupport.reactions import REACTIONS


def settle():
    while settle_next(REACTIONS):
        pass


def told():
    """Who was told what, by handle of the person and kind."""
    return sorted(Notice.objects.values_list("recipient__display_name", "kind"))


def test_followers_are_told_of_a_reply_and_its_author_is_not(topic, asker, helper, make_post):
    make_post(topic)
    settle()
    assert told() == [("Asker", Kind.REPLY)]

    make_post(topic, author=asker)
    settle()

    assert told() == [("Asker", Kind.REPLY), ("Helper", Kind.REPLY)]
    assert Letter.objects.count() == 2


def test_nobody_is_told_of_their_own_topic(topic):
    settle()

    assert told() == []


def test_the_mentioned_are_told_in_first_posts_and_replies(
    asker, helper, stranger, make_topic, make_post
):
    topic = make_topic(body=f"What do you say, @{stranger.handle.upper()}?")
    make_post(topic, author=asker, body=f"And you, @{helper.handle}, @{asker.handle}?")

    settle()

    assert told() == [("Helper", Kind.MENTION), ("Stranger", Kind.MENTION)]


def test_a_mention_in_a_followed_topic_is_one_notice(topic, asker, make_post):
    make_post(topic, body=f"Dear @{asker.handle} and again @{asker.handle}!")

    settle()

    assert told() == [("Asker", Kind.MENTION)]
    assert Letter.objects.get().kind == Kind.MENTION


@pytest.mark.parametrize("body", ["`@{}`", "    @{}", "> @{}", "mail@{}", "```\n@{}\n```"])
def test_nobody_is_mentioned_in_code_quotes_and_addresses(topic, stranger, make_post, body):
    make_post(topic, body="Look.\n\n" + body.format(stranger.handle))

    settle()

    assert ("Stranger", Kind.MENTION) not in told()


@pytest.mark.parametrize("mention", [False, True])
def test_who_muted_a_topic_hears_nothing_of_it(topic, asker, make_post, mention):
    Watch.objects.filter(member=asker).update(level=Watch.Level.MUTED)
    make_post(topic, body=f"Hello @{asker.handle}" if mention else "Hello.")

    settle()

    assert told() == []


def test_who_stopped_following_hears_of_mentions_only(topic, asker, make_post):
    Watch.objects.filter(member=asker).update(level=Watch.Level.NORMAL)
    make_post(topic)
    make_post(topic, body=f"@{asker.handle}")

    settle()

    assert told() == [("Asker", Kind.MENTION)]


def test_who_may_not_read_hears_nothing(
    moderator, stranger, make_category, make_topic, make_post, administrator
):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)
    Watch.objects.create(member=stranger, target=topic, level=Watch.Level.FOLLOWING)
    make_post(topic, author=administrator, body=f"@{stranger.handle} is a case.")

    settle()

    assert told() == [("Moderator", Kind.REPLY)]


def test_members_hear_of_what_is_for_members(stranger, make_category, make_topic):
    make_topic(category=make_category(see=1, read=1), body=f"@{stranger.handle}")

    settle()

    assert told() == [("Stranger", Kind.MENTION)]


@pytest.mark.parametrize("fields", [{"claimed_at": None}, {"is_active": False}])
def test_people_without_an_open_account_hear_nothing(topic, make_member, make_post, fields):
    person = make_member(**fields)
    Watch.objects.create(member=person, target=topic, level=Watch.Level.FOLLOWING)
    make_post(topic, body=f"@{person.handle}")

    settle()

    assert person.notices.count() == person.letters.count() == 0


@pytest.mark.parametrize("case", ["deleted", "turned staff-only"])
def test_nobody_is_told_of_what_is_gone_before_it_is_settled(
    topic, helper, stranger, make_post, case
):
    post = make_post(topic, body=f"@{stranger.handle}")
    if case == "deleted":
        delete(post, by=helper)
    else:
        Category.objects.update(see=2, read=2, start=2, reply=2)

    settle()

    assert told() == []


def test_nobody_is_told_of_a_reply_in_a_topic_that_is_gone(topic, asker, moderator, make_post):
    make_post(topic)
    type(topic).objects.update(standing="removed")

    settle()

    assert told() == []


def test_a_reaction_that_runs_twice_tells_once(topic, stranger, make_post):
    make_post(topic, body=f"@{stranger.handle}")
    settle()
    first = told()
    Activity.objects.update(settled_at=None)

    settle()

    assert told() == first == [("Asker", Kind.REPLY), ("Stranger", Kind.MENTION)]
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("people", [1, 20])
def test_costs_the_same_queries_for_any_number_of_followers(
    topic, make_member, make_post, people, django_assert_max_num_queries
):
    for _ in range(people):
        Watch.objects.create(member=make_member(), target=topic, level=Watch.Level.FOLLOWING)
    settle()
    make_post(topic)

    with django_assert_max_num_queries(18):
        settle()
