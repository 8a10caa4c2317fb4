import pytest
from django.urls import reverse

from forums.actions import delete
from forums.models import Reaction


def address(topic, number=1):
    return reverse("forums:post_react", args=[topic.pk, number])


@pytest.mark.parametrize("kind", Reaction.Kind.values)
def test_gives_a_word_and_takes_it_back(client, stranger, topic, kind):
    client.force_login(stranger)

    for given in (True, False):
        response = client.post(address(topic), {"kind": kind, "nonsense": "1"})
        post = topic.posts.get()
        assert (response.status_code, response.url) == (302, topic.link_to(1))
        assert post.reaction_counts == ({kind: 1} if given else {})
        assert Reaction.objects.exists() == given


def test_answers_a_swap_with_the_words_alone(client, stranger, topic):
    client.force_login(stranger)

    response = client.post(address(topic), {"kind": "helpful"}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.text.lstrip().startswith('<div class="reactions"')
    assert response.text.count('aria-pressed="true"') == 1
    assert f'formaction="{address(topic)}"' in response.text


@pytest.mark.parametrize("kind", ["", "like", "HELPFUL", "\x00"])
def test_does_not_know_other_words(client, stranger, topic, kind):
    client.force_login(stranger)

    assert client.post(address(topic), {"kind": kind}).status_code == 404
    assert not Reaction.objects.exists()


def test_offers_the_four_words_and_says_which_are_given(client, stranger, topic):
    client.force_login(stranger)
    client.post(address(topic), {"kind": "helpful"})

    response = client.get(address(topic), {"nonsense": "1"})

    assert response.status_code == 200
    for kind in Reaction.Kind:
        assert f'value="{kind.value}"' in response.text
    assert response.text.count('aria-pressed="true"') == 1
    assert "What do you think?" in response.text
    assert "csrfmiddlewaretoken" in response.text
    assert Reaction.objects.count() == 1


@pytest.mark.parametrize("case", ["own", "locked"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_ones_own_posts_and_closed_topics(
    client, asker, stranger, topic, make_topic, case, method
):
    if case == "locked":
        topic = make_topic(is_locked=True)
    client.force_login(asker if case == "own" else stranger)

    assert getattr(client, method)(address(topic), {"kind": "helpful"}).status_code == 404
    assert not Reaction.objects.exists()
    assert topic.posts.get().reaction_counts == {}


def test_does_not_exist_for_a_post_that_is_gone(client, stranger, helper, topic, make_post):
    delete(make_post(topic), by=helper)
    client.force_login(stranger)

    for number in (0, 2, 3, 10**20):
        assert client.post(address(topic, number), {"kind": "helpful"}).status_code == 404


def test_does_not_exist_for_who_may_not_read(
    client, stranger, moderator, make_category, make_topic
):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)

    assert client.post(address(topic), {"kind": "helpful"}).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert client.post(address(topic), {"kind": "helpful"}).status_code == 404
    assert client.get(address(topic)).status_code == 404


def test_asks_newcomers_to_agree_to_the_norms(client, topic, make_member):
    client.force_login(make_member(norms_version=0))

    response = client.post(address(topic), {"kind": "helpful"})

    assert response.url.startswith(reverse("moderation:norms_accept"))
    assert not Reaction.objects.exists()
