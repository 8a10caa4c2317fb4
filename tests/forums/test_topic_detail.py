import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions import delete, edit, lock, mark_answer, mark_read, move, pin, react, reply
from forums.models import Post, ReadMark, Topic
from peersupport.activity.actions import settle_next
from peersupport.members.actions import mute
from peersupport.members.models import Tier
from peersupport.notifications.models import Notice
from peersupport.reactions import REACTIONS

MOST_BYTES = 43_000  # of a page of 20 posts of two words each


@pytest.fixture
def long_topic(topic, helper):
    """45 posts, written as an import would."""
    Post.objects.bulk_create(
        Post(topic=topic, number=number, author=helper, body="x",
             html=f"<p>Words of post {number}.</p>")
        for number in range(2, 46)
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(
        last_number=45, reply_count=44, last_post_at=timezone.now()
    )
    topic.refresh_from_db()
    return topic


def numbers(response):
    return [post.number for post in response.context["posts"]]


def test_shows_a_topic_with_its_posts(client, topic, make_post):
    make_post(topic, body="Try to **rest**.")

    response = client.get(topic.get_absolute_url(), {"nonsense": "1"})

    assert response.status_code == 200
    assert f'<h1 dir="auto">{topic.title}</h1>' in response.text
    assert "What do you think?" in response.text
    assert "Try to <strong>rest</strong>." in response.text
    assert "Study skills" in response.text
    assert "Members can reply." in response.text


@pytest.mark.parametrize(("page", "first", "last"), [(1, 1, 20), (2, 21, 40), (3, 41, 45)])
def test_pages_by_number(client, long_topic, page, first, last):
    response = client.get(long_topic.get_absolute_url(), {"page": page})

    assert numbers(response) == list(range(first, last + 1))
    assert f"Words of post {last}." in response.text


def test_keeps_pages_where_they_are_when_posts_are_gone(client, long_topic, helper):
    delete(long_topic.posts.get(number=21), by=helper)

    response = client.get(long_topic.get_absolute_url(), {"page": 2})

    assert numbers(response) == list(range(21, 41))


@pytest.mark.parametrize(
    "page", ["0", "4", "-1", "abc", "", "1.0", "²", "٢", "99999999999999999999", "1 ", "+1"]
)
def test_does_not_exist_on_a_page_that_is_not_there(client, long_topic, page):
    assert client.get(long_topic.get_absolute_url(), {"page": page}).status_code == 404


@pytest.mark.parametrize("slug", ["wrong", "-", "TOPIC"])
def test_redirects_from_another_slug(client, topic, slug):
    response = client.get(reverse("forums:topic_detail", args=[topic.pk, slug]))

    assert (response.status_code, response.url) == (302, topic.get_absolute_url())


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, db, pk):
    assert client.get(reverse("forums:topic_detail", args=[pk, "topic"])).status_code == 404


@pytest.mark.parametrize(
    ("read", "name", "status"),
    [(1, "", 404), (1, "stranger", 200), (2, "stranger", 404), (2, "moderator", 200)],
)
def test_does_not_exist_for_who_may_not_read(
    client, request, moderator, make_category, make_topic, read, name, status
):
    place = make_category(see=0, read=read, start=2, reply=2)
    topic = make_topic(category=place, author=moderator, title="Inner words")
    if name:
        client.force_login(request.getfixturevalue(name))

    for address in (topic.get_absolute_url(), f"/t/{topic.pk}/wrong/"):
        response = client.get(address, follow=True)
        assert response.status_code == status
        assert ("Inner words" in response.text) == (status == 200)


def test_remembers_how_far_one_has_read_and_never_less(client, stranger, long_topic):
    client.force_login(stranger)
    mark = ReadMark.objects.filter(member=stranger, topic=long_topic)

    for page, read in [(1, 20), (3, 45), (2, 45), (1, 45)]:
        client.get(long_topic.get_absolute_url(), {"page": page})
        assert mark.get().number == read


