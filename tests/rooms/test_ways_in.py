"""Where pages lead to messages: the header, the tab bar and profiles. Groups' pages stand with groups."""

import re

import pytest
from django.urls import reverse

from groups.rooms.actions import say
from peersupport.members.actions import block
from peersupport.members.models import Member, Tier, WrittenBy
from peersupport.reactions import settle

pytestmark = pytest.mark.django_db

INBOX = reverse("rooms:conversation_list")


def write_to(person):
    return f"{reverse('rooms:conversation_new')}?to={person.handle}"


def links_to_messages(page):
    """In the header and in the tab bar."""
    parts = r'(?s)<header class="site">.*?</header>|<nav class="tabbar".*?</nav>'
    frame = "".join(re.findall(parts, page.text))
    return re.findall(rf'<a [^>]*href="{INBOX}"[^>]*>.*?</a>', frame)


def test_the_frame_says_in_words_how_many_wait(client, talk, ada, ben):
    say(talk, by=ada, body="Another line of the same conversation")
    settle()
    client.force_login(ben)

    header, tab = links_to_messages(client.get("/"))

    assert 'data-key="g m"' in header
    assert '<span class="vh">Messages, 1 unread</span>' in header
    assert '<span class="count">1<span class="vh"> unread</span></span>' in tab
    page = client.get(INBOX)
    header, tab = links_to_messages(page)
    assert 'aria-current="page"' in header
    assert 'aria-current="page"' in tab
    assert "Notifications, none unread" in page.text  # the bell is for other things


def test_no_number_in_calm_mode_and_nothing_for_visitors(client, talk, ben):
    settle()
    assert not links_to_messages(client.get("/"))
    Member.objects.filter(pk=ben.pk).update(calm_mode=True)
    client.force_login(ben)

    for link in links_to_messages(client.get("/")):
        assert "1" not in re.sub(r"<svg.*?</svg>", "", link)
        assert "unread" not in link


def test_a_profile_offers_to_write_to_whom_one_reaches(client, ada, ben, make_member):
    closed = make_member(written_by=WrittenBy.STAFF)
    kept = make_member()
    block(kept, other=ben)
    client.force_login(ben)

    def offers(person):
        return write_to(person) in client.get(person.get_absolute_url()).text

    assert [offers(person) for person in (ada, closed, kept, ben)] == [True, False, False, False]
    Member.objects.filter(pk=ben.pk).update(tier=Tier.NEWCOMER)
    assert [offers(person) for person in (ada, make_member())] == [True, False]
    client.logout()
    assert not offers(ada)
