from datetime import timedelta

import pytest
from django.urls import reverse

from forums.actions import edit
from forums.models import Post
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle


def address(topic, version=""):
    return reverse("forums:post_restore", args=[topic.pk, 1]) + (version and f"?from={version}")


@pytest.fixture
def edited(topic, moderator):
    """A question whose words a moderator changed twice."""
    post = topic.posts.get()
    edit(post, editor=moderator, body="Second.", version=1, title="Second title", reason="Unkind.")
    return edit(post, editor=moderator, body="Third.", version=2, reason="Clearer.")


def test_shows_what_would_change(client, asker, topic, edited):
    client.force_login(asker)

    text = client.get(address(topic, 1)).text

    assert "Restore version 1" in text
    assert "added: </span>What" in text
    assert "removed: </span>Third" in text


def test_lets_the_author_put_their_words_back(client, asker, topic, edited):
    title = topic.title
    client.force_login(asker)

    response = client.post(address(topic, 1), {"version": "3"})

    edited.refresh_from_db()
    topic.refresh_from_db()
    assert response.status_code == 302
    assert (edited.body, topic.title, edited.version) == ("What do you think?", title, 4)
    assert edited.revisions.count() == 3
    assert edited.edited_at is not None


def test_asks_moderators_for_a_reason(client, moderator, topic, edited):
    client.force_login(moderator)

    assert client.post(address(topic, 1), {"version": "3"}).status_code == 422
    assert client.post(address(topic, 1), {"version": "3", "reason": "Why."}).status_code == 302


def test_says_when_somebody_was_faster(client, asker, topic, edited):
    client.force_login(asker)

    response = client.post(address(topic, 1), {"version": "2"})

    assert response.status_code == 422
    assert "Somebody changed the post just now" in response.text


def test_does_not_exist_for_others_nor_without_versions(
    client, stranger, asker, topic, edited, make_topic
):
    client.force_login(stranger)
    assert client.get(address(topic, 1)).status_code == 404
    client.force_login(asker)
    assert client.get(address(make_topic())).status_code == 404
    Post.objects.update(posted_at=edited.posted_at - timedelta(days=15))
    assert client.get(address(topic, 1)).status_code == 404


def test_tells_the_author_who_changed_their_words_and_why(client, asker, topic, edited):
    settle()
    client.force_login(asker)

    text = client.get(reverse("notifications:notice_list")).text

    assert text.count("A moderator edited your post in") == 2
    assert "Unkind." in text
    assert "Clearer." in text
    assert not Letter.objects.exists()
    notice = Notice.objects.filter(recipient=asker).first()
    link = client.get(reverse("notifications:notice_detail", args=[notice.pk])).url
    assert link == reverse("forums:post_history", args=[topic.pk, 1])
    client.get(link)
    assert not Notice.objects.unread().filter(recipient=asker).exists()
