from django.urls import reverse

from moderation.models import Appeal


def test_gives_it_to_one_person(client, appealed, reviewer, administrator):
    address = reverse("moderation:appeal_take", args=[appealed.pk])
    client.force_login(reviewer)
    assert client.post(address).url == appealed.get_absolute_url()

    client.force_login(administrator)
    assert "Reviewer looks at this one." in client.post(address, follow=True).text
    assert Appeal.objects.get().reviewer == reviewer
