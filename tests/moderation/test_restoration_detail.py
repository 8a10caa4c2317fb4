from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from moderation.actions import ask_restoration, remind_of_restorations
from moderation.models import Restoration
from peersupport.notifications.models import Notice
from peersupport.reactions import settle

SOON = timezone.localdate() + timedelta(days=20)
AGREED = {"outcome": "agreed", "agreement": "We greet each other.", "follow_up_on": SOON}


@pytest.fixture
def asked(restricted, helper):
    return ask_restoration(restricted, by=helper)


def test_what_both_agreed_on_stands_beside_the_decision(client, asked, reviewer, helper):
    client.force_login(reviewer)
    assert client.post(asked.get_absolute_url(), AGREED).url == asked.get_absolute_url()
    settle()

    client.force_login(helper)
    assert "We greet each other." in client.get(asked.decision.get_absolute_url()).text
    assert Notice.objects.filter(
        recipient=helper, activity__verb="moderation.restoration_settled"
    ).exists()


@pytest.mark.parametrize(
    "sent",
    [AGREED | {"agreement": ""}, AGREED | {"follow_up_on": timezone.localdate()}, {"outcome": ""}],
)
def test_says_what_is_missing(client, asked, reviewer, sent):
    client.force_login(reviewer)

    assert client.post(asked.get_absolute_url(), sent).status_code == 422
    assert Restoration.objects.get().state == "asked"


def test_who_led_it_is_reminded_once_on_the_day(client, asked, reviewer):
    client.force_login(reviewer)
    client.post(asked.get_absolute_url(), AGREED)
    assert remind_of_restorations() == 0
    Restoration.objects.update(follow_up_on=timezone.localdate())

    assert (remind_of_restorations(), remind_of_restorations()) == (1, 0)
    settle()
    due = Notice.objects.get(activity__verb="moderation.restoration_due")
    assert due.recipient == reviewer


def test_who_reported_it_leads_none(client, asked, stranger, make_member):
    type(stranger).objects.filter(pk=stranger.pk).update(
        role="moderator", second_factor_at=timezone.now()
    )
    client.force_login(type(stranger).objects.get(pk=stranger.pk))

    client.post(asked.get_absolute_url(), AGREED)

    assert Restoration.objects.get().state == "asked"


def test_the_table_wants_a_day_to_look_again(asked, reviewer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Restoration.objects.update(
            state="agreed", agreement="Yes.", led_by=reviewer, settled_at=timezone.now()
        )
