from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peersupport.administration.actions import review
from peersupport.administration.models import REVIEW_DAYS, AccessReview, RoleGrant
from peersupport.core.exceptions import Refused
from peersupport.members.actions import note
from peersupport.members.models import Role, SecurityEvent
from peersupport.notifications.models import Letter
from tests.members.door import leads_to

REVIEW = reverse("administration:access_review")


def given(member, days):
    at = timezone.now() - timedelta(days=days)
    return RoleGrant.objects.create(
        member=member, role=member.role, reason="Trained.", granted_at=at
    )


def test_shows_who_holds_what_and_what_is_due(admin_client, moderator, granted):
    given(moderator, REVIEW_DAYS + 1)
    note(moderator, SecurityEvent.Kind.SIGNED_IN)

    text = admin_client.get(REVIEW).text

    assert "1 role was not looked at for a quarter." in text
    assert text.count("chip-honey") == 2  # that one, and the administrator without a record
    assert text.index(">Administrator</bdi>") < text.index(">Moderator</bdi>") < text.index(">Stranger</bdi>")  # fmt: skip
    assert "Off: the role does not count yet" in text
    assert "Trained." in text


def test_confirming_is_on_record_and_makes_it_due_in_a_quarter(
    admin_client, administrator, moderator
):
    grant = given(moderator, REVIEW_DAYS + 1)

    text = admin_client.post(REVIEW, {"handle": moderator.handle, "do": "keep"}, follow=True).text

    assert "Confirmed: Moderator." in text
    assert "not looked at for a quarter" not in text
    done = AccessReview.objects.get()
    assert (done.grant, done.reviewed_by, done.is_kept) == (grant, administrator, True)
    assert RoleGrant.objects.for_review().get(pk=grant.pk).is_overdue is False


def test_ending_wants_a_reason_and_ends_it(admin_client, granted):
    response = admin_client.post(REVIEW, {"handle": granted.handle, "do": "end", "reason": " "})
    assert response.status_code == 422
    assert "Say why." in response.text
    assert not AccessReview.objects.exists()

    ending = {"handle": granted.handle, "do": "end", "reason": "Not seen for months."}
    response = admin_client.post(REVIEW, ending)

    assert response.url == REVIEW
    granted.refresh_from_db()
    assert granted.role == Role.NONE
    assert RoleGrant.objects.get().ended_because == "Not seen for months."
    assert AccessReview.objects.get().is_kept is False
    assert Letter.objects.filter(address=granted.email).exists()


def test_a_role_without_a_record_gets_one(admin_client, moderator):
    admin_client.post(REVIEW, {"handle": moderator.handle, "do": "keep"})

    assert RoleGrant.objects.get(member=moderator).reason.startswith("Found without a record")


def test_ones_own_role_is_for_another_administrator(administrator, second, moderator):
    with pytest.raises(Refused, match="Another administrator"):
        review(administrator, by=administrator, is_kept=True)
    review(administrator, by=second, is_kept=True)
    with pytest.raises(Refused):
        review(administrator, by=moderator, is_kept=True)


def test_the_only_administrator_confirms_their_own(administrator):
    assert review(administrator, by=administrator, is_kept=True).is_kept


def test_nobody_without_a_role_is_reviewed(admin_client, stranger):
    assert admin_client.post(REVIEW, {"handle": stranger.handle, "do": "keep"}).status_code == 404


def test_deciding_asks_for_the_password_again(client, administrator, moderator):
    client.force_login(administrator)

    response = client.post(REVIEW, {"handle": moderator.handle, "do": "keep"})

    assert leads_to(response, reverse("account_reauthenticate"))
    assert client.get(REVIEW).status_code == 200


@pytest.mark.parametrize("staff", [1, 6])
def test_costs_the_same_queries_for_any_number(
    client, administrator, make_member, staff, django_assert_max_num_queries
):
    for _ in range(staff):
        review(make_member(role=Role.MODERATOR), by=administrator, is_kept=True)
    client.force_login(administrator)

    with django_assert_max_num_queries(6):
        client.get(REVIEW)
