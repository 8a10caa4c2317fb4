import uuid

import pytest
from django.urls import reverse

from forums.models import TITLE_LENGTH, Post, Topic
from peersupport.core.richtext import MAX_LENGTH

GOOD = {"kind": "question", "title": "How do you rest?", "body": "I **cannot**."}


@pytest.fixture
def new(category):
    return reverse("forums:topic_new", args=[category.slug])


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def test_shows_the_form(signed_in, new):
    response = signed_in.get(new, {"nonsense": "1"})

    assert response.status_code == 200
    assert "In Study skills" in response.text
    assert "Anyone can read this category" in response.text
    assert "There is a problem" not in response.text


def test_starts_a_topic_and_leads_to_it(signed_in, new, stranger, category):
    response = signed_in.post(new, GOOD)

    topic = Topic.objects.get()
    assert (response.status_code, response.url) == (302, topic.get_absolute_url())
    assert (topic.author, topic.category, topic.kind) == (stranger, category, "question")
    assert topic.posts.get().html == "<p>I <strong>cannot</strong>.</p>\n"


def test_posts_once_when_sent_twice(signed_in, new):
    data = GOOD | {"submit_token": uuid.uuid4()}

    first, second = signed_in.post(new, data), signed_in.post(new, data)

    assert first.url == second.url
    assert Topic.objects.count() == Post.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "Enter a title."),
        ({"title": "!?"}, "Enter a title with at least one letter or number."),
        ({"title": "x" * (TITLE_LENGTH + 1)}, "at most 120 characters"),
        ({"body": " \n "}, "Write something first."),
        ({"body": "x" * (MAX_LENGTH + 1)}, "30001 characters long; 30000 fit"),
        ({"body": "nul\x00l"}, "Null characters are not allowed."),
        ({"kind": "essay"}, "essay is not one of the available choices"),
        ({"kind": ""}, "This field is required."),
        ({"submit_token": "not-a-token"}, "Enter a valid UUID."),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(signed_in, new, wrong, says):
    data = {"kind": "question", "title": "A typed title", "body": "Some typed words."} | wrong

    response = signed_in.post(new, data)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    if "title" not in wrong:
        assert "A typed title" in response.text
    if "body" not in wrong:
        assert "Some typed words." in response.text
    assert not Topic.objects.exists()


def test_keeps_the_kind_that_was_chosen(signed_in, new):
    response = signed_in.post(new, GOOD | {"title": ""})

    chosen = [line for line in response.text.split("<input") if "checked" in line.split(">")[0]]
    assert len(chosen) == 1
    assert 'value="question"' in chosen[0]


def test_previews_without_writing(signed_in, new):
    response = signed_in.post(new, GOOD | {"preview": "1"})

    assert response.status_code == 200
    assert "I <strong>cannot</strong>." in response.text
    assert "How do you rest?" in response.text
    assert not Topic.objects.exists()


def test_makes_an_address_of_any_title(signed_in, new):
    signed_in.post(new, GOOD | {"title": "  Wie \t geht’s?  日本語 "})

    topic = Topic.objects.get()
    assert topic.title == "Wie geht’s? 日本語"
    assert topic.slug == "wie-gehts"


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_where_others_start_topics(signed_in, make_category, method):
    place = make_category(start=2)
    address = reverse("forums:topic_new", args=[place.slug])

    assert getattr(signed_in, method)(address, GOOD).status_code == 404
    assert not Topic.objects.exists()


@pytest.mark.parametrize("slug", ["no-such-place", "-"])
def test_does_not_exist_in_an_unknown_category(signed_in, db, slug):
    assert signed_in.get(reverse("forums:topic_new", args=[slug])).status_code == 404


def test_asks_visitors_to_log_in_and_come_back(client, new):
    response = client.get(new)

    assert response.url == f"{reverse('account_login')}?next={new}"


def test_asks_newcomers_to_agree_to_the_norms(client, new, make_member):
    client.force_login(make_member(norms_version=0))

    response = client.post(new, GOOD)

    assert response.url == f"{reverse('moderation:norms_accept')}?next={new}"
    assert not Topic.objects.exists()


def more_choices(page):
    """The opening tag of what most topics do without."""
    return page[page.index("<details", page.index("more-choices") - 60) :].partition(">")[0]


def test_asks_in_one_order_and_folds_what_most_do_without(signed_in, new):
    page = signed_in.get(new).text

    order = ['name="title"', 'name="kind"', 'name="body"', 'name="upload"', "more-choices"]
    order += ['name="tags"', 'name="note"', 'name="poll_question"', 'name="save_draft"']
    places = [page.index(each) for each in order]
    assert places == sorted(places)
    assert "open" not in more_choices(page)


@pytest.mark.parametrize(
    "sent",
    [
        {"tags": "a, b, c, d, e, f"},
        {"note_words": "x" * 61},
        {"note": "other"},
        {"poll_question": "When?"},
        {"title": "", "tags": "exams"},
    ],
)
def test_an_error_or_a_choice_opens_the_part_that_holds_it(signed_in, new, sent):
    response = signed_in.post(new, GOOD | sent)

    assert response.status_code == 422
    assert "open" in more_choices(response.text)
