import pytest

from moderation.actions import report

URL = "/moderation/queue/"


def test_what_waits_is_listed_the_most_urgent_first(client, moderator, make_topic, make_member):
    calm, urgent = make_topic(), make_topic()
    report(calm.posts.get(), reporter=make_member(), reason="spam")
    report(urgent.posts.get(), reporter=make_member(), reason="worry")
    client.force_login(moderator)

    text = client.get(URL).text

    assert text.index("Worry about a person") < text.index(">Spam<")
    assert "P1 Risk to somebody" in text
    assert "P3 Conflict or spam" in text
    assert "Post, <bdi>Study skills</bdi>. 1 report" in text


@pytest.fixture
def many(make_topic, make_member):
    def make(number):
        for _ in range(number):
            report(make_topic().posts.get(), reporter=make_member(), reason="unkind")

    return make


def test_its_statements_do_not_grow(client, moderator, many, django_assert_max_num_queries):
    client.force_login(moderator)
    many(1)
    client.get(URL)
    with django_assert_max_num_queries(15) as first:
        client.get(URL)
    many(30)
    with django_assert_max_num_queries(len(first)):
        client.get(URL)