def test_leaves_no_mark_of_visitors(client, topic):
    client.get(topic.get_absolute_url())

    assert ReadMark.objects.count() == 1  # of who started it


def test_says_where_the_new_posts_begin(client, stranger, long_topic):
    mark_read(long_topic, member=stranger, number=25)
    client.force_login(stranger)

    text = client.get(long_topic.get_absolute_url(), {"page": 2}).text

    divider = text.index('id="new"')
    assert "20 new since you last read" in text[divider : divider + 200]
    assert text.index('id="post-25"') < divider < text.index('id="post-26"')


def test_says_so_at_the_top_of_a_page_too(client, stranger, long_topic):
    mark_read(long_topic, member=stranger, number=20)
    client.force_login(stranger)

    text = client.get(long_topic.get_absolute_url(), {"page": 2}).text

    assert text.index("25 new since you last read") < text.index('id="post-21"')


@pytest.mark.parametrize(("read", "pages"), [(0, [1]), (45, [1, 2, 3])])
def test_says_nothing_of_new_posts_when_none_or_all_are_read(
    client, stranger, long_topic, read, pages
):
    if read:
        mark_read(long_topic, member=stranger, number=read)
    client.force_login(stranger)

    for page in pages:
        text = client.get(long_topic.get_absolute_url(), {"page": page}).text
        assert "new since you last read" not in text
        assert 'data-key="u"' not in text


def test_jumps_to_first_unread_answer_and_latest(client, asker, stranger, make_topic, make_post):
    topic = make_topic(kind="question")
    posts = [make_post(topic) for _ in range(30)]
    mark_answer(topic, post=posts[22], by=asker)
    mark_read(topic, member=stranger, number=4)
    client.force_login(stranger)

    response = client.get(topic.get_absolute_url())

    places = [(str(jump["label"]), jump["number"]) for jump in response.context["jumps"]]
    assert places == [("First post", 1), ("Answer", 24), ("First unread", 5), ("Latest", 31)]
    assert f"{topic.get_absolute_url()}?page=2#post-24" in response.text


def test_writes_nothing_when_a_member_comes_again(client, stranger, long_topic):
    client.force_login(stranger)
    client.get(long_topic.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(long_topic.get_absolute_url())

    verbs = {query["sql"].split()[0] for query in queries}
    assert verbs == {"SELECT"}


def test_writes_nothing_for_visitors(client, long_topic):
    with CaptureQueriesContext(connection) as queries:
        client.get(long_topic.get_absolute_url())

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_quotes_a_post_that_may_be_read(client, stranger, topic, make_post):
    make_post(topic, body="One line.\nAnother line.")
    client.force_login(stranger)

    form = client.get(topic.get_absolute_url(), {"quote": "2"}).context["form"]

    assert form["reply_to"].value() == "2"
    assert form["body"].value() == (
        f"> [Helper, post 2]({topic.permalink(2)})\n>\n> One line.\n> Another line.\n\n"
    )


def test_says_whom_a_reply_answers(client, stranger, topic, make_post):
    make_post(topic)
    client.force_login(stranger)

    text = client.get(topic.get_absolute_url(), {"reply_to": "2"}).text

    assert "Reply to post 2 by Helper" in text
    assert "[Helper, post 2]" not in text


@pytest.mark.parametrize("quote", ["2", "3", "99", "abc", "-1", "", "٢", "9" * 30])
def test_quotes_nothing_that_is_gone_or_not_there(
    client, stranger, helper, topic, make_post, quote
):
    delete(make_post(topic, body="Regretted words."), by=helper)
    client.force_login(stranger)

    response = client.get(topic.get_absolute_url(), {"quote": quote})

    assert response.status_code == 200
    assert not response.context["form"]["body"].value()
    assert "Regretted words." not in response.text


def test_quotes_nothing_for_visitors(client, topic):
    response = client.get(topic.get_absolute_url(), {"quote": "1"})

    assert not response.context["form"]["body"].value()


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("helper", "The author took this post back."),
        ("moderator", "A moderator removed this post."),
    ],
)
def test_shows_a_gravestone_without_words_or_name(client, request, topic, make_post, by, says):
    post = make_post(topic, body="Regretted words.")
    make_post(topic, author=request.getfixturevalue("stranger"))
    delete(post, by=request.getfixturevalue(by))
    client.force_login(request.getfixturevalue("moderator"))

    response = client.get(topic.get_absolute_url())

    assert numbers(response) == [1, 2, 3]
    assert says in response.text
    assert "Regretted words." not in response.text
    assert post.author.handle not in response.text


