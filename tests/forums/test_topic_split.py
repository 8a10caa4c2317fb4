from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import mark_answer, mark_read, move, react, split
from forums.models import Category, MovedPost, Post, ReadMark, Topic
from groups.actions import found
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Tier
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Letter, Notice, Watch
from peersupport.reactions import settle


def address(topic):
    return reverse("forums:topic_split", args=[topic.pk])


@pytest.fixture
def long(make_topic, make_post, asker, helper):
    """A question with five replies, by turns of two people."""
    topic = make_topic(kind="question", title="A long question")
    for number in range(2, 7):
        make_post(topic, author=helper if number % 2 else asker, body=f"Words {number}.")
    topic.refresh_from_db()
    return topic


def part(topic, moderator, *numbers, **how):
    how = {"title": "A part", "to": topic.category} | how
    return split(topic, numbers=numbers, by=moderator, **how)


def marks(member):
    return dict(ReadMark.objects.filter(member=member).values_list("topic", "number"))


def test_offers_the_replies_to_tick(client, moderator, long):
    client.force_login(moderator)

    response = client.get(address(long), {"nonsense": "1"})

    assert response.status_code == 200
    assert [post.number for post in response.context["replies"]] == [2, 3, 4, 5, 6]
    assert "Words 4." in response.text
    assert [p.number for p in client.get(address(long), {"start": "5"}).context["replies"]] == [
        5,
        6,
    ]


def test_ticks_stay_while_one_looks_at_other_pages(client, moderator, long, monkeypatch):
    monkeypatch.setattr("forums.views.running.TO_CHOOSE", 2)
    client.force_login(moderator)
    assert client.get(address(long)).context["next"] == 4
    typed = {"title": "A part", "category": long.category_id}

    page = client.post(address(long), typed | {"posts": ["2", "3"], "start": "4"})

    assert page.status_code == 200
    assert [post.number for post in page.context["replies"]] == [4, 5]
    assert (page.context["previous"], page.context["next"]) == (2, 6)
    assert "2 chosen so far, on other pages: 2, 3" in page.text
    assert page.text.count('type="hidden" name="posts"') == 2
    assert 'value="A part"' in page.text
    assert "There is a problem" not in page.text

    page = client.post(address(long), typed | {"posts": ["2", "3", "5"], "start": "2"})
    boxes = [box for box in page.text.split("<input")[1:] if 'name="posts"' in box]
    assert ["checked" in box.partition(">")[0] for box in boxes] == [True, True, False]

    page = client.post(address(long), {"posts": ["2", "5"], "at": "4", "category": "0"})
    assert page.status_code == 422
    assert [post.number for post in page.context["replies"]] == [4, 5]  # one stays where one was

    client.post(address(long), typed | {"posts": ["2", "5"], "at": "4"})
    assert list(long.posts.values_list("number", flat=True)) == [1, 3, 4, 6]


def test_moves_ticked_replies_and_a_range_to_a_topic_of_their_own(client, moderator, long):
    ids = dict(long.posts.values_list("number", "pk"))
    client.force_login(moderator)

    response = client.post(
        address(long),
        {
            "posts": ["2"],
            "first": "5",
            "last": "6",
            "title": "A part",
            "category": long.category_id,
        },
    )

    new = Topic.objects.latest("pk")
    assert (response.status_code, response.url) == (302, new.get_absolute_url())
    assert dict(new.posts.values_list("number", "pk")) == {1: ids[2], 2: ids[5], 3: ids[6]}
    assert list(long.posts.values_list("number", flat=True)) == [1, 3, 4]
    long.refresh_from_db()
    assert (long.last_number, long.reply_count, new.last_number, new.reply_count) == (6, 2, 3, 2)
    assert (new.excerpt, new.author_id) == ("Words 2.", long.author_id)
    assert long.category.topic_count == Topic.objects.count() == 2
    assert list(broken_invariants()) == []


def test_leads_every_old_address_to_where_the_post_stands(client, moderator, long):
    new = part(long, moderator, 3, 4)
    newest = part(new, moderator, 2, title="Another part")

    def old(number):
        return client.get(reverse("forums:post_detail", args=[long.pk, long.slug, number])).url

    assert old(3) == new.link_to(1)
    assert old(4) == newest.link_to(1)
    assert old(5) == long.link_to(5)
    there = reverse("forums:post_detail", args=[new.pk, new.slug, 2])
    assert client.get(there).url == newest.link_to(1)
    assert MovedPost.objects.count() == 3
    assert client.get(reverse("forums:post_history", args=[long.pk, 3])).status_code == 200


