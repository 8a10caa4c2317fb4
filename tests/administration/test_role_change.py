from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from peersupport.activity.models import Activity
from peersupport.administration.actions import close_account, end_role, grant_role
from peersupport.administration.models import RoleGrant
from peersupport.administration.tasks import end_expired_roles
from peersupport.core.exceptions import Refused
from peersupport.members.actions import change_role
from peersupport.members.models import Member, Role
from peersupport.notifications.models import Letter
from tests.conftest import SignedIn, without_factor
from tests.members.door import LOGIN, SECURITY, is_inside, leads_to, log_in


def page(member):
    return reverse("administration:role_change", args=[member.handle])


def verbs():
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


def test_gives_a_role_with_its_reason_and_last_day(admin_client, administrator, stranger):
    theirs = SignedIn()
    log_in(theirs, stranger)
    assert is_inside(theirs)
    day = timezone.localdate() + timedelta(days=30)

    response = admin_client.post(
        page(stranger), {"role": "moderator", "reason": "Trained.", "last_day": day.isoformat()}
    )

    assert response.url == reverse("admin:members_member_change", args=[stranger.pk])
    grant = RoleGrant.objects.get(member=stranger)
    assert (grant.role, grant.reason, grant.granted_by) == ("moderator", "Trained.", administrator)
    assert timezone.localdate(grant.expires_at) == day + timedelta(days=1)
    stranger.refresh_from_db()
    assert stranger.role == Role.MODERATOR
    assert leads_to(theirs.get(SECURITY), LOGIN)
    assert verbs() == ["administration.role_granted"]
    letter = Letter.objects.get(address=stranger.email)
    assert "Moderator" in letter.text
    assert "Trained." not in letter.text
    assert stranger.security_events.filter(kind="role_changed").exists()
    assert "Trained." in admin_client.get(page(stranger)).text


def test_ends_a_role(admin_client, granted):
    response = admin_client.post(page(granted), {"role": "none", "reason": "Moves away."})

    assert response.status_code == 302
    grant = RoleGrant.objects.get(member=granted)
    assert grant.ended_because == "Moves away."
    granted.refresh_from_db()
    assert granted.role == Role.NONE
    assert verbs()[-1] == "administration.role_ended"
    assert "has ended" in Letter.objects.filter(address=granted.email).latest("pk").subject


def test_keeps_what_was_typed_when_something_is_missing(admin_client, stranger):
    response = admin_client.post(page(stranger), {"role": "organiser", "last_day": "soon"})

    assert response.status_code == 422
    assert "Say why in a sentence." in response.text
    assert 'value="soon"' in response.text
    past = {"role": "organiser", "reason": "Why", "last_day": "2020-01-01"}
    assert "still to come" in admin_client.post(page(stranger), past).text
    assert not RoleGrant.objects.exists()


def test_nobody_raises_themselves(admin_client, administrator, second):
    response = admin_client.post(page(administrator), {"role": "administrator", "reason": "More."})

    assert response.status_code == 422
    assert "Another administrator has to do this" in response.text
    assert not RoleGrant.objects.exists()


def test_the_last_administrator_stays(admin_client, administrator, second):
    end_role(second, by=administrator, reason="Leaves.")

    response = admin_client.post(page(administrator), {"role": "none", "reason": "Leaves too."})

    assert response.status_code == 422
    assert "the last administrator" in response.text
    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR


def test_only_administrators_with_a_second_step_may(stranger, moderator, administrator, helper):
    for by in (helper, moderator, without_factor(administrator)):
        with pytest.raises(Refused):
            grant_role(stranger, role=Role.MODERATOR, reason="Why", by=by)
        with pytest.raises(Refused):
            end_role(moderator, by=by, reason="Why")
    assert not RoleGrant.objects.exists()


def test_who_lost_the_role_in_the_meantime_may_no_longer(administrator, second, stranger):
    end_role(administrator, by=second, reason="Leaves.")
    assert administrator.is_superuser  # as a page that was opened before still believes

    with pytest.raises(Refused):
        grant_role(stranger, role=Role.ADMINISTRATOR, reason="Why", by=administrator)
    with pytest.raises(Refused):
        close_account(second, by=administrator, reason="Why")


def test_asks_for_the_password_again(client, administrator, stranger):
    client.force_login(administrator)

    response = client.post(page(stranger), {"role": "administrator", "reason": "Why"})

    assert leads_to(response, reverse("account_reauthenticate"))
    assert not RoleGrant.objects.exists()


def test_a_closed_account_gets_no_role(admin_client, make_member):
    closed = make_member(is_active=False)

    assert "This account is closed" in admin_client.get(page(closed)).text
    response = admin_client.post(page(closed), {"role": "moderator", "reason": "Why"})
    assert response.status_code == 422


def test_a_role_ends_after_its_last_day(stranger, administrator, helper):
    for member, role in [(stranger, Role.MODERATOR), (administrator, Role.ADMINISTRATOR)]:
        change_role(member, role=role)
        over = timezone.now() - timedelta(minutes=1)
        RoleGrant.objects.create(member=member, role=role, reason="Why", expires_at=over)
    later = timezone.now() + timedelta(hours=1)
    grant_role(helper, role=Role.ORGANISER, reason="Why", by=administrator, expires_at=later)

    end_expired_roles()
    end_expired_roles()

    roles = [Member.objects.get(pk=each.pk).role for each in (stranger, administrator, helper)]
    assert roles == ["", "administrator", "organiser"]  # the last administrator stays
    assert RoleGrant.objects.get(member=stranger).ended_because == "Its last day was over."
    assert Letter.objects.filter(address=stranger.email).count() == 1


def test_what_was_granted_is_kept(granted):
    grant = RoleGrant.objects.get()
    changes = [
        lambda: RoleGrant.objects.filter(pk=grant.pk).update(reason="Another"),
        lambda: RoleGrant.objects.filter(pk=grant.pk).delete(),
    ]
    for change in changes:
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    end_role(granted, by=None, reason="Over.")
    with pytest.raises(ProgrammingError), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(ended_because="Another")


def test_two_administrators_cannot_end_each_other_at_once(committed, administrator, second):
    def end(by, whom):
        try:
            end_role(whom, by=by, reason="They started it.")
            return True
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(end, [administrator, second], [second, administrator]))

    assert sorted(done) == [False, True]
    assert Member.objects.filter(role=Role.ADMINISTRATOR).count() == 1
