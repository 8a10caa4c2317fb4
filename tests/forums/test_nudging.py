"""A word before something is posted that looks as if it led to a person: said once, never a block."""

import pytest
from django.urls import reverse

from forums.actions import open_category, start_topic
from forums.models import Post
from groups.actions import found
from peersupport.members.models import Tier


@pytest.fixture
def signed_in(client, helper):
    client.force_login(helper)
    return client


@pytest.fixture
def new_topic(category):
    return reverse("forums:topic_new", args=[category.slug])


@pytest.fixture
def to_reply(topic):
    return reverse("forums:topic_reply", args=[topic.pk])


def test_a_phone_number_is_asked_about_once_and_nothing_is_lost(signed_in, to_reply):
    data = {"body": "Ring me on 07700 900 123, or write to ada@mail.example"}

    response = signed_in.post(to_reply, data)

    assert response.status_code == 422
    assert not Post.objects.filter(number=2).exists()
    assert "a phone number and an e-mail address in it" in response.text
    assert data["body"] in response.text
    assert "There is a problem" not in response.text
    assert "<title>Error" not in response.text
    seen = response.context["nudge"].seen
    assert signed_in.post(to_reply, data | {"nudged": seen}).status_code == 302


def test_post_it_anyway_posts_it(signed_in, new_topic):
    data = {"kind": "question", "title": "Call 07700 900 123", "body": "Please."}

    assert signed_in.post(new_topic, data).status_code == 422
    assert signed_in.post(new_topic, data | {"post_anyway": "1"}).status_code == 302


def test_an_edit_is_asked_about_only_what_it_adds(signed_in, topic, make_post, helper):
    post = make_post(topic, body="Write to ada@mail.example", author=helper)
    address = reverse("forums:post_edit", args=[topic.pk, post.number])
    data = {"version": "1", "body": "Write to ada@mail.example, please."}

    assert signed_in.post(address, data).status_code == 302
    added = {"version": "2", "body": "Write to ada@mail.example or 07700 900 123."}
    response = signed_in.post(address, added)
    assert response.status_code == 422
    assert "a phone number in it" in response.text


def test_help_lines_are_nobodys_and_groups_may_share_an_address(client, make_member, to_reply):
    helper = make_member(tier=Tier.SUPPORTER)
    group = found(founder=helper, name="A group", norms="Be kind.", purpose="Company.")
    client.force_login(helper)
    body = "Ring 13 11 14 or 116 123, see https://findahelpline.com/"
    assert client.post(to_reply, {"body": body}).status_code == 302

    inside = start_topic(open_category(group), author=helper, title="Where?", body="Here.")
    address = reverse("forums:topic_reply", args=[inside.pk])

    assert client.post(address, {"body": "12 Acacia Avenue, ada@mail.example"}).status_code == 302
    assert client.post(address, {"body": "Or 07700 900 123"}).status_code == 422
