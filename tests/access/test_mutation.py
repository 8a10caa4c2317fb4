"""`make mutation` opens the doors it names; that the suite notices is for that command to show."""

import ast

import pytest

from tests import mutation

DOORS = {f"{door.path}:{door.name}": door for door in mutation.doors()}


def test_knows_every_visible_to_and_every_rule():
    assert "groups/querysets.py:GroupQuerySet.visible_to" in DOORS
    assert "forums/rules.py:can_reply" in DOORS
    assert "peersupport/core/access.py:refuse" in DOORS


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_opens_one_door_and_changes_nothing_else(door):
    source = (mutation.ROOT / door.path).read_text()

    opened = mutation.without(source, door)

    before, after = bodies(source), bodies(opened)
    assert after.pop(door.name) == door.instead
    before.pop(door.name)
    assert after == before


def bodies(source):
    found = mutation.functions(ast.parse(source))
    return {
        f"{owner}.{function.name}" if owner else function.name: "\n".join(
            ast.unparse(line) for line in function.body
        )
        for owner, function in found
    }
