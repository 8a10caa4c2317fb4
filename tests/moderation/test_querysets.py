import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from moderation.actions import close_report, report
from moderation.models import Report
from peersupport.members.actions import change_role
from peersupport.members.models import Member


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
