from django.urls import reverse

from moderation.models import Appeal


def test_gives_it_back_for_a_third_person(client, taken_appeal, reviewer, administrator):
    address = reverse("moderation:appeal_release", args=[taken_appeal.pk])
    client.force_login(administrator)  # who does not have it
    client.post(address)
    assert Appeal.objects.get().reviewer == reviewer

    client.force_login(reviewer)
    assert client.post(address).url == reverse("moderation:appeal_list")
    assert Appeal.objects.get().reviewer is None
