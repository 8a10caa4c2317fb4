"""Two people who talk."""

import pytest

from groups.rooms.actions import accept, start_conversation
from peersupport.members.models import Tier


@pytest.fixture
def ada(make_member):
    return make_member(handle="ada", display_name="Ada Tidewater", tier=Tier.SUPPORTER)


@pytest.fixture
def ben(make_member):
    return make_member(handle="ben", display_name="Ben Lantern")


@pytest.fixture
def talk(ada, ben):
    """Ada's conversation with Ben, who accepted it."""
    return make_talk(ada, ben)


def make_talk(by, *to, body="Hello from the other side of the hall."):
    """A conversation in which everybody is."""
    room = start_conversation(by=by, to=to, body=body)
    for member in to:
        accept(room, by=member)
    room.refresh_from_db()
    return room
