"""Two people who talk."""

import pytest

from groups.actions import found, join
from groups.models import Group
from groups.rooms.actions import accept, open_first_room, start_conversation
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


@pytest.fixture
def group(ada, ben):
    """A group that Ada looks after; Ben is in it."""
    group = found(
        founder=ada, name="Night workers", purpose="We study at night.", norms="Listen first.",
        kind=Group.Kind.OPEN,
    )  # fmt: skip
    join(group, member=ben, norms_version=group.norms_version)
    return group


@pytest.fixture
def room(group):
    """The group's room. Ada hosts it."""
    return open_first_room(group)


@pytest.fixture
def cara(group, make_member):
    """Somebody else in the group."""
    cara = make_member(handle="cara", display_name="Cara Saltmarsh")
    join(group, member=cara, norms_version=group.norms_version)
    return cara
