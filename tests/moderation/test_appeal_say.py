from django.urls import reverse


def test_both_write_in_the_thread_and_come_back_to_their_page(
    client, taken_appeal, helper, reviewer
):
    address = reverse("moderation:appeal_say", args=[taken_appeal.pk])
    client.force_login(reviewer)
    assert client.post(address, {"text": "Is that so?"}).url == taken_appeal.get_absolute_url()
    client.force_login(helper)
    sent = {"text": "Yes.", "is_new_fact": "on"}
    assert client.post(address, sent).url == taken_appeal.decision.get_absolute_url()

    assert [word.is_new_fact for word in taken_appeal.words.all()] == [False, False, True]


def test_says_what_is_missing_on_the_page_it_was_sent_from(client, taken_appeal, helper, reviewer):
    address = reverse("moderation:appeal_say", args=[taken_appeal.pk])
    for person, heading in ((helper, "Your appeal"), (reviewer, "Appeal against decision")):
        client.force_login(person)
        response = client.post(address, {"text": " "})
        assert response.status_code == 422
        assert "Write a few words." in response.text
        assert heading in response.text


def test_is_closed_to_everybody_else(client, taken_appeal, stranger, moderator, administrator):
    address = reverse("moderation:appeal_say", args=[taken_appeal.pk])
    for person in (stranger, moderator):
        client.force_login(person)
        assert client.post(address, {"text": "Mine."}).status_code == 404
    client.force_login(administrator)  # may review, and has not taken it
    assert client.post(address, {"text": "Mine."}).status_code == 422
    assert taken_appeal.words.count() == 1
