import uuid

import pytest
from django.urls import reverse

from forums.actions import delete
from forums.models import Post
from peersupport.activity.models import Activity
from peersupport.core.richtext import MAX_LENGTH


def address(topic):
    return reverse("forums:topic_reply", args=[topic.pk])


def replies():
    return Post.objects.filter(number__gt=1)


@pytest.fixture
def signed_in(client, helper):
    client.force_login(helper)
    return client


def test_posts_and_leads_to_the_reply(signed_in, topic, helper):
    response = signed_in.post(address(topic), {"body": "*Same* here.", "page": "7"})

    post = replies().get()
    assert (response.status_code, response.url) == (302, topic.link_to(2))
    assert (post.author, post.number, post.html) == (helper, 2, "<p><em>Same</em> here.</p>\n")


def test_links_of_a_page_that_came_back_lead_on(signed_in, topic, make_post):
    make_post(topic)
    came_back = signed_in.post(address(topic), {"body": ""})
    assert came_back.status_code == 422

    response = signed_in.get(address(topic), {"quote": "2"}, follow=True)

    assert response.redirect_chain == [(f"{topic.get_absolute_url()}?quote=2", 302)]
    assert "&gt; [" in response.text


def test_remembers_which_post_it_answers(signed_in, topic, make_post):
    make_post(topic)

    signed_in.post(address(topic), {"body": "Yes.", "reply_to": "2"})

    assert replies().get(number=3).reply_to.number == 2


def test_posts_once_when_sent_twice(signed_in, topic):
    data = {"body": "Once.", "submit_token": uuid.uuid4()}

    first, second = signed_in.post(address(topic), data), signed_in.post(address(topic), data)

    assert first.url == second.url
    assert replies().count() == 1


@pytest.mark.parametrize("reply_to", ["99", "9999999999999999999999"])
def test_answers_the_topic_when_there_is_no_such_post(signed_in, topic, reply_to):
    signed_in.post(address(topic), {"body": "Yes.", "reply_to": reply_to})

    assert replies().get().reply_to is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"body": "  "}, "Write something first."),
        ({"body": "typed words" + "x" * MAX_LENGTH}, "fit in one post"),
        ({"body": "typed words\x00"}, "Null characters are not allowed."),
        ({"body": "typed words", "reply_to": "abc"}, "Enter a whole number."),
        ({"body": "typed words", "reply_to": "0"}, "greater than or equal to 1"),
        ({"body": "typed words", "submit_token": "abc"}, "Enter a valid UUID."),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(signed_in, topic, wrong, says):
    response = signed_in.post(address(topic), wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    assert wrong["body"].strip()[:11] in response.text
    assert not replies().exists()


def test_previews_without_writing(signed_in, topic):
    response = signed_in.post(address(topic), {"body": "**Look**", "preview": "1"})

    assert response.status_code == 200
    assert "<strong>Look</strong>" in response.text
    assert "**Look**" in response.text
    assert not replies().exists()


def test_refuses_a_reply_to_a_closed_topic_and_keeps_the_words(client, helper, make_topic):
    topic = make_topic(is_locked=True)
    client.force_login(helper)
    before = Activity.objects.count()

    response = client.post(address(topic), {"body": "Too late words."})

    assert response.status_code == 422
    assert "This topic is closed to new replies." in response.text
    assert not replies().exists()
    assert Activity.objects.count() == before


def test_shows_the_words_again_that_a_closed_topic_refused(client, helper, make_topic):
    client.force_login(helper)

    response = client.post(address(make_topic(is_locked=True)), {"body": "Too late words."})

    assert "Too late words." in response.text


def test_lets_a_moderator_reply_to_a_closed_topic(client, moderator, make_topic):
    topic = make_topic(is_locked=True)
    client.force_login(moderator)

    assert client.post(address(topic), {"body": "For the record."}).status_code == 302
    assert replies().get().author == moderator


def test_refuses_members_where_staff_reply(client, helper, make_category, make_topic):
    topic = make_topic(category=make_category(reply=2))
    client.force_login(helper)

    assert client.post(address(topic), {"body": "Hello."}).status_code == 422
    assert not replies().exists()


def test_does_not_exist_for_who_may_not_read(client, helper, moderator, make_category, make_topic):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)
    client.force_login(helper)

    assert client.post(address(topic), {"body": "Hello."}).status_code == 404
    assert not replies().exists()


def test_does_not_exist_in_a_deleted_topic(signed_in, topic, asker):
    delete(topic.posts.get(), by=asker)

    assert signed_in.post(address(topic), {"body": "Hello."}).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**30])
def test_does_not_exist_for_an_unknown_topic(signed_in, db, pk):
    response = signed_in.post(reverse("forums:topic_reply", args=[pk]), {"body": "Hello."})

    assert response.status_code == 404


def test_is_not_for_visitors_or_newcomers(client, topic, make_member):
    assert client.post(address(topic), {"body": "x"}).url.startswith(reverse("account_login"))
    client.force_login(make_member(norms_version=0))
    response = client.post(address(topic), {"body": "x"})
    assert response.url.startswith(reverse("moderation:norms_accept"))
    assert not replies().exists()