def test_shows_a_line_where_the_posts_stood_and_where_they_came_to(client, moderator, long):
    new = part(long, moderator, 3, 4, title="Their own name")

    source, target = (client.get(topic.get_absolute_url()).text for topic in (long, new))

    assert "2 posts moved to" in source
    assert 'id="post-3"' in source
    assert 'id="post-4"' in source
    assert source.index('id="post-2"') < source.index('id="post-3"') < source.index('id="post-5"')
    assert f'<a href="{new.get_absolute_url()}"><bdi>Their own name</bdi></a>' in source
    assert "These posts come from" in target
    assert "A long question" in target


def test_names_nothing_that_the_reader_may_not_see(
    client, moderator, stranger, long, make_category
):
    office = make_category(name="Back office", see=2, read=2, start=2, reply=2)
    new = part(long, moderator, 3, title="Secret name", to=office)
    client.force_login(stranger)

    text = client.get(long.get_absolute_url()).text

    assert "1 post moved to another topic" in text
    assert "Secret name" not in text
    assert new.get_absolute_url() not in text
    old = reverse("forums:post_detail", args=[long.pk, long.slug, 3])
    assert client.get(old).status_code == 404
    client.force_login(moderator)
    assert client.get(old).url == new.link_to(1)


def test_keeps_visitors_from_a_name_that_was_hidden_a_moment_ago(
    client, moderator, long, make_category
):
    new = part(long, moderator, 3, title="Shown for now")
    assert "Shown for now" in client.get(long.get_absolute_url()).text

    move(new, to=make_category(see=1, read=1), by=moderator)

    assert "Shown for now" not in client.get(long.get_absolute_url()).text


def test_hides_nothing_unread_and_shows_nothing_read_again(
    moderator, long, make_member, make_post, client
):
    far, near, none = make_member(), make_member(), make_member()
    mark_read(long, member=far, number=6)
    mark_read(long, member=near, number=3)

    new = part(long, moderator, 3, 4, 6)

    assert marks(far) == {long.pk: 6, new.pk: 3}
    assert marks(near) == {long.pk: 3, new.pk: 1}
    assert marks(none) == {}
    mark_read(long, member=near, number=5)  # the last that is left
    newest = part(long, moderator, 5, title="More")
    assert marks(near)[newest.pk] == 1
    unread = Topic.objects.unread_by(far, ReadMark.objects.all())
    assert not unread.exists()


def test_counts_a_topic_as_read_whose_last_posts_have_moved(client, moderator, stranger, long):
    part(long, moderator, 5, 6)
    client.force_login(stranger)

    client.get(long.get_absolute_url())

    assert marks(stranger) == {long.pk: 6}


@pytest.mark.parametrize(("kind", "keeps"), [("question", True), ("discussion", False)])
def test_takes_the_answer_along_to_a_question(moderator, long, kind, keeps):
    answer = long.posts.get(number=4)
    mark_answer(long, post=answer, by=moderator)

    new = part(long, moderator, 3, 4, kind=kind)

    long.refresh_from_db()
    new.refresh_from_db()
    assert long.answer_id is None
    assert new.answer_id == (answer.pk if keeps else None)
    assert list(broken_invariants()) == []


def test_followers_follow_and_who_muted_stays_in_peace(moderator, stranger, helper, long):
    watch(stranger, long, level=Watch.Level.MUTED)

    new = part(long, moderator, 3)

    levels = dict(Watch.objects.on(new).values_list("member", "level"))
    assert levels[helper.pk] == Watch.Level.FOLLOWING
    assert levels[stranger.pk] == Watch.Level.MUTED


def test_tells_each_author_once_and_by_no_letter(client, moderator, helper, asker, long):
    settle()
    Letter.objects.all().delete()
    Notice.objects.all().delete()
    part(long, moderator, 3, 5)
    settle()

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (helper, "upkeep")
    assert not Letter.objects.exists()
    client.force_login(helper)
    assert "Your post was moved to" in client.get(reverse("notifications:notice_list")).text
    assert client.get(reverse("notifications:notice_detail", args=[notice.pk])).status_code == 302
    assert Activity.objects.filter(verb="forums.split").count() == 1


