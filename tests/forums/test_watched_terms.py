"""What follows when a watched term stands in a post. None of it keeps anybody from posting."""

import pytest
from django.urls import reverse

from forums.models import HeldPost, Post
from moderation.models import ReviewItem, WatchedTerm
from moderation.querysets import WatchedTermQuerySet


@pytest.fixture
def send(client, helper, topic):
    client.force_login(helper)
    address = reverse("forums:topic_reply", args=[topic.pk])
    return lambda body, **more: client.post(address, {"body": body, **more}, follow=True)


def term(**facts):
    return WatchedTerm.objects.create(**({"words": "Grobian", "reason": "unkind"} | facts))


def posted():
    return Post.objects.filter(number__gt=1)


def test_flagged_it_is_posted_and_waits_for_a_look(send, topic):
    term(deed="flag", theme="violence")
    send("What a gr0bian.")
    item = ReviewItem.objects.get()
    assert (item.kind, item.reason, item.themes) == ("flagged", "unkind", ["violence"])
    assert item.target == posted().get()


def test_held_it_waits_and_says_why(send):
    term(deed="hold")
    page = send("What a grobian.").text
    assert "people are sometimes hurt by" in page
    assert HeldPost.objects.get().why == "term"
    assert not posted().exists()


def test_nudged_its_author_is_asked_once(send):
    term(deed="nudge")
    page = send("What a grobian.").text
    assert "Words in it can hurt" in page
    assert 'name="nudged" value="tone"' in page
    assert not posted().exists()
    send("What a grobian.", nudged="tone")
    assert posted().count() == 1
    assert not ReviewItem.objects.exists()


def test_signposted_help_is_shown_to_its_author_alone(send, client, topic, stranger):
    term(deed="signpost", reason="worry")
    assert "these people answer at once" in send("What a grobian.").text
    assert posted().count() == 1
    assert not ReviewItem.objects.exists()
    client.force_login(stranger)
    assert "these people answer at once" not in client.get(topic.get_absolute_url()).text


def test_not_here_not_in_this_language_and_not_when_it_is_off(send, topic):
    term(not_in=[topic.category.slug])
    term(words="Flegel", language="de")
    term(words="Lump", is_on=False)
    send("Grobian, Flegel, Lump.")
    assert posted().count() == 1
    assert not ReviewItem.objects.exists()


@pytest.mark.parametrize("broken", ["found_in", "for_place"])
def test_whatever_goes_wrong_with_terms_the_post_is_posted(send, monkeypatch, broken):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(WatchedTermQuerySet, broken, fail)
    send("Hello.")
    assert posted().get().body == "Hello."


def test_whatever_goes_wrong_after_posting_the_post_stands(send, monkeypatch):
    term(deed="flag")

    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("forums.actions.checking.open_item", fail)
    send("What a grobian.")
    assert posted().count() == 1
    assert not ReviewItem.objects.exists()
