import pytest
from django.urls import reverse

from forums.models import Post
from moderation.actions import take_up
from moderation.models import ReviewItem


def address(topic, number=1):
    return reverse("forums:post_delete", args=[topic.pk, number])


def test_says_what_goes_before_it_goes(client, asker, helper, topic, make_post):
    client.force_login(asker)
    assert "so the whole topic disappears" in client.get(address(topic), {"x": "1"}).text

    make_post(topic)
    client.force_login(helper)

    text = client.get(address(topic, 2)).text
    assert "Its words disappear for everybody." in text
    assert f"“{topic.title}” stays" in text
    assert not Post.objects.exclude(standing="visible").exists()


def test_takes_ones_own_reply_away(client, helper, topic, make_post):
    make_post(topic)
    client.force_login(helper)

    response = client.post(address(topic, 2))

    topic.refresh_from_db()
    assert (response.status_code, response.url) == (302, topic.link_to(2))
    assert topic.posts.get(number=2).standing == "deleted"
    assert topic.reply_count == 0
    assert "The post is deleted." in client.get(response.url).text


def test_takes_an_unanswered_topic_away_with_its_post(client, asker, topic, category):
    client.force_login(asker)

    response = client.post(address(topic))

    category.refresh_from_db()
    assert response.url == category.get_absolute_url()
    assert category.topic_count == 0
    assert client.get(topic.get_absolute_url()).status_code == 404


def test_leads_moderators_to_a_decision_that_its_author_reads(client, moderator, topic, make_post):
    post = make_post(topic)
    client.force_login(moderator)
    assert "its author reads that and can appeal" in client.get(address(topic, 2)).text

    response = client.post(address(topic, 2))

    item = ReviewItem.objects.about(post).get()
    assert response.url == item.get_absolute_url()
    assert (item.claimed_by, item.is_open) == (moderator, True)
    assert topic.posts.get(number=2).standing == "visible"


def test_says_who_else_works_on_it(client, moderator, administrator, topic, make_post):
    take_up(make_post(topic), by=administrator)
    client.force_login(moderator)

    response = client.post(address(topic, 2), follow=True)

    assert "works on this until" in response.text
    assert topic.posts.get(number=2).standing == "visible"


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, stranger, topic, method):
    client.force_login(stranger)

    assert getattr(client, method)(address(topic)).status_code == 404
    assert topic.posts.get().standing == "visible"


def test_does_not_exist_a_second_time(client, helper, topic, make_post):
    make_post(topic)
    client.force_login(helper)
    client.post(address(topic, 2))

    assert client.post(address(topic, 2)).status_code == 404
    topic.refresh_from_db()
    assert topic.reply_count == 0


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_does_not_exist_for_a_post_that_is_not_there(client, asker, topic, number):
    client.force_login(asker)

    assert client.post(address(topic, number)).status_code == 404


def test_asks_visitors_to_log_in(client, topic):
    assert client.post(address(topic)).url.startswith(reverse("account_login"))
    assert topic.posts.get().standing == "visible"
