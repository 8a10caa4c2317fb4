import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.actions import delete, edit, mark_answer, mark_read
from forums.models import ReadMark
from peersupport.activity.actions import settle_next
from peersupport.notifications.models import Notice
from peersupport.reactions import REACTIONS


@pytest.fixture
def long_topic(make_topic, make_post):
    topic = make_topic()
    for number in range(2, 46):
        make_post(topic, body=f"Words of post {number}.")
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
def test_redirects_permanently_from_another_slug(client, topic, slug):
    response = client.get(reverse("forums:topic_detail", args=[topic.pk, slug]))

    assert (response.status_code, response.url) == (301, topic.get_absolute_url())


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


def test_counts_notices_of_seen_posts_as_read(client, asker, topic, long_topic, make_post):
    make_post(topic)
    while settle_next(REACTIONS):
        pass
    notices = Notice.objects.filter(recipient=asker, read_at=None)
    assert notices.count() == 45
    client.force_login(asker)

    client.get(long_topic.get_absolute_url(), {"page": 2})

    unread = notices.order_by("pk").values_list("target_id", flat=True)
    seen = long_topic.posts.filter(number__range=(21, 40)).values_list("pk", flat=True)
    assert len(unread) == 25
    assert not set(unread) & set(seen)


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


def test_links_to_the_history_of_an_edited_post(client, asker, topic):
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
@pytest.mark.parametrize("name", ["", "stranger", "moderator"])
def test_costs_the_same_queries_for_any_number_of_posts(
    client, request, topic, make_post, make_member, posts, name, django_assert_max_num_queries
):
    for _ in range(posts):
        make_post(topic, author=make_member())
    if name:
        client.force_login(request.getfixturevalue(name))

    with django_assert_max_num_queries(10 if name else 2):
        client.get(topic.get_absolute_url())
    if name:
        with django_assert_max_num_queries(7):
            client.get(topic.get_absolute_url())
