import pytest
from django.urls import reverse

from forums.actions import PollFacts
from peersupport.activity.models import Activity


@pytest.fixture
def topic(make_topic):
    poll = PollFacts(question="What wakes you?", options=["Tea", "Coffee"], is_hidden=True)
    return make_topic(poll=poll)


@pytest.mark.parametrize("who", ["asker", "moderator"])
def test_ends_for_who_asked_and_for_moderators_once(client, request, topic, who):
    client.force_login(request.getfixturevalue(who))
    address = reverse("forums:poll_close", args=[topic.pk])
    assert "Close the poll now" in client.get(topic.get_absolute_url()).text

    for _press in range(2):
        response = client.post(address, follow=True)

    assert "Nobody has voted yet." in response.text  # the results show
    assert "Close the poll now" not in response.text
    assert Activity.objects.filter(verb="forums.poll_closed").count() == 1


def test_does_not_exist_for_others(client, helper, topic):
    client.force_login(helper)

    assert client.post(reverse("forums:poll_close", args=[topic.pk])).status_code == 404
    assert topic.posts.get().poll.closed_at is None
