from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from forums.actions import delete, mark_read
from forums.models import Category, Post, ReadMark, Topic
from forums.querysets import Audience, audience_of, page_of

ROLES = ["visitor", "stranger", "organiser", "moderator", "administrator"]
EVERYBODY = " ".join(ROLES)
MEMBERS = "stranger organiser moderator administrator"
STAFF = "organiser moderator administrator"
AUDIENCES = [(Audience.PUBLIC, EVERYBODY), (Audience.MEMBERS, MEMBERS), (Audience.STAFF, STAFF)]


@pytest.fixture
def people(stranger, moderator, administrator, make_member):
    return {
        "visitor": AnonymousUser(),
        "stranger": stranger,
        "organiser": make_member(role="organiser"),
        "moderator": moderator,
        "administrator": administrator,
    }


@pytest.fixture
def place(make_category):
    def place(audience):
        writes = max(audience, Audience.MEMBERS)
        return make_category(see=audience, read=audience, start=writes, reply=writes)

    return place


def who(people, queryset):
    return " ".join(name for name in ROLES if queryset.visible_to(people[name]).exists())


def test_everybody_belongs_to_one_audience(people):
    assert [audience_of(people[name]).name for name in ROLES] == [
        "PUBLIC", "MEMBERS", "STAFF", "STAFF", "STAFF",
    ]  # fmt: skip


@pytest.mark.parametrize(("audience", "expected"), AUDIENCES)
def test_each_sees_what_is_for_them(people, moderator, place, make_topic, audience, expected):
    topic = make_topic(category=place(audience), author=moderator)

    assert who(people, Category.objects.filter(pk=topic.category_id)) == expected
    assert who(people, Topic.objects) == expected
    assert who(people, Post.objects) == expected


def test_a_category_may_be_seen_by_more_than_read_it(people, moderator, make_category, make_topic):
    place = make_category(see=0, read=2, start=2, reply=2)
    make_topic(category=place, author=moderator)

    assert who(people, Category.objects.filter(pk=place.pk)) == EVERYBODY
    assert who(people, Topic.objects) == STAFF
    assert who(people, Post.objects) == STAFF


@pytest.mark.parametrize("standing", ["deleted", "removed"])
def test_nobody_sees_what_is_gone(people, topic, make_post, standing):
    make_post(topic)
    Topic.objects.update(standing=standing)

    assert who(people, Topic.objects) == ""
    assert who(people, Post.objects) == ""


def test_nobody_sees_the_words_of_a_gravestone(people, topic, make_post, helper):
    post = delete(make_post(topic), by=helper)

    assert who(people, Post.objects.filter(pk=post.pk)) == ""
    assert who(people, Topic.objects) == EVERYBODY


@pytest.mark.parametrize(
    "rights",
    [
        {"see": 1, "read": 0}, {"read": 2, "start": 1, "reply": 2},
        {"read": 2, "start": 2, "reply": 1}, {"start": 0}, {"reply": 0},
    ],
)  # fmt: skip
def test_rights_that_widen_on_the_way_are_refused_by_the_database(make_category, rights):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_category(**rights)


def test_lists_go_back_and_forth_without_gap_or_double(make_topic):
    at = timezone.now()
    topics = [make_topic() for _ in range(6)]
    for topic, minutes in zip(topics, [1, 1, 2, 2, 2, 3], strict=True):
        Topic.objects.filter(pk=topic.pk).update(last_post_at=at - timedelta(minutes=minutes))
    listed = list(Topic.objects.for_listing())

    for index, topic in enumerate(listed):
        cursor = (topic.last_post_at, topic.pk)
        assert list(Topic.objects.for_listing().before(cursor)) == listed[index + 1 :]
        assert list(Topic.objects.for_listing().after(cursor)) == listed[:index][::-1]
    assert list(Topic.objects.for_listing().before(None)) == listed


def test_topics_without_a_reply_wait(make_topic, make_post, helper):
    alone, answered = make_topic(), make_topic()
    make_topic(is_locked=True)
    make_post(answered)
    taken_back = make_topic()
    delete(make_post(taken_back), by=helper)

    assert set(Topic.objects.waiting()) == {alone, taken_back}


@pytest.mark.parametrize(
    ("read", "joined_after", "expected"),
    [
        (None, False, True),
        (1, False, True),
        (3, False, False),
        (None, True, False),
        (1, True, False),
    ],
)
def test_topics_are_unread_from_the_mark_on(
    make_member, topic, make_post, read, joined_after, expected
):
    make_post(topic)
    make_post(topic)
    days = 1 if joined_after else -1
    reader = make_member(read_before=timezone.now() + timedelta(days=days))
    if read:
        mark_read(topic, member=reader, number=read)

    unread = Topic.objects.unread_by(reader, ReadMark.objects.all())

    assert unread.exists() == expected


def test_nobody_elses_marks_count(stranger, helper, topic):
    mark_read(topic, member=helper, number=1)

    assert Topic.objects.unread_by(stranger, ReadMark.objects.all()).get() == topic


@pytest.mark.parametrize(("number", "page"), [(1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_a_page_holds_twenty_numbers(number, page):
    assert page_of(number) == page


def test_a_page_of_posts_is_a_range_of_numbers(topic, make_post, helper):
    posts = [make_post(topic) for _ in range(22)]
    delete(posts[0], by=helper)
    make_post(topic, reply_to=posts[3])

    page = Post.objects.on_page(topic, 2)

    assert [post.number for post in page] == [21, 22, 23, 24]
    assert [post.reply_to_number for post in page] == [None, None, None, 5]
    assert Post.objects.on_page(topic, 1).count() == 20
