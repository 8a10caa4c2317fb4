from django.urls import reverse

from peersupport.activity.actions import settle_next
from peersupport.notifications.models import Notice
from peersupport.reactions import REACTIONS

READ_ALL = reverse("notifications:notice_read_all")


def test_marks_ones_own_notices_and_nobody_elses(client, asker, helper, topic, make_post):
    make_post(topic)
    make_post(topic, author=asker)
    make_post(topic)
    while settle_next(REACTIONS):
        pass
    client.force_login(asker)

    response = client.post(READ_ALL, {"nonsense": "1"})

    assert (response.status_code, response.url) == (302, reverse("notifications:notice_list"))
    assert not Notice.objects.filter(recipient=asker, read_at=None).exists()
    assert Notice.objects.filter(recipient=helper, read_at=None).count() == 1


def test_does_nothing_when_it_is_only_opened(client, stranger):
    assert client.post(READ_ALL).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert client.get(READ_ALL).status_code == 405
