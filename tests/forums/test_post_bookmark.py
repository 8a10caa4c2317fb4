"""Keeping a post, and being reminded of it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from forums.actions import delete, keep_bookmark
from forums.models import Bookmark
from forums.tasks import remind
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle


def address(post):
    return reverse("forums:post_bookmark", args=[post.topic_id, post.number])


def test_kept_with_a_note_for_the_morning_of_a_day(client, stranger, make_topic):
    post = make_topic().posts.get()
    client.force_login(stranger)
    assert address(post) in client.get(post.topic.get_absolute_url()).text

    client.post(address(post), {"note": "Try the beans.", "remind": "1"})

    kept = Bookmark.objects.get()
    assert (kept.member, kept.note) == (stranger, "Try the beans.")
    at = timezone.localtime(kept.remind_at)
    assert (at.date(), at.hour) == (timezone.localdate() + timedelta(days=1), 9)
    assert "Try the beans." in client.get(address(post)).text
    client.post(address(post), {"drop": "1"})
    assert not Bookmark.objects.exists()


def test_a_day_that_is_over_is_refused_and_the_note_stays(client, stranger, make_topic):
    post = make_topic().posts.get()
    client.force_login(stranger)

    page = client.post(address(post), {"note": "Beans.", "remind": "day", "day": "2020-01-01"})

    assert page.status_code == 422
    assert "Choose a day after today." in page.text
    assert "Beans." in page.text


def due(stranger, post):
    keep_bookmark(post, member=stranger, note="Hush", remind_at=timezone.now())


def test_one_is_reminded_once(stranger, make_topic):
    due(stranger, make_topic().posts.get())

    remind()
    remind()
    settle(500)
    settle(500)

    assert Notice.objects.filter(recipient=stranger, kind="reminder").count() == 1
    assert Letter.objects.filter(recipient=stranger, kind="reminder").count() == 1


def test_nobody_is_reminded_of_what_they_may_not_read_any_more(stranger, make_topic):
    post = make_topic().posts.get()
    due(stranger, post)
    delete(post, by=post.author)

    remind()
    settle(500)

    assert not Notice.objects.filter(recipient=stranger).exists()
