import pytest

from moderation.actions import claim, report
from moderation.models import Decision, Priority, ReviewItem
from moderation.registry import Act

URL = "/moderation/queue/clear/"


@pytest.fixture
def spam(make_topic, make_member):
    return [
        report(make_topic().posts.get(), reporter=make_member(), reason="spam").item
        for _ in range(3)
    ]


def ticks(items, **more):
    fresh = ReviewItem.objects.filter(pk__in=[item.pk for item in items])
    return {"item": [f"{item.pk}.{item.version}" for item in fresh], "sure": "1"} | more


def test_each_gets_a_decision_of_its_own_once_it_was_looked_at(client, moderator, spam):
    client.force_login(moderator)
    page = client.get("/moderation/queue/").text
    assert all(f'value="{value}" form="clear"' in page for value in ticks(spam)["item"])

    response = client.post(URL, ticks(spam, sure=""))
    assert "Clear 3 items" in response.text
    assert not Decision.objects.exists()
    client.post(URL, ticks(spam))
    client.post(URL, ticks(spam))

    made = Decision.objects.all()
    assert {decision.item_id for decision in made} == {item.pk for item in spam}
    assert {decision.act for decision in made} == {Act.REMOVE}
    assert len(made) == 3


def test_what_is_urgent_or_no_spam_never_leaves_together(client, moderator, spam, item):
    client.force_login(moderator)
    client.post(URL, ticks([*spam, item]))
    ReviewItem.objects.filter(pk=spam[0].pk).update(priority=Priority.HARM)

    response = client.post(URL, ticks(spam), follow=True)

    assert "Tick what is spam first" in response.text
    assert not Decision.objects.exists()


def test_one_number_that_is_not_theirs_and_nothing_happens(client, moderator, spam):
    ReviewItem.objects.filter(pk=spam[0].pk).update(author=moderator)
    client.force_login(moderator)

    missing = client.post(URL, ticks(spam) | {"item": [*ticks(spam)["item"], "999999.1"]})
    assert missing.status_code == client.post(URL, ticks(spam)).status_code == 404
    assert client.post(URL, {"item": ["1.x"], "sure": "1"}).status_code == 404
    assert not Decision.objects.exists()


def test_what_changed_or_is_claimed_meanwhile_stays(client, moderator, another, spam, make_member):
    data = ticks(spam)
    claim(spam[0], by=another)
    report(spam[1].target, reporter=make_member(), reason="spam")
    client.force_login(moderator)

    response = client.post(URL, data, follow=True)

    assert [decision.item_id for decision in Decision.objects.all()] == [spam[2].pk]
    assert "2 were left as they are" in response.text
