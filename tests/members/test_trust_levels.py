import pytest
from django.urls import reverse
from django.utils import timezone

from peersupport.members.actions import hold_trust, note_sanction
from peersupport.members.models import Tier, Trust, TrustRecord

PAGE = reverse("members:trust_levels")


def test_tells_visitors_what_levels_take_and_open(client, db):
    text = client.get(PAGE).text

    assert "5 days here, 5 topics opened, 3 posts that stand" in text
    assert "Where you stand" not in text


def test_says_what_is_missing(client, make_member):
    member = make_member(trust_level=Trust.NEW, days_visited=4)
    TrustRecord.objects.create(member=member, days=2, topics=12, posts=1)
    client.force_login(member)

    text = client.get(PAGE).text

    assert "4 of 5 days on which you read something new or wrote" in text
    assert "5 of 5 topics by others that you opened" in text
    assert "1 of 3 posts of yours that still stand" in text
    assert text.count('class="done"') == 1


def test_somebody_who_came_today_has_a_page_too(client, make_member):
    client.force_login(make_member(trust_level=Trust.NEW))

    assert "0 of 5 days" in client.get(PAGE).text


def test_says_why_a_level_is_held(client, make_member, moderator):
    member = make_member(trust_level=Trust.NEW)
    hold_trust(member, level=Trust.NEW, by=moderator, reason="Two posts sold essays.")
    client.force_login(member)

    text = client.get(PAGE).text

    assert "Two posts sold essays." in text
    assert "of 5 days" not in text
    assert moderator.display_name not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"trust_level": Trust.REGULAR}, "Everything that can be earned is open to you."),
     ({"tier": Tier.SUPPORTER}, "Your role or training stands outside these limits.")],
)  # fmt: skip
def test_says_when_nothing_is_missing(client, make_member, fields, words):
    client.force_login(make_member(**fields))

    assert words in client.get(PAGE).text


def test_says_that_a_sanction_counts_for_a_while(client, make_member):
    member = make_member(trust_level=Trust.NEW)
    note_sanction(member, at=timezone.now())
    member.refresh_from_db()
    client.force_login(member)

    assert "90 days after a sanction" in client.get(PAGE).text.split("The levels")[0]


def test_one_finds_it_in_the_settings(client, stranger):
    client.force_login(stranger)

    assert f'href="{PAGE}"' in client.get(reverse("members:settings_profile")).text