def test_counts_notices_of_seen_posts_as_read(client, asker, topic, make_topic, make_post):
    make_post(make_topic())
    for _ in range(22):
        make_post(topic)
    while settle_next(REACTIONS):
        pass
    unread = Notice.objects.filter(recipient=asker, read_at=None)
    assert unread.count() == 23
    client.force_login(asker)

    client.get(topic.get_absolute_url(), {"page": 2})

    seen = topic.posts.filter(number__gt=20)
    assert unread.count() == 20
    assert not unread.filter(target_id__in=seen.values("pk")).exists()


def test_leaves_others_notices_alone(client, asker, stranger, topic, make_post):
    make_post(topic)
    while settle_next(REACTIONS):
        pass
    client.force_login(stranger)

    client.get(topic.get_absolute_url())

    assert Notice.objects.get(recipient=asker).read_at is None


def test_says_when_a_topic_is_closed(client, stranger, moderator, make_topic):
    topic = make_topic(is_locked=True)

    client.force_login(stranger)
    text = client.get(topic.get_absolute_url()).text
    assert "This topic is closed to new replies." in text
    assert 'id="reply"' not in text
    client.force_login(moderator)
    text = client.get(topic.get_absolute_url()).text
    assert "As a moderator you can still reply." in text
    assert 'id="reply"' in text


def test_offers_deeds_only_to_who_may_do_them(client, asker, stranger, moderator, topic, make_post):
    make_post(topic)
    first, second = f"/t/{topic.pk}/-/edit/1/", f"/t/{topic.pk}/-/edit/2/"
    lock = reverse("forums:topic_lock", args=[topic.pk])
    seen = {}

    for person in (asker, stranger, moderator):
        client.force_login(person)
        text = client.get(topic.get_absolute_url()).text
        seen[person] = [deed in text for deed in (first, second, lock)]

    assert list(seen.values()) == [[True, False, False], [False] * 3, [True] * 3]


def test_links_to_the_history_of_an_edited_post(client, asker, topic, edits_are_kept):
    edit(topic.posts.get(), editor=asker, body="Other words.", version=1)

    assert (
        reverse("forums:post_history", args=[topic.pk, 1])
        in client.get(topic.get_absolute_url()).text
    )


def test_leads_to_the_page_of_the_post_that_one_answers(client, topic, make_post):
    first = topic.posts.get()
    for _ in range(20):
        make_post(topic)
    make_post(topic, reply_to=first)

    text = client.get(topic.get_absolute_url(), {"page": 2}).text

    assert "In reply to post 1" in text
    assert f'href="{topic.get_absolute_url()}#post-1"' in text


@pytest.mark.parametrize("posts", [1, 20])
@pytest.mark.parametrize(
    ("name", "first", "again"), [("", 3, 1), ("stranger", 7, 5), ("moderator", 7, 5)]
)
def test_costs_the_same_queries_for_any_number_of_posts(
    client, request, topic, make_post, make_member, posts, name, first, again,
    django_assert_max_num_queries,
):  # fmt: skip
    for _ in range(posts):
        make_post(topic, author=make_member())
    if name:
        client.force_login(request.getfixturevalue(name))

    for queries in (first, again):
        with django_assert_max_num_queries(queries):
            client.get(topic.get_absolute_url())


