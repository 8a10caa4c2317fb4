from django.urls import reverse

from moderation.models import Appeal


def test_is_for_who_appealed(client, taken_appeal, helper, reviewer, stranger):
    address = reverse("moderation:appeal_withdraw", args=[taken_appeal.pk])
    for person in (reviewer, stranger):
        client.force_login(person)
        assert client.post(address).status_code == 404

    client.force_login(helper)
    assert client.post(address).url == taken_appeal.decision.get_absolute_url()
    assert Appeal.objects.get().state == "withdrawn"
