from django.urls import reverse

from forums.actions import delete
from forums.models import Category


def test_holds_the_latest_posts(client, topic, make_post, helper):
    make_post(topic, body="A reply that stays.")
    gone = make_post(topic, body="Kanarienvogel")
    delete(gone, by=helper)
    address = reverse("forums:topic_feed", args=[topic.pk])

    response = client.get(address)

    assert address in client.get(topic.get_absolute_url()).text
    assert "A reply that stays." in response.text
    assert f"{topic.permalink(2)}" in response.text
    assert "Kanarienvogel" not in response.text
    assert helper.display_name not in response.text
    Category.objects.update(is_sensitive=True)
    assert "A reply that stays." not in client.get(address).text
    Category.objects.update(see=1, read=1)
    assert client.get(address).status_code == 404