def test_leads_a_reply_to_what_it_answers(
    client, moderator, stranger, long, make_post, make_category
):
    parent = long.posts.get(number=3)
    make_post(long, reply_to=parent)
    react(parent, member=stranger, kind="helpful")
    new = part(long, moderator, 3)

    text = client.get(long.get_absolute_url()).text

    assert "In reply to a post in another topic" in text
    assert reverse("forums:post_detail", args=[new.pk, "post", 1]) in text
    assert new.posts.get().reaction_counts == {"helpful": 1}
    move(new, to=make_category(see=2, read=2, start=2, reply=2), by=moderator)
    assert "In reply to" not in client.get(long.get_absolute_url()).text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"posts": []}, "Tick the replies that go"),
        ({"posts": ["1"]}, "Select a valid choice"),
        ({"posts": ["999"]}, "Select a valid choice"),
        ({"first": "4"}, "Give both numbers"),
        ({"first": "4", "last": "3"}, "Give both numbers"),
        ({"title": ""}, "Enter a title."),
        ({"category": "0"}, "Select a valid choice"),
    ],
)
def test_keeps_what_was_chosen_when_something_is_wrong(client, moderator, long, wrong, says):
    client.force_login(moderator)
    data = {"posts": ["2"], "title": "Typed title", "category": long.category_id} | wrong

    response = client.post(address(long), data)

    assert response.status_code == 422
    assert says in response.text
    assert "title" in wrong or "Typed title" in response.text
    assert "posts" in wrong or 'value="2" checked' in response.text
    assert Topic.objects.count() == 1


def test_asks_before_more_people_can_read(
    client, moderator, make_category, make_topic, make_post, helper
):
    inner = make_category(see=1, read=1)
    topic = make_topic(category=inner)
    make_post(topic)
    outer = make_category()
    client.force_login(moderator)
    data = {"posts": ["2"], "title": "Wider", "category": outer.pk}

    response = client.post(address(topic), data)

    assert response.status_code == 422
    assert "More people will be able to read these" in response.text
    with pytest.raises(Refused, match="More people"):
        part(topic, moderator, 2, to=outer)
    assert client.post(address(topic), data | {"widen": "on"}).status_code == 302
    assert Topic.objects.latest("pk").category == outer


def test_leaves_what_a_group_said_in_the_group(client, make_member, moderator, long):
    leader = make_member(tier=Tier.SUPPORTER)
    group = found(founder=leader, name="Ours", purpose="For us.", norms="Be kind.")
    settle()
    inside = Category.objects.get(group=group)
    leader.role = "moderator"
    leader.second_factor_at = timezone.now()
    leader.save()
    from_group = Topic.objects.get(pk=long.pk)
    with pytest.raises(Refused, match="neither leave a group"):
        part(long, leader, 2, to=inside)
    with pytest.raises(Refused, match="neither leave a group"):
        move(long, to=inside, by=leader)
    Topic.objects.filter(pk=long.pk).update(category=inside)
    from_group.refresh_from_db()
    with pytest.raises(Refused, match="neither leave a group"):
        part(from_group, leader, 2, to=long.category)
    with pytest.raises(Refused, match="neither leave a group"):
        move(from_group, to=long.category, by=leader)
    client.force_login(leader)
    choices = client.get(address(from_group)).context["form"].fields["category"].queryset
    assert list(choices) == [inside]


def test_leaves_no_topic_without_words(client, moderator, asker, topic, make_post):
    make_post(topic)
    Post.objects.filter(topic=topic, number=1).update(standing="deleted")

    new = part(topic, moderator, 2)

    topic.refresh_from_db()
    assert topic.is_gone
    assert client.get(topic.get_absolute_url()).url == new.get_absolute_url()
    assert list(broken_invariants()) == []


def test_does_not_exist_for_members(client, asker, long):
    client.force_login(asker)

    assert client.get(address(long)).status_code == 404
    with pytest.raises(Refused, match="for moderators"):
        part(long, asker, 2)


@pytest.mark.parametrize("replies", [2, 40])
def test_costs_the_same_queries_for_any_number_of_replies(
    client, moderator, topic, replies, make_category, django_assert_max_num_queries, make_member
):
    author = make_member(tier=Tier.SUPPORTER)
    at = timezone.now() - timedelta(hours=2)
    Post.objects.bulk_create(
        Post(topic=topic, number=n + 2, author=author, body="x", html="<p>x</p>", posted_at=at)
        for n in range(replies)
    )
    Topic.objects.filter(pk=topic.pk).update(last_number=replies + 1, reply_count=replies)
    topic.refresh_from_db()
    with django_assert_max_num_queries(36):
        part(topic, moderator, *range(3, replies + 2))
    client.force_login(moderator)
    client.get(topic.get_absolute_url())  # the read mark moves
    with django_assert_max_num_queries(9):
        client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(address(topic))


@pytest.mark.parametrize("moves", [1, 3])
def test_lines_cost_two_statements_however_many_they_are(
    client, moderator, asker, stranger, long, make_category, moves, django_assert_num_queries
):
    for number in range(2, 2 + moves):
        part(long, moderator, number, title=f"Part {number}", to=make_category(name=f"P{number}"))
    client.force_login(stranger)

    for queries in (9, 7):
        with django_assert_num_queries(queries):
            text = client.get(long.get_absolute_url()).text
    assert text.count("post moved to") == moves
