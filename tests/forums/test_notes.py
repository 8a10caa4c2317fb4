"""A content note keeps the words behind it wherever they are shown but in their topic."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.actions import edit, start_topic
from forums.models import Post, Topic
from peersupport.activity.actions import settle_next
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants, repair
from peersupport.notifications.letters import compose
from peersupport.notifications.models import Letter
from peersupport.reactions import REACTIONS

WORDS = "Canarywort"
NOTED = {"note": "grief", "note_words": "my dog"}


def settle():
    while settle_next(REACTIONS):
        pass


@pytest.fixture
def noted(make_topic):
    return make_topic(title="A walk", body=f"{WORDS} first.", **NOTED)


def test_the_words_stand_in_their_topic_alone(client, asker, helper, stranger, noted, make_post):
    post = make_post(noted, body=f"{WORDS}, @{stranger.handle}.", note="other", note_words="a fall")
    settle()
    places = [
        reverse("forums:home"), reverse("forums:topic_list"), noted.category.get_absolute_url(),
        asker.get_absolute_url(), helper.get_absolute_url(), reverse("notifications:notice_list"),
        reverse("forums:post_react", args=[noted.pk, post.number]),
    ]  # fmt: skip

    for who in (None, stranger):
        if who:
            client.force_login(who)
        pages = [client.get(place) for place in places]
        assert not [page.request for page in pages if WORDS in page.text]
        assert sum("Content note: Loss and grief: my dog" in page.text for page in pages) >= 3
        topic = client.get(noted.get_absolute_url()).text
        assert topic.count("post-note") == 2
        before, _, after = topic.partition(WORDS)
        assert before.rindex("<details") > before.rindex("<article")
        assert "Content note: a fall" in after
    for letter in Letter.objects.all():
        mail = compose(letter)
        assert WORDS not in f"{mail.subject}{mail.body}{mail.alternatives[0].content}"
        assert "Content note: a fall" in mail.body
    assert Letter.objects.count() == 2


def test_what_may_be_shown_elsewhere_is_said_in_one_place(noted, make_topic):
    post, plain = noted.posts.get(), make_topic(body="Open words.")

    assert (noted.excerpt, noted.shown_excerpt) == ("", "")
    assert post.shown_excerpt == "Content note: Loss and grief: my dog"
    assert plain.shown_excerpt == plain.posts.get().shown_excerpt == "Open words."


def test_an_edit_of_the_note_alone_is_kept_and_moves_the_topics(asker, moderator, make_topic):
    topic = make_topic(body=WORDS)
    post = topic.posts.get()
    say = {"body": WORDS, "reason": "It helps readers."}

    with pytest.raises(Refused):
        edit(post, editor=moderator, body=WORDS, version=1, **NOTED)
    edit(post, editor=moderator, version=1, **say, **NOTED)

    topic.refresh_from_db()
    assert (topic.note, topic.note_words, topic.excerpt) == ("grief", "my dog", "")
    post = edit(post, editor=asker, version=2, **say)
    assert (post.version, post.note) == (2, "grief")  # who says nothing of it leaves it
    edit(post, editor=asker, version=2, note="", **say)
    topic.refresh_from_db()
    assert (topic.note, topic.note_words, topic.excerpt) == ("", "", WORDS)
    revisions = post.revisions.values_list("note", "note_words", "editor")
    assert list(revisions) == [("", "", moderator.pk), ("grief", "my dog", asker.pk)]


def test_a_form_takes_a_note_and_says_what_is_missing(client, asker, category):
    client.force_login(asker)
    address = reverse("forums:topic_new", args=[category.slug])
    data = {"kind": "discussion", "title": "A title", "body": "Words."}

    wrong = client.post(address, data | {"note": "other"})
    assert (wrong.status_code, "Say in a few words" in wrong.text) == (422, True)
    assert '<details class="more-choices" open' in wrong.text
    assert client.post(address, data | {"note": "nonsense"}).status_code == 422
    assert client.post(address, data | {"note_words": "x" * 61}).status_code == 422
    client.post(address, data | {"note_words": "  a\n fall "})

    assert Topic.objects.values_list("note", "note_words").get() == ("other", "a fall")


def test_a_quotation_names_the_theme_and_brings_the_note_along(client, helper, noted):
    client.force_login(helper)

    form = client.get(f"{noted.get_absolute_url()}?quote=1").context["form"]

    first, *_ = form["body"].value().splitlines()
    assert first.startswith("> [Asker, post 1. Content note: Loss and grief](")
    assert (form["note"].value(), form["note_words"].value()) == ("grief", "my dog")


def test_a_noted_stream_costs_no_statement_more(client, stranger, topic, make_post):
    client.force_login(stranger)
    client.get(topic.get_absolute_url())
    asked = []
    for note in ("", "grief"):
        Post.objects.update(note=note)
        Topic.objects.update(note=note)
        with CaptureQueriesContext(connection) as queries:
            client.get(topic.get_absolute_url())
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_an_unknown_note_is_refused(asker, category):
    with pytest.raises(Refused):
        start_topic(category, author=asker, title="A", body="B", note="nonsense")


def test_a_topic_that_lost_its_note_is_noticed_and_mended(noted):
    assert not list(broken_invariants())
    Topic.objects.filter(pk=noted.pk).update(note="", note_words="", excerpt=WORDS)

    [(name, count)] = broken_invariants()
    repair(name)

    noted.refresh_from_db()
    assert (count, noted.note, noted.note_words, noted.excerpt) == (1, "grief", "my dog", "")
