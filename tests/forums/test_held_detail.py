import pytest
from django.urls import reverse

from forums.actions import decline, let_through, reply, send_back
from forums.models import HeldPost, Post


@pytest.fixture
def topic_there(make_category, make_topic, moderator):
    return make_topic(category=make_category(hold="all"), author=moderator)


@pytest.fixture
def held(client, topic_there, helper):
    """Sent by the form, as everybody does."""
    client.force_login(helper)
    address = reverse("forums:topic_reply", args=[topic_there.pk])
    response = client.post(address, {"body": "My own words."})
    held = HeldPost.objects.get()
    assert (response.status_code, response.url) == (302, held.get_absolute_url())
    return held


def test_tells_its_author_that_and_why_it_waits_and_where_help_is(client, held):
    page = client.get(held.get_absolute_url()).text

    assert "My own words." in page
    assert "usually within a day" in page
    assert "In this category somebody looks at everything" in page
    assert f'href="{reverse("safety:help_now")}"' in page
    assert "What you write sounds heavy" not in page


def test_offers_help_first_where_words_sound_heavy(client, held):
    HeldPost.objects.update(body="I want to die.")
    assert "What you write sounds heavy" in client.get(held.get_absolute_url()).text


def test_exists_for_nobody_else_not_for_moderators_either(client, held, moderator, stranger):
    for somebody in (moderator, stranger):
        client.force_login(somebody)
        for name in ("held_detail", "held_edit", "held_withdraw"):
            assert client.get(reverse(f"forums:{name}", args=[held.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_stands_at_the_end_of_its_topic_for_its_author_alone(
    client, held, topic_there, helper, stranger, number, django_assert_max_num_queries
):
    row = HeldPost.objects.values().get()
    del row["id"]
    HeldPost.objects.bulk_create(HeldPost(**row) for _ in range(number - 1))
    client.get(topic_there.get_absolute_url())
    with django_assert_max_num_queries(8):
        page = client.get(topic_there.get_absolute_url()).text
    assert page.count('id="waiting-') == number
    assert "Only you see this" in page
    assert "My own words." in client.get(reverse("forums:draft_list")).text

    client.force_login(stranger)
    assert "Waiting for a look" not in client.get(topic_there.get_absolute_url()).text


def test_leads_to_the_post_once_there_is_one(client, held, moderator):
    let_through(held, by=moderator)
    response = client.get(held.get_absolute_url())
    assert response.url == Post.objects.get(body="My own words.").get_absolute_url()


def test_shows_what_a_moderator_wrote(client, held, moderator, topic_there):
    send_back(held, by=moderator, answer="Please leave the name out.")
    page = client.get(held.get_absolute_url()).text
    assert "came back to you" in page
    assert "Please leave the name out." in page

    HeldPost.objects.update(state="waiting")
    decline(held, by=moderator, answer="It names somebody.")
    page = client.get(held.get_absolute_url()).text
    assert "was not posted" in page
    assert "My own words." in page
    assert "Change it" not in page
    assert reply(topic_there, author=moderator, body="On.").number == 2
