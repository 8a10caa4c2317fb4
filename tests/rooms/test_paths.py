"""Every way in which somebody reaches another, walked once: across a block, and by a newcomer."""

import pytest
from django.urls import reverse

from groups.resources.actions import Chosen
from groups.rooms import rules
from groups.rooms.actions import say
from groups.rooms.models import Line, Room
from peersupport.members.actions import block
from peersupport.members.models import Tier
from peersupport.members.rules import ContactPath
from peersupport.notifications.actions import deliver_next
from peersupport.notifications.models import Kind, Letter, Notice
from peersupport.reactions import settle
from tests.conftest import SignedIn, new_member
from tests.members.test_rules import PROOFS

from .conftest import make_talk

pytestmark = pytest.mark.django_db


class Company:
    """Two people and a third, whom both talk with: in one room all three, and each alone."""

    def __init__(self):
        self.third = new_member(display_name="Third", tier=Tier.SUPPORTER)

    def room_of(self, *people):
        rooms = Room.objects.filter(group=None, pair=None)
        for person in people:
            rooms = rooms.filter(seats__member=person)
        return rooms.first() or make_talk(self.third, *[p for p in people if p != self.third])

    def mention(self, sender, recipient):
        """A link to somebody in a line of a room that both are in."""
        room = self.room_of(self.third, sender, recipient)
        line = say(room, by=sender, body=f"What do you think, @{recipient.handle}?")
        return "mention" in Line.objects.select_related("room__key").get(pk=line.pk).html

    def told_of_line(self, sender, recipient):
        """A notice, with its letter, of what was said where all three are."""
        room = self.room_of(self.third, sender, recipient)
        settle()
        about = {"recipient": recipient, "kind": Kind.MESSAGE}
        Notice.objects.filter(**about).delete()
        Letter.objects.filter(**about).delete()
        say(room, by=sender, body="One more thing.")
        settle()
        told = Notice.objects.filter(**about).exists()
        assert Letter.objects.filter(**about).exists() == told
        return told

    def addition(self, sender, recipient):
        """Asking somebody into a conversation that they are not in."""
        return rules.can_be_added(recipient, to=make_talk(self.third, sender), by=sender)

    def suggestion(self, sender, recipient):
        """The names that are offered while one chooses whom to write to."""
        return rules.suggested_to(sender, recipient.display_name).exists()

    def search(self, sender, recipient):
        return self.page(sender, f"{reverse('forums:search')}?q={recipient.display_name}&kind=people",
                         recipient.get_absolute_url())  # fmt: skip

    def button(self, sender, recipient):
        """What leads to a message on a profile."""
        return self.page(sender, recipient.get_absolute_url(), f"?to={recipient.handle}")

    @staticmethod
    def page(reader, address, words):
        client = SignedIn()
        client.force_login(reader)
        return words in client.get(address).text

    def ways(self):
        return {
            "mention in a room": self.mention, "told of a line": self.told_of_line,
            "addition": self.addition, "suggested while writing": self.suggestion,
            "search": self.search, "button on a profile": self.button,
        }  # fmt: skip


@pytest.fixture
def company(norms):
    return Company()


def walked(ways, sender, recipient):
    return {name for name, reaches in ways.items() if reaches(sender, recipient)}


def test_a_block_shuts_every_way(company):
    one, two = [
        new_member(display_name=name, tier=Tier.SUPPORTER, listed=True) for name in ("Ones", "Twos")
    ]
    ways = company.ways() | PROOFS
    assert walked(ways, one, two) == set(ways)

    block(two, other=one)

    assert walked(ways, one, two) == walked(ways, two, one) == set()
    assert company.mention(company.third, two)  # who talks with both goes on
    assert company.told_of_line(company.third, two)


def test_a_newcomer_is_met_in_the_open_and_writes_to_who_is_there_for_it(company):
    new = new_member(display_name="Newcomer", tier=Tier.NEWCOMER)
    person = new_member(display_name="Somebody", listed=True)
    supporter = new_member(display_name="Listener", tier=Tier.SUPPORTER, listed=True)
    private = {"addition", "suggested while writing", "button on a profile", ContactPath.MESSAGE}
    ways = company.ways() | {
        path: PROOFS[path]
        for path in (
            ContactPath.PROFILE, ContactPath.DIRECTORY, ContactPath.MENTION, ContactPath.NOTICE,
            ContactPath.MESSAGE,
        )
    }  # fmt: skip
    ways.pop("addition")  # once they talk with somebody, the gate is asked again below

    assert walked(ways, new, person) == set(ways) - private
    assert walked(ways, new, supporter) == set(ways)
    room = make_talk(company.third, new)
    assert not rules.can_be_added(person, to=room, by=new)
    assert rules.can_be_added(supporter, to=room, by=new)


def test_words_that_wait_and_files_stay_with_who_is_there(
    client, ada, ben, stranger, quickly, make_file
):
    settle()
    row = make_file(owner=ada)
    room = make_talk(ada, ben)
    line = say(room, by=ada, body="My notes", files=[Chosen(row.uuid, "")])
    settle()
    seen = []
    for reader in (ben, stranger):
        client.force_login(reader)
        response = client.get(row.get_absolute_url())
        if response.streaming:
            assert b"".join(response.streaming_content)
        seen.append(response.status_code)

    block(ben, other=ada)
    Letter.objects.update(due_at=line.sent_at)
    while deliver_next():
        pass

    assert seen == [200, 404]
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.DROPPED}
