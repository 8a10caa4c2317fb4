import pytest
from django.urls import reverse

from forums.actions import delete, mark_answer
from peersupport.activity.models import Activity


@pytest.fixture
def question(make_topic):
    return make_topic(kind="question")


def address(topic, number):
    return reverse("forums:topic_answer", args=[topic.pk, number])


@pytest.mark.parametrize("name", ["asker", "moderator"])
def test_marks_a_reply_as_the_answer(client, request, question, make_post, name):
    post = make_post(question)
    client.force_login(request.getfixturevalue(name))

    response = client.post(address(question, 2))

    question.refresh_from_db()
    assert (response.status_code, response.url) == (302, question.link_to(2))
    assert question.answer == post
    assert "Marked as the answer" in client.get(response.url).text


def test_takes_the_mark_away(client, asker, question, make_post):
    mark_answer(question, post=make_post(question), by=asker)
    client.force_login(asker)

    response = client.post(address(question, 0))

    question.refresh_from_db()
    assert response.url == question.get_absolute_url()
    assert question.answer is None


def test_refuses_who_did_not_ask(client, stranger, question, make_post):
    make_post(question)
    client.force_login(stranger)
    before = Activity.objects.count()

    response = client.post(address(question, 2))

    question.refresh_from_db()
    assert "Only the person who asked can mark the answer." in client.get(response.url).text
    assert question.answer is None
    assert Activity.objects.count() == before


def test_refuses_the_question_itself_and_gravestones(client, asker, helper, question, make_post):
    delete(make_post(question), by=helper)
    client.force_login(asker)

    for number in (1, 2):
        response = client.post(address(question, number))
        assert "Only a reply in this topic can be its answer." in client.get(response.url).text
    question.refresh_from_db()
    assert question.answer is None


def test_refuses_in_a_discussion(client, asker, topic, make_post):
    make_post(topic)
    client.force_login(asker)

    client.post(address(topic, 2))

    topic.refresh_from_db()
    assert topic.answer is None


@pytest.mark.parametrize("number", [3, 10**20])
def test_does_not_exist_for_a_post_that_is_not_there(client, asker, question, number):
    client.force_login(asker)

    assert client.post(address(question, number)).status_code == 404


def test_does_not_exist_for_who_may_not_read(
    client, stranger, moderator, make_category, make_topic
):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator, kind="question")

    assert client.post(address(topic, 0)).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert client.post(address(topic, 0)).status_code == 404
    assert client.get(address(topic, 0)).status_code == 405
