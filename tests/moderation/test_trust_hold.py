import pytest
from django.urls import reverse

from peersupport.activity.models import Activity
from peersupport.members.models import Trust, TrustHold


@pytest.fixture
def page(stranger):
    return reverse("moderation:trust_hold", args=[stranger.handle])


def test_holds_a_member_with_a_reason_and_lets_them_go(as_staff, page, stranger, moderator):
    client = as_staff(moderator, fresh=False)

    response = client.post(page, {"level": "0", "reason": "Sells essays."}, follow=True)

    assert "Sells essays." in response.text
    stranger.refresh_from_db()
    assert stranger.trust_level == Trust.NEW
    client.post(page, {"level": "counted"})
    hold = TrustHold.objects.get()
    assert hold.released_by == moderator
    kept = Activity.objects.filter(verb__startswith="moderation.trust").order_by("pk")
    assert [(each.verb, each.actor, each.target) for each in kept] == [
        ("moderation.trust_held", moderator, stranger),
        ("moderation.trust_released", moderator, stranger),
    ]
    assert kept[0].data == {"hold": hold.pk, "level": 0}  # the reason stays with the hold


def test_a_level_needs_a_reason(as_staff, page, moderator):
    response = as_staff(moderator, fresh=False).post(page, {"level": "2", "reason": " "})

    assert response.status_code == 422
    assert not TrustHold.objects.exists()


def test_nobody_holds_themself(as_staff, moderator):
    page = reverse("moderation:trust_hold", args=[moderator.handle])

    assert as_staff(moderator, fresh=False).get(page).status_code == 404


def test_the_admin_leads_there(as_staff, page, stranger, administrator):
    change = reverse("admin:members_member_change", args=[stranger.pk])

    assert f'href="{page}"' in as_staff(administrator, fresh=False).get(change).text