def test_a_page_of_twenty_replies_stays_small(client, topic, make_post, make_member, stranger):
    before = None
    for _ in range(20):
        before = make_post(topic, author=make_member(), body="Some words.", reply_to=before)
    client.force_login(stranger)

    page = client.get(topic.get_absolute_url()).content

    assert page.count(b"<article") == 20
    assert len(page) < MOST_BYTES


@pytest.mark.parametrize(
    "deed", ["reply", "edit", "delete", "react", "lock", "pin", "answer", "move", "rename"]
)
def test_shows_visitors_at_once_what_changed(
    client, asker, helper, moderator, make_topic, make_category, deed
):
    topic = make_topic(kind="question", title="How to rest")
    post = reply(topic, author=helper, body="First words.")
    office = make_category(name="Other room")
    before = client.get(topic.get_absolute_url()).text
    does, shows = {
        "reply": (lambda: reply(topic, author=helper, body="New words."), "New words."),
        "edit": (lambda: edit(post, editor=helper, body="Other words.", version=1), "Other words."),
        "delete": (lambda: delete(post, by=helper), "The author took this post back."),
        "react": (lambda: react(post, member=asker, kind="thank_you"), "Thank you"),
        "lock": (lambda: lock(topic, by=moderator, locked=True), "closed to new replies"),
        "pin": (lambda: pin(topic, by=moderator, pinned=True), "Pinned"),
        "answer": (lambda: mark_answer(topic, post=post, by=asker), "Marked as the answer"),
        "move": (lambda: move(topic, to=office, by=moderator), "Other room"),
        "rename": (
            lambda: edit(
                topic.posts.get(number=1), editor=asker, body="Hm?", version=1, title="How to REST"
            ),
            "How to REST",
        ),
    }[deed]
    assert shows not in before

    does()

    assert shows in client.get(topic.get_absolute_url()).text


def test_shows_visitors_nothing_of_a_topic_that_was_closed_to_them(client, topic, category):
    assert client.get(topic.get_absolute_url()).status_code == 200

    type(category).objects.filter(pk=category.pk).update(see=1, read=1)

    assert client.get(topic.get_absolute_url()).status_code == 404


def test_shows_visitors_nothing_of_another_visitor_or_member(client, stranger, topic):
    member = Client()
    member.force_login(stranger)
    member.get(topic.get_absolute_url())

    for visitor in (client, Client()):
        response = visitor.get(topic.get_absolute_url())
        assert "csrfmiddlewaretoken" not in response.text
        assert "csrftoken" not in response.cookies
        assert stranger.handle not in response.text
    assert "Log in to reply" not in member.get(topic.get_absolute_url()).text


def test_keeps_the_pages_of_a_topic_apart_for_visitors(client, long_topic):
    for page in ("1", "2", "3", "01", "2"):
        response = client.get(long_topic.get_absolute_url(), {"page": page})
        assert f"Words of post {int(page) * 20 - 5}." in response.text or page == "3"
    assert client.get(long_topic.get_absolute_url(), {"page": "4"}).status_code == 404


def test_heads_each_post_with_number_author_role_and_whom_it_answers(
    client, stranger, helper, make_member, topic, make_post
):
    trained = make_member(display_name="Mei Lin", tier=Tier.SUPPORTER)
    first = make_post(topic)
    make_post(topic, author=trained, reply_to=first)
    mark_read(topic, member=stranger, number=2)
    client.force_login(stranger)

    def headings():
        text = client.get(topic.get_absolute_url()).text
        found = re.findall(r"<h2><span class=\"vh\">(Post .*?)</h2>", text, re.DOTALL)
        return [" ".join(re.sub(r"<[^>]*>", "", words).split()) for words in found]

    label = trained.role_label
    assert headings()[1:] == [
        "Post 2 by Helper", f"Post 3 by Mei Lin, {label}, in reply to post 2 by Helper, new",
    ]  # fmt: skip
    mute(stranger, other=helper)
    assert headings()[-1] == f"Post 3 by Mei Lin, {label}, in reply to post 2"
