"""Who was kept out when they erased their account does not come back with it the next day."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from moderation.actions import decide, open_item
from moderation.models import NormRule, Step
from peersupport import privacy
from peersupport.members.actions import barred_until
from peersupport.members.models import BarredAddress, Member
from peersupport.notifications.actions import deliver_next

SIGN_UP = reverse("account_signup")


@pytest.fixture
def kept_out(make_topic, make_member, administrator):
    def keep_out(step, days=None):
        member = make_member(email="kanarienvogel@example.org")
        member.emailaddress_set.create(email="somebody.elses@example.org", verified=False)
        item = open_item(make_topic(author=member).posts.get(number=1), reason="unkind")
        norm = NormRule.objects.get(key="kindness")
        decide(item, by=administrator, version=1, step=step, norm=norm, facts="F.", days=days)
        privacy.forget(member, choice="remove")

    return keep_out


def sign_up(client, email):
    form = {
        "email": email, "handle": "somebody-new", "display_name": "New", "password1": "a phrase of four",
        "time_zone": "UTC", "terms": "on", "privacy": "on",
    }  # fmt: skip
    return client.post(SIGN_UP, form)


def test_a_ban_bars_confirmed_addresses_for_two_years(kept_out):
    kept_out(Step.BAN)

    assert 700 < (barred_until("Kanarienvogel@Example.org") - timezone.now()).days < 731
    assert barred_until("somebody.elses@example.org") is None
    assert "kanarienvogel" not in str(BarredAddress.objects.values_list())


def test_a_suspension_bars_them_until_its_end_and_a_pause_not_at_all(kept_out, settings):
    kept_out(Step.SUSPEND, days=30)
    assert (barred_until("kanarienvogel@example.org") - timezone.now()).days in {29, 30}

    BarredAddress.objects.all().delete()
    EmailAddress.objects.all().delete()
    kept_out(Step.PAUSE, days=3)
    assert not BarredAddress.objects.exists()


def test_the_page_says_what_it_says_to_everybody_and_the_letter_why(client, kept_out, policies):
    kept_out(Step.BAN)

    barred = sign_up(client, "kanarienvogel@example.org")
    while deliver_next():
        pass

    assert not Member.objects.filter(email="kanarienvogel@example.org").exists()
    assert "No account can be made with this address" in mail.outbox[-1].subject
    other = sign_up(type(client)(), "another@example.org")
    assert (barred.status_code, barred.url) == (other.status_code, other.url)
    assert Member.objects.filter(email="another@example.org").exists()


def test_it_ends(kept_out):
    kept_out(Step.BAN)
    BarredAddress.objects.update(until=timezone.now())

    assert barred_until("kanarienvogel@example.org") is None
    privacy.apply_retention()
    assert not BarredAddress.objects.exists()
