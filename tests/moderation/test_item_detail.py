import pytest

from moderation.actions import add_note, report
from moderation.models import ReviewItem


@pytest.fixture
def item(topic, make_post, make_member):
    post = make_post(topic)
    report(post, reporter=make_member(), reason="unkind", note="This is unkind.")
    return ReviewItem.objects.get()


def test_its_statements_do_not_grow(
    client, moderator, item, make_member, django_assert_max_num_queries
):
    client.force_login(moderator)
    url = f"/moderation/queue/{item.pk}/"
    with django_assert_max_num_queries(15) as first:
        client.get(url)
    for number in range(12):
        report(item.target, reporter=make_member(), reason="unkind", note="This is unkind.")
        add_note(item, by=moderator, text=f"Note {number}.")
    with django_assert_max_num_queries(len(first)):
        text = client.get(url).text
    assert text.count("left a note") == 12
