from moderation.models import ReviewItem
from peersupport.activity.models import Activity
from tests.moderation.test_excerpts import CANARY, reported_words


def test_private_words_open_when_asked_and_each_time_is_on_record(client, moderator, stranger):
    made = reported_words(stranger)
    url = f"/moderation/queue/{made.item_id}/"
    client.force_login(moderator)

    assert CANARY not in client.get(url).text
    opened = client.post(f"{url}excerpt/")

    assert CANARY in opened.text
    assert "notes.txt" in opened.text
    assert Activity.objects.of("moderation.excerpt_opened").get().actor == moderator
    assert CANARY not in client.get(url).text


def test_who_has_a_part_in_it_reads_nothing(client, moderator, stranger):
    made = reported_words(stranger, parties=[moderator.pk])
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{made.item_id}/excerpt/")

    assert CANARY not in response.text
    assert not Activity.objects.of("moderation.excerpt_opened").exists()


def test_a_message_is_listed_without_its_words_or_place(client, moderator, stranger):
    reported_words(stranger)
    client.force_login(moderator)

    text = client.get("/moderation/queue/").text

    assert "A message, <bdi>A private place</bdi>" in text
    assert ReviewItem.objects.get().looked_at is None
