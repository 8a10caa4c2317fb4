from contextlib import contextmanager

import pytest
from django.db import connection

from groups.actions import appoint, ask_to_join, found, join, leave
from groups.actions.places import give_place, locked
from groups.models import Group, Role
from peersupport.activity.actions import settle_next
from peersupport.members.models import Role as SiteRole
from peersupport.members.models import Tier
from peersupport.reactions import REACTIONS

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


@pytest.fixture
def hidden(make_group):
    return make_group(kind=Group.Kind.HIDDEN, name="Zugvogel", purpose="We fly at night.")


@pytest.fixture
def by_request(make_group):
    return make_group(
        kind=Group.Kind.REQUEST, name="Thesis table", questions="Why?\nWhen? (optional)"
    )


@pytest.fixture
def asked(by_request, stranger):
    """A request of the stranger's, with an answer."""
    answers = [("Why?", "For company."), ("When?", "")]
    return ask_to_join(by_request, member=stranger, norms_version=1, answers=answers)


@pytest.fixture
def full(make_group, let_in):
    group = make_group(size=3, name="Full house")
    for _person in range(2):
        let_in(group)
    return group


@pytest.fixture
def organiser(make_member):
    return make_member(display_name="Organiser", role=SiteRole.ORGANISER)


@pytest.fixture
def newcomer(make_member):
    """Somebody who has not accepted the norms of the community."""
    return make_member(display_name="Newcomer", tier=Tier.NEWCOMER, norms_version=0)


@pytest.fixture
def bring_in(make_member):
    """Put somebody new into a group of any kind."""

    def come_in(group, role=Role.MEMBER, **fields):
        member = make_member(**fields)
        give_place(locked(group), member, norms_version=group.norms_version, by=None)
        if role:
            appoint(group, handle=member.handle, role=role, by=group.founded_by)
        return member

    return come_in


@pytest.fixture
def somebody(make_member, make_group, bring_in, request):
    """A person by what they are to a group."""

    def find(who, group):
        if who == "other facilitator":
            return make_group(founder=make_member(tier=Tier.SUPPORTER), name="Elsewhere").founded_by
        if who.endswith(("member", "deputy")):
            member = bring_in(group, Role.DEPUTY if who.endswith("deputy") else Role.MEMBER)
            if who.startswith("ex-"):
                leave(group, member=member)
            return member
        return request.getfixturevalue(who)

    return find


OUTSIDE = ["stranger", "ex-member", "ex-deputy", "other facilitator", "moderator", "administrator"]


@pytest.fixture(params=OUTSIDE)
def outsider(somebody, request):
    """Each of those who are not in a group: call it with the group."""
    return lambda group: somebody(request.param, group)


@pytest.fixture(params=[*OUTSIDE, "member"])
def powerless(somebody, request):
    """Each of those who do not look after a group."""
    return lambda group: somebody(request.param, group)


@pytest.fixture(params=[*OUTSIDE, "member", "deputy"])
def no_facilitator(somebody, request):
    return lambda group: somebody(request.param, group)


@pytest.fixture
def meanwhile():
    """Let something happen after a page has let somebody in, and before its deed."""

    @contextmanager
    def happens(event):
        events = [event]

        def before_the_deed(execute, sql, params, many, context):
            if events and sql.startswith("SAVEPOINT"):
                events.pop()()
            return execute(sql, params, many, context)

        with connection.execute_wrapper(before_the_deed):
            yield
        assert not events

    return happens


@pytest.fixture
def settle():
    """Have the reactions to all that happened run."""

    def run():
        while settle_next(REACTIONS):
            pass

    return run
