from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone

from moderation.actions import report
from moderation.models import AuthorshipRequest, Report, SealedAuthorship
from peersupport.members.actions import change_role
from peersupport.members.models import Member, Role
from tests.conftest import close_report, without_factor


@pytest.mark.parametrize(
    ("role", "sees"),
    [("", False), ("organiser", False), ("moderator", True), ("administrator", True)],
)
def test_reports_are_for_those_who_decide_them(topic, helper, stranger, role, sees):
    call_command("sync_roles", verbosity=0)
    report(topic, reporter=helper, reason="spam")
    change_role(stranger, role=role)

    reader = Member.objects.get(pk=stranger.pk)

    assert Report.objects.visible_to(reader).exists() == sees


def test_visitors_and_reporters_see_none(topic, helper):
    report(topic, reporter=helper, reason="spam")

    assert not Report.objects.visible_to(AnonymousUser()).exists()
    assert not Report.objects.visible_to(helper).exists()


def test_open_ones_are_those_not_decided(topic, helper, stranger, moderator):
    kept = report(topic, reporter=helper, reason="spam")
    close_report(report(topic, reporter=stranger, reason="spam"), by=moderator)

    assert Report.objects.open().get() == kept


def test_one_s_own_request_does_not_wait_for_oneself(asked, moderator, administrator):
    requests = AuthorshipRequest.objects

    assert list(requests.to_answer(administrator)) == [asked]
    assert not requests.to_answer(moderator).exists()
    requests.update(asked_at=timezone.now() - timedelta(hours=73))
    assert not requests.to_answer(administrator).exists()


def test_hidden_authors_are_for_who_may_ask(sealed, asked, stranger, moderator, make_member):
    organiser = make_member(role=Role.ORGANISER)
    for member in (stranger, organiser, without_factor(make_member(role=Role.ADMINISTRATOR))):
        assert not SealedAuthorship.objects.visible_to(member).exists()
        assert not AuthorshipRequest.objects.visible_to(member).exists()
    assert AuthorshipRequest.objects.visible_to(moderator).get() == asked
