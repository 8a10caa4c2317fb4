"""Who leads a group decides nothing about it, nor where they are kept out."""

from datetime import timedelta

from django.utils import timezone

from groups.contents import groups_moderated_by
from groups.models import Group
from moderation import rules
from moderation.actions import open_item, report
from moderation.models import Decision, Sanction


def test_who_leads_a_group_does_not_decide_about_it(group, facilitator, moderator, stranger):
    made = report(group, reporter=stranger, reason="harm")
    facilitator.role = "moderator"
    facilitator.save(update_fields=["role"])

    assert not rules.can_decide(facilitator, made.item)
    assert rules.can_decide(moderator, made.item)


def test_who_is_kept_out_of_a_group_moderates_nothing_in_it(group, facilitator, moderator):
    item = open_item(group, reason="harm")
    assert groups_moderated_by(facilitator) == {Group: {group.pk}}
    decision = Decision.objects.create(
        item=item, target=group, about=facilitator, made_by=moderator, step="place", facts="Why."
    )

    Sanction.objects.create(
        decision=decision, member=facilitator, kind="place", place=group,
        ends_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip

    assert groups_moderated_by(facilitator) == {Group: set()}
