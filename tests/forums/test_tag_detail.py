"""Tags: found, followed, left out, merged; what nobody may see has no tags either."""

import re

import pytest
from django.urls import reverse

from forums.actions import (
    delete,
    merge_tags,
    move,
    open_category,
    recount_tags,
    start_topic,
    tag_topic,
)
from forums.models import Tag, Topic
from groups.actions import found
from peersupport.core.exceptions import Refused
from peersupport.core.names import tag_name
from peersupport.invariants import broken_invariants
from peersupport.members.models import Tier
from peersupport.notifications.models import Notice, Watch
from peersupport.reactions import settle


def page_of(client, name):
    return client.get(reverse("forums:tag_detail", args=[name]))


def bare(page):
    """A page without the token that differs each time."""
    return re.sub(r'value="\w{64}"', "", page.text)


@pytest.fixture
def exams(make_topic):
    Tag.objects.create(name="exams")
    topic = make_topic(title="Before the first exam")
    tag_topic(topic, names=["Exams"], by=topic.author)
    return Tag.objects.get(name="exams")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" Time  Management ", "time-management"), ("#Exams", "exams"), ("C++", "c++"),
        ("C#", "c#"), ("Node.js", "node.js"), ("ÜBEN", "üben"), ("a/b, c", "a-b-c"), ("!?", ""),
        ("<script>", "script"), ("../..", ""), ("x" * 90, "x" * 40),
    ],
)  # fmt: skip
def test_a_tag_is_written_in_one_way(typed, name):
    assert tag_name(typed) == name


def test_its_topics_are_found_by_anybody(client, exams):
    page = page_of(client, "exams")

    assert "Before the first exam" in page.text
    assert exams.topic_count == 1


def test_it_takes_as_many_statements_for_many_topics(
    client, exams, make_topic, stranger, django_assert_max_num_queries
):
    client.force_login(stranger)
    for _ in range(12):
        tag_topic(topic := make_topic(), names=["exams"], by=topic.author)
    page_of(client, "exams")

    with django_assert_max_num_queries(10):
        page = page_of(client, "exams")

    assert len(page.context["topics"]) == 13


def test_a_tag_of_hidden_topics_does_not_exist(client, stranger, moderator, make_category):
    staff = make_category(see=2, read=2, start=2, reply=2)
    topic = start_topic(staff, author=moderator, title="Ours", body="Words.", tags=["secret-tag"])
    assert topic.tag_names == ["secret-tag"]
    client.force_login(stranger)

    assert Tag.objects.get(name="secret-tag").topic_count == 0
    assert page_of(client, "secret-tag").status_code == 404
    assert bare(page_of(client, "secret-tag")) == bare(page_of(client, "no-such-tag"))
    assert "secret-tag" not in client.get(reverse("forums:tag_list")).text
    assert "secret" not in client.get(reverse("forums:tag_options"), {"tags": "se"}).text
    client.force_login(moderator)
    assert "Ours" in page_of(client, "secret-tag").text


def test_a_group_gives_no_new_words_away(make_member):
    member = make_member(tier=Tier.SUPPORTER)
    group = found(founder=member, name="Night shift", norms="Be kind.", purpose="Company.")

    with pytest.raises(Refused, match="only tags that exist"):
        start_topic(
            open_category(group), author=member, title="One", body="Words.", tags=["our-secret"]
        )


def test_merged_into_another_its_links_followers_and_topics_go_there(
    client, exams, stranger, moderator, make_topic
):
    other = Tag.objects.create(name="tests")
    tag_topic(topic := make_topic(), names=["tests", "exams"], by=topic.author)
    client.force_login(stranger)
    client.post(reverse("forums:tag_watch", args=["tests"]), {"level": "2"})
    client.force_login(moderator)

    client.post(reverse("forums:tag_edit", args=["tests"]), {"into": "Exams", "description": ""})

    other.refresh_from_db()
    assert other.same_as == exams
    assert Topic.objects.get(pk=topic.pk).tag_names == ["exams"]
    assert Watch.objects.filter(member=stranger).on(exams).exists()
    client.logout()
    assert client.get("/tags/tests/").url == exams.get_absolute_url()
    tag_topic(topic := make_topic(), names=["tests"], by=topic.author)
    assert Topic.objects.get(pk=topic.pk).tag_names == ["exams"]
    assert [name for name, _ in broken_invariants()] == []


def test_nobody_but_staff_merges(exams, stranger):
    with pytest.raises(Refused):
        merge_tags(exams, into=Tag.objects.create(name="tests"), by=stranger)


def test_it_is_counted_where_everybody_may_read(exams, make_category, moderator):
    topic = Topic.objects.get(tag_names__contains=["exams"])
    members = make_category(see=1, read=1)

    def count():
        return Tag.objects.get(name="exams").topic_count

    move(topic, to=members, by=moderator)
    assert count() == 0
    move(topic, to=topic.category, by=moderator, widen=True)
    assert count() == 1
    delete(topic.posts.get(number=1), by=topic.author)
    assert count() == 0
    assert [name for name, _ in broken_invariants()] == []


def test_an_import_makes_its_tags_known(make_topic):
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(tag_names=["shor", "has space"])

    recount_tags()

    assert list(Tag.objects.values_list("name", "topic_count")) == [("shor", 1)]


def test_who_follows_a_tag_hears_of_a_new_topic_once(client, stranger, exams, make_topic):
    second = Tag.objects.create(name="nerves")
    settle(500)
    client.force_login(stranger)
    for tag in (exams, second):
        client.post(reverse("forums:tag_watch", args=[tag.name]), {"level": "2"})

    make_topic(tags=["exams", "nerves"])
    settle(500)

    assert Notice.objects.filter(recipient=stranger, kind="topic").count() == 1


def test_left_out_it_is_in_no_list_but_its_own(client, stranger, exams):
    client.force_login(stranger)
    listed = reverse("forums:topic_list")
    assert "Before the first exam" in client.get(listed).text

    client.post(reverse("forums:tag_watch", args=["exams"]), {"level": "0"})

    assert "Before the first exam" not in client.get(listed).text
    assert "are left out of your other lists" in page_of(client, "exams").text
    client.post(reverse("forums:tag_watch", args=["exams"]), {"level": "1"})
    assert "Before the first exam" in client.get(listed).text
