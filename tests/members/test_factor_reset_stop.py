import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peersupport.core.exceptions import Refused
from peersupport.members import actions
from peersupport.members.models import FactorReset, Member, Role, SecurityEvent
from peersupport.notifications.models import Letter
from tests.conftest import without_factor

WHY = "She showed her student card at the desk."


@pytest.fixture
def locked_out(make_member):
    member = make_member(display_name="Locked Out")
    actions.turn_on_second_factor(member, sealed_seed=actions.new_seed(member), codes=["AAAA-BBBB"])
    member.refresh_from_db()
    return member


@pytest.fixture
def reset(locked_out, administrator):
    return actions.ask_factor_reset(locked_out, by=administrator, reason=WHY)


def is_on(member):
    return Member.objects.get(pk=member.pk).second_factor_at is not None


def a_day_later(reset):
    FactorReset.objects.filter(pk=reset.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def test_an_administrator_begins_it_with_a_reason_and_the_member_gets_a_letter(
    client, locked_out, administrator
):
    client.force_login(administrator)
    page = reverse("admin:members_member_change", args=[locked_out.pk])
    assert "Reset two-step sign-in" in client.get(page).text

    response = client.post(page, {"tier": 1, "reset_reason": WHY})

    assert response.status_code == 302
    reset = FactorReset.objects.get()
    assert (reset.member, reset.asked_by, reset.reason) == (locked_out, administrator, WHY)
    assert timedelta(hours=23) < reset.due_at - timezone.now() <= timedelta(hours=24)
    letter = Letter.objects.get(address=locked_out.email)
    link = re.search(r"/accounts/reset-stop/\S+", letter.text)[0]
    assert client.get(link).status_code == 200
    assert is_on(locked_out)


def test_nothing_happens_for_a_day(reset, locked_out):
    assert actions.settle_factor_resets() == 0
    assert is_on(locked_out)


def test_after_a_day_the_password_alone_lets_them_in(reset, locked_out):
    a_day_later(reset)

    assert actions.settle_factor_resets() == 1

    assert not is_on(locked_out)
    assert not locked_out.recovery_codes.exists()
    assert actions.settle_factor_resets() == 0
    kinds = set(locked_out.security_events.values_list("kind", flat=True))
    assert {SecurityEvent.Kind.RESET_ASKED, SecurityEvent.Kind.FACTOR_OFF} <= kinds


def test_the_member_stops_it_without_signing_in(client, reset, locked_out):
    address = reverse("members:factor_reset_stop", args=[actions.reset_token(reset)])
    assert "Stop this reset?" in client.get(address).text
    assert FactorReset.objects.get().stopped_at is None  # looking stops nothing

    response = client.post(address)

    assert "The reset is stopped" in response.text
    a_day_later(reset)
    assert actions.settle_factor_resets() == 0
    assert is_on(locked_out)
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "%00", "1:abc:def"])
def test_a_token_that_is_not_ours_opens_nothing(client, reset, token):
    assert client.get(f"/accounts/reset-stop/{token}/").status_code == 404
    assert client.post(f"/accounts/reset-stop/{token}/").status_code == 404
    assert FactorReset.objects.get().stopped_at is None


def test_what_is_done_cannot_be_stopped(client, reset):
    a_day_later(reset)
    actions.settle_factor_resets()

    address = reverse("members:factor_reset_stop", args=[actions.reset_token(reset)])
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("who", ["moderator", "stranger", "unguarded", "themselves"])
def test_only_another_administrator_may(request, locked_out, make_member, who):
    people = {
        "unguarded": lambda: without_factor(
            make_member(role=Role.ADMINISTRATOR, is_superuser=True)
        ),
        "themselves": lambda: locked_out,
    }
    by = people[who]() if who in people else request.getfixturevalue(who)

    with pytest.raises(Refused):
        actions.ask_factor_reset(locked_out, by=by, reason=WHY)

    assert not FactorReset.objects.exists()


def test_it_needs_a_reason_and_runs_once(locked_out, administrator, stranger):
    with pytest.raises(Refused, match="Say why"):
        actions.ask_factor_reset(locked_out, by=administrator, reason="  ")
    with pytest.raises(Refused, match="not on"):
        actions.ask_factor_reset(stranger, by=administrator, reason=WHY)
    actions.ask_factor_reset(locked_out, by=administrator, reason=WHY)
    with pytest.raises(Refused, match="under way"):
        actions.ask_factor_reset(locked_out, by=administrator, reason=WHY)


def test_the_admin_says_what_is_refused(client, reset, locked_out, administrator):
    client.force_login(administrator)
    page = reverse("admin:members_member_change", args=[locked_out.pk])

    response = client.post(page, {"tier": 1, "reset_reason": WHY})

    assert "A reset is under way already." in response.text
    assert FactorReset.objects.count() == 1


def test_moderators_are_not_offered_it(client, locked_out, moderator):
    client.force_login(moderator)

    response = client.get(reverse("admin:members_member_change", args=[locked_out.pk]))

    assert "Reset two-step sign-in" not in response.text
