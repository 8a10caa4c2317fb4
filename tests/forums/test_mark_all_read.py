from django.urls import reverse

from forums.models import ReadMark, Topic

ALL_READ = reverse("forums:mark_all_read")


def test_counts_everything_up_to_now_as_read(client, stranger, topic):
    client.force_login(stranger)

    response = client.post(ALL_READ)

    stranger.refresh_from_db()
    assert (response.status_code, response.url) == (302, reverse("forums:topic_list"))
    assert not Topic.objects.unread_by(stranger, ReadMark.objects.all()).exists()


def test_leaves_later_posts_new(client, stranger, topic, make_post):
    client.force_login(stranger)
    client.post(ALL_READ)

    make_post(topic)

    stranger.refresh_from_db()
    assert Topic.objects.unread_by(stranger, ReadMark.objects.all()).get() == topic


def test_does_nothing_when_it_is_only_opened(client, stranger):
    before = stranger.read_before
    client.force_login(stranger)

    assert client.get(ALL_READ).status_code == 405
    stranger.refresh_from_db()
    assert stranger.read_before == before


def test_asks_visitors_to_log_in(client, db):
    assert client.post(ALL_READ).url.startswith(reverse("account_login"))
