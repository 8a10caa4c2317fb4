from moderation.models import ItemNote


def test_a_note_is_for_the_others(client, moderator, item):
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{item.pk}/note/", {"text": "I know this team."})

    assert response.url == f"/moderation/queue/{item.pk}/#history"
    assert ItemNote.objects.get().author == moderator


def test_what_was_typed_stays(client, moderator, item):
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{item.pk}/note/", {"text": "w" * 2001})

    assert response.status_code == 422
    assert "w" * 2001 in response.text
    assert not ItemNote.objects.exists()
