from django.urls import reverse

from forums.models import Tag
from peersupport.notifications.models import Watch


def test_followed_with_one_press_and_let_go_with_the_next(client, stranger, make_topic):
    tag = Tag.objects.create(name="exams")
    make_topic(tags=["exams"])
    client.force_login(stranger)
    address = reverse("forums:tag_watch", args=["exams"])

    swap = client.post(address, {"level": "2"}, headers={"HX-Request": "true"}).text

    assert "Following" in swap
    assert Watch.objects.filter(member=stranger).on(tag).get().level == Watch.Level.FOLLOWING
    client.post(address, {"level": "1"})
    assert Watch.objects.filter(member=stranger).on(tag).get().level == Watch.Level.NORMAL
    assert client.post(address, {"level": "9"}).status_code == 404
