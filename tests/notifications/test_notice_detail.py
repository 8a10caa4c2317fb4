import pytest
from django.urls import reverse

from forums.models import Category
from peersupport.activity.actions import settle_next
from peersupport.notifications.models import Notice
from peersupport.reactions import REACTIONS


@pytest.fixture
def notice(topic, make_post):
    make_post(topic)
    while settle_next(REACTIONS):
        pass
    return Notice.objects.get()


def address(pk):
    return reverse("notifications:notice_detail", args=[pk])


def test_leads_to_the_thing_and_counts_as_read(client, asker, topic, notice):
    client.force_login(asker)

    response = client.get(address(notice.pk), {"nonsense": "1"})

    notice.refresh_from_db()
    assert (response.status_code, response.url) == (302, topic.permalink(2))
    assert notice.read_at is not None


def test_keeps_when_it_was_read_first(client, asker, notice):
    client.force_login(asker)
    client.get(address(notice.pk))
    notice.refresh_from_db()
    first = notice.read_at

    client.get(address(notice.pk))

    notice.refresh_from_db()
    assert notice.read_at == first


def test_does_not_exist_for_others(client, stranger, notice):
    assert client.get(address(notice.pk)).url.startswith(reverse("account_login"))
    client.force_login(stranger)

    assert client.get(address(notice.pk)).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_tells_nothing_of_what_may_no_longer_be_seen(client, asker, topic, notice):
    Category.objects.update(see=2, read=2, start=2, reply=2)
    client.force_login(asker)

    response = client.get(address(notice.pk))

    assert response.status_code == 404
    assert topic.slug not in response.text


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, stranger, pk):
    client.force_login(stranger)

    assert client.get(address(pk)).status_code == 404
