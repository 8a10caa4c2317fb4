import pytest
from django.core import mail
from django.urls import reverse

from moderation.models import Appeal
from peersupport.members.models import Member
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle


def address(appeal):
    return reverse("moderation:appeal_answer", args=[appeal.pk])


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"outcome": "changed", "reasons": "Why."}, "Choose what changes."),
        ({"outcome": "kept", "parts": ["drop_strike"], "reasons": "Why."}, "choose nothing here"),
        ({"outcome": "overturned", "reasons": ""}, "Say why, in plain words."),
        ({"reasons": "Why."}, "Choose an outcome."),
        ({"outcome": "changed", "parts": ["show_again"], "reasons": "Why."}, "Select a valid"),
    ],
)
def test_says_what_is_missing_and_changes_nothing(client, taken_appeal, reviewer, sent, words):
    client.force_login(reviewer)

    response = client.post(address(taken_appeal), sent)

    assert response.status_code == 422
    assert words in response.text
    assert Appeal.objects.get().is_open


def test_ends_the_pause_and_tells_everybody_whom_it_concerns(
    client, taken_appeal, reviewer, helper, moderator, stranger, asker
):
    client.force_login(reviewer)
    sent = {"outcome": "changed", "parts": ["end_sanctions"], "reasons": "You made it good."}

    response = client.post(address(taken_appeal), sent)
    settle()

    assert response.url == taken_appeal.get_absolute_url()
    assert not Member.objects.get(pk=helper.pk).is_paused
    told = Notice.objects.filter(activity__verb="moderation.appeal_answered")
    assert set(told.values_list("recipient", flat=True)) == {
        helper.pk, moderator.pk, stranger.pk, asker.pk,
    }  # fmt: skip
    letter = Letter.objects.get(key__startswith="appeal:")
    assert letter.address == helper.email
    assert "You made it good." in letter.text
    for person, words in (
        (helper, "Your appeal was answered"),
        (moderator, "An appeal against a decision of yours was answered"),
        (stranger, "something changed"),
    ):
        client.force_login(person)
        assert words in client.get(reverse("notifications:notice_list")).text
        assert "You made it good." not in client.get(reverse("notifications:notice_list")).text


def test_who_reported_hears_nothing_when_all_stays(client, taken_appeal, reviewer, stranger):
    client.force_login(reviewer)
    client.post(address(taken_appeal), {"outcome": "kept", "reasons": "Why."})
    settle()

    told = Notice.objects.filter(recipient=stranger, activity__verb="moderation.appeal_answered")
    assert not told.exists()
    assert len(mail.outbox) == 0
