import pytest
from django.urls import reverse

HOME = reverse("forums:home")


def test_shows_visitors_what_people_talk_about(client, make_topic):
    topic = make_topic(title="Slept badly before the resit")

    response = client.get(HOME)

    assert response.status_code == 200
    assert "Learners support each other here" in response.text
    assert "Slept badly before the resit" in response.text
    assert topic.get_absolute_url() in response.text


def test_shows_members_their_community(client, helper, topic):
    client.force_login(helper)

    response = client.get(HOME, {"nonsense": "1", "before": "yesterday"})

    assert response.status_code == 200
    assert "Hello, <bdi>Helper</bdi>" in response.text
    assert topic.title in response.text
    assert "Study skills" in response.text


def test_tells_newcomers_to_read_the_norms_first(client, make_member):
    client.force_login(make_member(norms_version=0))

    assert "Read the community norms" in client.get(HOME).text


@pytest.mark.parametrize(("read", "names"), [(1, ["moderator", "stranger"]), (2, ["moderator"])])
def test_lists_only_topics_the_reader_may_open(
    client, request, moderator, make_category, make_topic, read, names
):
    place = make_category(name="Inner", see=read, read=read, start=2, reply=2)
    make_topic(category=place, author=moderator, title="Between us")

    for name in ["", "stranger", "moderator"]:
        client.logout()
        if name:
            client.force_login(request.getfixturevalue(name))
        text = client.get(HOME).text
        assert ("Between us" in text) == (name in names)
        assert ("<bdi>Inner</bdi>" in text) == (name in names)


def test_shows_newcomers_their_first_steps_and_what_is_done(
    client, make_member, make_category, make_topic
):
    hello = make_category(slug="introductions", name="Introductions")
    newcomer = make_member(pronouns="she/her", steps_skipped=["company"])
    client.force_login(newcomer)

    text = client.get(HOME).text

    assert "1 of 4 done" in text  # skipped steps do not count either way
    assert "Choose how you appear<span" in text  # done: no link any more
    assert f'<a href="{hello.get_absolute_url()}">Say hello</a>' in text
    assert "Say what you would like company in" not in text
    make_topic(author=newcomer)
    assert "2 of 4 done" in client.get(HOME).text


@pytest.mark.parametrize(("is_new", "most"), [(True, 14), (False, 13)])  # one more until put away
@pytest.mark.parametrize("topics", [1, 20])
def test_costs_the_same_queries_for_any_number_of_topics(
    client, make_member, make_topic, make_post, topics, is_new, most, django_assert_max_num_queries
):
    for _ in range(topics):
        make_post(make_topic())
    client.force_login(make_member(first_steps=is_new))

    with django_assert_max_num_queries(most):
        assert ("Getting settled" in client.get(HOME).text) == is_new
