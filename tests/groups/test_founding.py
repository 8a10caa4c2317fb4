import pytest

from groups import actions
from groups.actions.founding import new_slug, utc_offset
from groups.models import Group, lines_of, split_optional, split_sentence
from peersupport.core.exceptions import Refused
from peersupport.members.models import Role, Tier


def test_a_trained_member_founds_at_once(group, facilitator):
    assert (group.state, group.member_count) == ("running", 1)
    assert group.memberships.get().member == facilitator


@pytest.fixture
def organiser(make_member):
    return make_member(role=Role.ORGANISER)


def test_others_wait_for_an_organiser(make_group, make_member, organiser):
    founder = make_member(tier=Tier.MEMBER)
    group = make_group(founder=founder)
    assert group.state == "proposed"

    actions.decide_proposal(group, by=organiser, agreed=True)

    group.refresh_from_db()
    assert group.state == "running"
    with pytest.raises(Refused, match="already"):
        actions.decide_proposal(group, by=organiser, agreed=False, reason="Too late.")


def test_a_no_is_explained(make_group, make_member, organiser):
    group = make_group(founder=make_member(tier=Tier.MEMBER))

    with pytest.raises(Refused, match="Say why"):
        actions.decide_proposal(group, by=organiser, agreed=False)
    actions.decide_proposal(group, by=organiser, agreed=False, reason="There is one like it.")

    group.refresh_from_db()
    assert (group.state, group.decided_because) == ("declined", "There is one like it.")


@pytest.mark.parametrize("who", ["founder", "facilitator", "moderator"])
def test_nobody_else_decides(make_group, make_member, request, who):
    founder = make_member(tier=Tier.MEMBER)
    group = make_group(founder=founder)
    by = founder if who == "founder" else request.getfixturevalue(who)

    with pytest.raises(Refused, match="for organisers"):
        actions.decide_proposal(group, by=by, agreed=True)

    group.refresh_from_db()
    assert group.state == "proposed"


def test_a_site_may_want_to_be_asked_about_all(make_group, settings):
    settings.GROUP_FOUNDING = "approval"

    assert make_group().state == "proposed"


def test_an_address_tells_of_no_other_group(make_group):
    one, other = make_group(kind=Group.Kind.HIDDEN), make_group()

    assert one.slug != other.slug
    assert len(one.slug) == len(other.slug)
    assert new_slug("数学").startswith("group-")


def test_new_norms_are_a_new_version_and_new_questions_are_not(group, facilitator):
    actions.change_norms(group, by=facilitator, norms=group.norms, questions="Why?")
    assert Group.objects.get().norms_version == 1

    actions.change_norms(group, by=facilitator, norms="Only this.", questions="Why?")
    assert Group.objects.get().norms_version == 2


@pytest.mark.parametrize("who", ["stranger", "moderator", "administrator"])
def test_nobody_else_edits(group, request, who):
    by = request.getfixturevalue(who)

    with pytest.raises(Refused):
        actions.edit(group, by=by, name="Mine now")
    with pytest.raises(Refused):
        actions.change_norms(group, by=by, norms="None.", questions="")


def test_lines_sentences_and_questions():
    assert lines_of("- One.\n\n  * Two\n") == ["One.", "Two"]
    assert split_sentence("Listen first. Then ask. Then help.") == (
        "Listen first.", "Then ask. Then help.",
    )  # fmt: skip
    assert split_sentence("Be kind") == ("Be kind", "")
    assert split_optional("Which evenings? (optional)") == ("Which evenings?", False)
    assert split_optional("Why?") == ("Why?", True)


@pytest.mark.parametrize(
    ("zone", "minutes"), [("UTC", 0), ("Asia/Kolkata", 330), ("America/New_York", -300),
                        ("Pacific/Auckland", 720)]
)  # fmt: skip
def test_offsets_are_in_minutes_without_summer_time(zone, minutes):
    assert utc_offset(zone) == minutes
