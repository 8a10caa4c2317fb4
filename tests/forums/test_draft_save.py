"""What somebody has begun to write is kept by the pages on which it is written, and by them alone."""

import uuid

import pytest
from django.urls import reverse

from forums.actions import MOST_DRAFTS, save_draft
from forums.models import Draft, Topic
from peersupport.core.richtext import MAX_LENGTH

SCRIPT = {"headers": {"HX-Request": "true"}}


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


def keep(client, address, how=None, **data):
    return client.post(address, {"save_draft": "1"} | data, **(how or {}))


def test_save_draft_keeps_everything_typed_and_needs_no_script(signed_in, new_topic, helper):
    data = {"kind": "question", "body": "Half a\r\nthought\x00", "submit_token": str(uuid.uuid4())}

    response = keep(signed_in, new_topic, **data, csrfmiddlewaretoken="x", other="not of the form")

    draft = Draft.objects.get()
    assert draft.words == {"kind": "question", "body": "Half a\nthought\ufffd"}
    assert (response.status_code, response.url) == (302, new_topic)
    page = signed_in.get(new_topic)
    assert "Your draft is saved." in page.text
    assert "Your draft from " in page.text
    assert "Half a\nthought" in page.text
    assert page.context["form"]["kind"].value() == "question"
    assert not Topic.objects.exists()


def test_a_reply_is_there_again_and_a_quote_comes_after_it(signed_in, topic, to_reply):
    response = keep(signed_in, to_reply, body="As I said:", reply_to="1")

    assert response.url == f"{topic.get_absolute_url()}#reply"
    page = signed_in.get(topic.get_absolute_url())
    assert page.context["form"]["body"].value() == "As I said:"
    assert page.context["form"]["reply_to"].value() == "1"
    quoting = signed_in.get(topic.get_absolute_url() + "?quote=1").context["form"]["body"].value()
    assert quoting.startswith("As I said:\n\n> [Asker, post 1](")


def test_nobody_else_sees_it_whatever_their_role(
    signed_in, client, topic, to_reply, administrator, asker, stranger
):
    keep(signed_in, to_reply, body="Kanarienvogel")

    for person in (administrator, asker, stranger):
        client.force_login(person)
        for address in (topic.get_absolute_url(), reverse("forums:draft_list"), "/"):
            assert "Kanarienvogel" not in client.get(address).text


def test_a_script_is_answered_with_the_foot_of_the_composer(signed_in, to_reply):
    response = keep(signed_in, to_reply, SCRIPT, body="One")

    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'name="draft_version" value="1"' in response.text
    assert "Draft saved " in response.text


def test_an_older_copy_overwrites_nothing_and_both_texts_are_shown(signed_in, to_reply):
    keep(signed_in, to_reply, SCRIPT, body="From the phone", draft_version="0", draft_page="a")

    for how in (SCRIPT, {}):
        response = keep(signed_in, to_reply, how, body="From the desk", draft_page="b")

        assert response.status_code == 409
        assert "From the phone" in response.text
        assert 'value="1"' in response.text
        assert ("From the desk" in response.text) is (how == {})
        assert Draft.objects.get().body == "From the phone"
    keep(signed_in, to_reply, SCRIPT, body="From the desk", draft_version="1", draft_page="b")
    assert Draft.objects.get().body == "From the desk"


def test_one_page_may_save_twice_before_it_hears_of_the_first(signed_in, to_reply):
    for body in ("One", "One two"):
        response = keep(signed_in, to_reply, SCRIPT, body=body, draft_version="0", draft_page="a")

        assert response.status_code == 200
    assert Draft.objects.get().body == "One two"


def test_an_empty_text_takes_the_draft_away(signed_in, new_topic):
    keep(signed_in, new_topic, body="One")

    keep(signed_in, new_topic, body="  \n", kind="question", draft_version="1")

    assert not Draft.objects.exists()


def test_it_is_gone_once_posted_and_a_late_save_does_not_bring_it_back(
    signed_in, new_topic, to_reply, topic, asker
):
    save_draft(topic, by=asker, words={"body": "Somebody else’s stays."})
    for address, more in ((new_topic, {"title": "A title", "kind": "discussion"}), (to_reply, {})):
        data = {"body": "Words.", "submit_token": str(uuid.uuid4())} | more
        keep(signed_in, address, SCRIPT, **data)

        assert signed_in.post(address, data).status_code == 302
        late = keep(signed_in, address, SCRIPT, **data, draft_version="1")

        assert late.status_code == 200
    assert [draft.member for draft in Draft.objects.all()] == [asker]


def test_what_is_too_long_is_not_kept_and_stays_on_the_page(signed_in, to_reply):
    response = keep(signed_in, to_reply, body="a" * (MAX_LENGTH + 1))

    assert response.status_code == 422
    assert "too long to keep" in response.text
    assert "a" * MAX_LENGTH in response.text
    assert not Draft.objects.exists()


def test_the_oldest_makes_room(helper, make_category):
    places = [make_category() for _ in range(MOST_DRAFTS + 1)]

    for place in places:
        save_draft(place, by=helper, words={"body": "B"})

    assert set(Draft.objects.values_list("category", flat=True)) == {p.pk for p in places[1:]}


def test_words_outlive_a_topic_that_was_closed_meanwhile(signed_in, topic, to_reply):
    keep(signed_in, to_reply, body="Half a thought")
    Topic.objects.filter(pk=topic.pk).update(is_locked=True)

    page = signed_in.get(topic.get_absolute_url()).text

    assert "It was not posted. Copy it" in page
    assert "Half a thought" in page
    assert keep(signed_in, to_reply, SCRIPT, body="More", draft_version="1").status_code == 200


def test_a_draft_adds_one_statement_to_the_page_of_its_topic_and_none_elsewhere(
    signed_in, topic, to_reply, django_assert_num_queries
):
    address = topic.get_absolute_url()
    signed_in.get(address)

    with django_assert_num_queries(5):
        signed_in.get(address)
    keep(signed_in, to_reply, body="Begun")
    with django_assert_num_queries(6):
        signed_in.get(address)
