"""A site on which nobody could answer some appeals is told so, by its checks and on the staff's page."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from peersupport.members.forms import free_handle
from peersupport.members.models import Member, Role


def warnings():
    found = run_checks(tags=["database"], databases=["default"])
    return [each.id for each in found if each.id == "commonroom.W003"]


def test_warns_until_two_people_may_answer(client, moderator, stranger, make_member, settings):
    client.force_login(moderator)
    assert warnings() != []
    assert "Fewer than two people can answer" in client.get(reverse("admin:index")).text

    settings.APPEAL_REVIEWERS = [stranger.handle]
    assert warnings() != []  # named, and without a second factor
    Member.objects.filter(pk=stranger.pk).update(second_factor_at=timezone.now())

    assert warnings() == []
    assert "Fewer than two people" not in client.get(reverse("admin:index")).text


def test_counts_nobody_without_the_course_that_the_site_asks_for(moderator, make_member, settings):
    make_member(role=Role.ADMINISTRATOR)
    assert warnings() == []
    settings.MODERATOR_QUALIFICATION = "moderation"

    assert warnings() != []


def test_nobody_takes_a_handle_that_is_named(stranger, settings):
    settings.APPEAL_REVIEWERS = ["outside-eye", stranger.handle]

    with pytest.raises(ValidationError):
        free_handle("outsideeye")
    assert free_handle(stranger.handle, besides=stranger) == stranger.handle
