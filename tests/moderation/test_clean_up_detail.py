from django.urls import reverse

from moderation.actions import undo_clean_up
from tests.moderation.conftest import clean


def test_says_what_was_hidden_by_whom_and_whether_it_stands(client, spam, moderator, stranger):
    done = clean(spam[4], moderator)
    page = reverse("moderation:clean_up_detail", args=[done.pk])
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    client.force_login(moderator)

    assert "4 things by" in client.get(page).text
    assert "until" in client.get(page).text

    undo_clean_up(done, by=moderator)
    assert "took it back" in client.get(page).text
