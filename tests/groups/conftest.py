import pytest

from groups.actions import found, join
from groups.models import Group
from peersupport.members.models import Tier

NORMS = "Listen first. Ask whether advice is wanted.\nWhat is said here stays here."


@pytest.fixture
def facilitator(make_member):
    return make_member(display_name="Facilitator", tier=Tier.SUPPORTER)


@pytest.fixture
def make_group(facilitator):
    def make(**facts):
        defaults = {
            "founder": facilitator, "name": "Quiet maths", "purpose": "We work in silence.",
            "norms": NORMS, "kind": Group.Kind.OPEN,
        }  # fmt: skip
        return found(**(defaults | facts))

    return make


@pytest.fixture
def group(make_group):
    return make_group()


@pytest.fixture
def let_in(make_member):
    """Put somebody new into an open group."""

    def come_in(group, **fields):
        member = make_member(**fields)
        join(group, member=member, norms_version=group.norms_version)
        return member

    return come_in
