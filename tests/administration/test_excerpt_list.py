from django.urls import reverse

from moderation.actions import open_excerpt
from peersupport.activity.models import Activity
from tests.moderation.test_excerpts import CANARY, reported_words

LIST = reverse("administration:excerpt_list")


def test_lists_who_opened_what_and_when_and_no_words(client, administrator, moderator, stranger):
    client.force_login(administrator)
    assert "No reported message was opened yet." in client.get(LIST).text
    made = reported_words(stranger)

    open_excerpt(made, by=moderator)

    text = client.get(LIST).text
    assert f"<bdi>Moderator</bdi> opened report {made.pk}" in text
    assert CANARY not in text
    assert LIST in client.get(reverse("admin:index")).text


def test_older_ones_are_a_page_further(client, administrator, moderator, monkeypatch):
    monkeypatch.setattr("peersupport.administration.views.excerpts.SHOWN", 1)
    for number in (1, 2):
        Activity.objects.create(verb="moderation.excerpt_opened", actor=moderator, target_id=number)
    client.force_login(administrator)

    page = client.get(LIST)
    older = client.get(LIST, {"before": page.context["older"]})

    assert "opened report 2" in page.text
    assert "opened report 1" in older.text
    assert older.context["older"] is None
