from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forums import rules
from forums.actions import delete
from forums.models import Post

ROLES = ["visitor", "stranger", "asker", "organiser", "moderator", "administrator"]


@pytest.fixture
def people(asker, stranger, moderator, administrator, make_member):
    return {
        "visitor": AnonymousUser(),
        "stranger": stranger,
        "asker": asker,
        "organiser": make_member(role="organiser"),
        "moderator": moderator,
        "administrator": administrator,
    }


def who(people, rule, *about):
    return " ".join(name for name in ROLES if rule(people[name], *about))


MEMBERS = "stranger asker organiser moderator administrator"
STAFF = "organiser moderator administrator"
MODERATORS = "moderator administrator"


def test_moderators_moderate_everywhere(people, category):
    assert who(people, rules.can_moderate, category) == MODERATORS


@pytest.mark.parametrize(("start", "expected"), [(1, MEMBERS), (2, STAFF)])
def test_topics_are_started_by_those_the_category_names(people, make_category, start, expected):
    assert who(people, rules.can_start, make_category(start=start)) == expected


@pytest.mark.parametrize(
    ("reply", "is_locked", "expected"),
    [(1, False, MEMBERS), (2, False, STAFF), (1, True, MODERATORS), (2, True, MODERATORS)],
)
def test_replies_come_from_those_the_category_names(
    people, make_category, make_topic, reply, is_locked, expected
):
    topic = make_topic(category=make_category(reply=reply), is_locked=is_locked)

    assert who(people, rules.can_reply, topic) == expected


def test_nobody_replies_in_a_topic_that_is_gone(people, make_topic):
    assert who(people, rules.can_reply, make_topic(standing="removed")) == ""


@pytest.mark.parametrize(
    ("days", "is_locked", "expected"),
    [
        (0, False, f"asker {MODERATORS}"),
        (13.9, False, f"asker {MODERATORS}"),
        (14.1, False, MODERATORS),
        (0, True, MODERATORS),
    ],
)
def test_posts_are_edited_by_their_authors_for_a_while(
    people, make_topic, days, is_locked, expected
):
    topic = make_topic(is_locked=is_locked)
    Post.objects.update(posted_at=timezone.now() - timedelta(days=days))

    assert who(people, rules.can_edit, topic.posts.get(), topic) == expected


def test_posts_are_deleted_by_their_authors_also_when_closed_and_late(people, make_topic):
    topic = make_topic(is_locked=True)
    Post.objects.update(posted_at=timezone.now() - timedelta(days=999))

    assert who(people, rules.can_delete, topic.posts.get(), topic) == f"asker {MODERATORS}"


def test_nothing_is_done_to_a_gravestone(people, asker, topic):
    post = delete(topic.posts.get(), by=asker)

    for rule in (rules.can_edit, rules.can_delete, rules.can_react):
        assert who(people, rule, post, topic) == ""


@pytest.mark.parametrize(
    ("kind", "is_locked", "expected"),
    [
        ("question", False, f"asker {MODERATORS}"),
        ("question", True, MODERATORS),
        ("discussion", False, ""),
    ],
)
def test_answers_are_marked_by_who_asked(people, make_topic, kind, is_locked, expected):
    topic = make_topic(kind=kind, is_locked=is_locked)

    assert who(people, rules.can_mark_answer, topic) == expected


@pytest.mark.parametrize(
    ("is_locked", "expected"), [(False, f"stranger {STAFF}"), (True, MODERATORS)]
)
def test_words_are_for_others_posts_where_one_may_reply(people, make_topic, is_locked, expected):
    topic = make_topic(is_locked=is_locked)

    assert who(people, rules.can_react, topic.posts.get(), topic) == expected
