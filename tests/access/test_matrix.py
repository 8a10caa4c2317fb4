"""URL × role × method against the hand-written matrices; an address that is in none fails."""

import pytest

from .table import ROUTES, look, read, rows, walk

pytestmark = pytest.mark.django_db
TABLE, GROUPS, ROOMS = read("matrix.toml"), read("groups.toml"), read("rooms.toml")


def test_every_address_is_in_a_matrix_once():
    tables = [
        [name for page in table["page"] for name in page["names"]]
        for table in (TABLE, GROUPS, ROOMS)
    ]
    listed = {name for names in tables for name in names}

    assert set(ROUTES) - listed == set(), "addresses without a row"
    assert listed - set(ROUTES) == set(), "rows without an address"
    assert [len(names) for names in tables] == [len(set(names)) for names in tables]


def test_every_view_declares_its_rule():
    assert [name for name, _, pattern in walk() if not hasattr(pattern.callback, "access")] == []


@pytest.mark.parametrize(("name", "method", "shade", "outcomes"), rows(TABLE))
def test_each_role_gets_what_the_matrix_says(the_world, name, method, shade, outcomes):
    shade = "public" if shade == "any" else shade
    address, data = the_world.address(name, ROUTES[name], shade), the_world.data(name, shade)

    look(the_world, TABLE["roles"], outcomes, name, method, address, data)


@pytest.mark.parametrize(("name", "method", "kind", "outcomes"), rows(GROUPS))
def test_a_group_is_what_the_matrix_says_to_each_role(the_circles, name, method, kind, outcomes):
    # Forums and rooms ask whether one is a member, whatever kind of group: the most open and the least.
    every = ["open", "hidden"] if name.startswith(("forums:", "rooms:")) else the_circles.kinds
    kinds = {"any": every, "listed": ["open", "request", "invitation"]}.get(kind, [kind])
    asked = []  # an address that names no group is the same for every kind
    for each in kinds:
        address = the_circles.address(name, ROUTES[name], each)
        data = the_circles.data(name, each)
        if (address, data) not in asked:
            look(the_circles, GROUPS["roles"], outcomes, name, method, address, data)
        asked.append((address, data))


@pytest.mark.parametrize(("name", "method", "shade", "outcomes"), rows(ROOMS))
def test_a_conversation_is_there_for_who_is_in_it(the_talks, name, method, shade, outcomes):
    address, data = the_talks.address(name, ROUTES[name]), the_talks.data(name)

    look(the_talks, ROOMS["roles"], outcomes, name, method, address, data)
