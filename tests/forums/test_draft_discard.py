from django.urls import reverse

from forums.actions import save_draft
from forums.models import Draft


def test_shows_what_goes_and_leads_back_to_where_one_was(client, helper, topic):
    draft = save_draft(topic, by=helper, words={"body": "Half a thought"})
    address = reverse("forums:draft_discard", args=[draft.pk])
    client.force_login(helper)

    assert "Half a thought" in client.get(address).text
    assert Draft.objects.exists()
    response = client.post(f"{address}?here")

    assert response.url == f"{topic.get_absolute_url()}#reply"
    assert not Draft.objects.exists()
    assert "The draft is gone." in client.get(response.url).text


def test_from_the_list_it_leads_back_to_the_list(client, helper, topic):
    draft = save_draft(topic, by=helper, words={"body": "B"})
    client.force_login(helper)

    response = client.post(reverse("forums:draft_discard", args=[draft.pk]))

    assert response.url == reverse("forums:draft_list")


def test_somebody_elses_does_not_exist(client, helper, administrator, topic):
    draft = save_draft(topic, by=helper, words={"body": "B"})
    client.force_login(administrator)

    assert client.post(reverse("forums:draft_discard", args=[draft.pk])).status_code == 404
    assert Draft.objects.exists()
