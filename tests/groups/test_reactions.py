"""Who hears of what happens in groups, in which words on the site, and in none by mail."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from groups import actions
from groups.actions.leading import set_role
from groups.models import Group, Role
from peersupport.activity.models import Activity
from peersupport.members.models import Member, Tier
from peersupport.notifications.actions import choose_letters, deliver_next
from peersupport.notifications.letters import compose
from peersupport.notifications.models import Kind, Letter, Notice
from peersupport.reactions import REACTIONS

LIST = reverse("notifications:notice_list")
HERE = "<bdi>Zugvogel</bdi>"
YES = "groups.accepted"


@pytest.fixture
def scene(make_member, make_group, bring_in, organiser, administrator, moderator):
    """A small group by request with a facilitator, a deputy and two members, and others around."""
    leader = make_member(display_name="Lea Quast", tier=Tier.SUPPORTER)
    group = make_group(founder=leader, name="Zugvogel", kind=Group.Kind.REQUEST, size=5)
    make_group(
        founder=make_member(display_name="Otto Quast", tier=Tier.SUPPORTER), name="Elsewhere"
    )
    deputy = bring_in(group, display_name="Dea Quast")
    set_role(group, group.memberships.get(member=deputy), Role.DEPUTY)  # which tells nobody
    return SimpleNamespace(
        group=group, leader=leader, organiser=organiser, administrator=administrator,
        deputy=deputy,
        member=bring_in(group, display_name="Mia Quast"),
        other=bring_in(group, display_name="Oda Quast"),
        asking=make_member(display_name="Ada Quast"),
        founder=make_member(display_name="Fea Quast"),
    )  # fmt: skip


def ask(s, member):
    return actions.ask_to_join(s.group, member=member, norms_version=1, answers=[])


def hand_over(s):
    return actions.ask_to_take_over(s.group, by=s.leader, to=s.member)


def propose(s):
    return actions.found(
        founder=s.founder, name="Zugvogel", purpose="We fly.", norms="Be kind.",
        kind=Group.Kind.HIDDEN,
    )  # fmt: skip


def found_at_once(s):
    actions.found(founder=s.leader, name="Zugvogel", purpose="We fly.", norms="Be kind.")


def decide(s, **decision):
    actions.decide_proposal(propose(s), by=s.organiser, **decision)


def accept_into_the_line(s):
    actions.edit(s.group, by=s.leader, size=4)
    actions.accept(ask(s, s.asking), by=s.leader)


def promote(s):
    accept_into_the_line(s)
    actions.leave(s.group, member=s.other)


def appoint(s, person, role):
    actions.appoint(s.group, handle=person.handle, role=role, by=s.leader)


def be_unled(s, kind=Group.Kind.REQUEST):
    appointed = {"handle": s.leader.handle, "role": Role.MEMBER, "by": s.administrator}
    actions.appoint(s.group, **appointed)
    Group.objects.filter(pk=s.group.pk).update(kind=kind)
    actions.flag_unled(days=0)


# What happens; the verb; who is told of it; in which words.
SCENES = {
    "asked": (lambda s: ask(s, s.asking), "groups.requested", ["leader", "deputy"],
              f"<bdi>Ada Quast</bdi> asks to join {HERE}"),
    "accepted": (lambda s: actions.accept(ask(s, s.asking), by=s.deputy), YES, ["asking"],
                 f"You are in {HERE}. Welcome"),
    "accepted into the line": (accept_into_the_line, YES, ["asking"],
                               f"They said yes: you are on the waiting list of {HERE}"),
    "declined": (lambda s: actions.decline(ask(s, s.asking), by=s.deputy, reason="Not now."),
                 "groups.declined", ["asking"], f"Your request to join {HERE} was answered"),
    "asked, then archived": (lambda s: (ask(s, s.asking), actions.archive(s.group, by=s.leader)),
                             "groups.declined", ["asking"],
                             f"Your request to join {HERE} was answered"),
    "promoted": (promote, "groups.promoted", ["asking"], f"A place is free: you are in {HERE}"),
    "removed": (lambda s: actions.remove(s.group, handle=s.member.handle, by=s.deputy, reason="No."),
                "groups.removed", ["member"], "You were removed from a group"),
    "made a deputy": (lambda s: appoint(s, s.member, Role.DEPUTY), "groups.appointed", ["member"],
                      f"You help to look after {HERE} now"),
    "made a member": (lambda s: appoint(s, s.deputy, Role.MEMBER), "groups.appointed", ["deputy"],
                      f"You are a member of {HERE} again, without further duties"),
    "asked to take over": (hand_over, "groups.hand_over_asked", ["member"],
                           f"<bdi>Lea Quast</bdi> asks whether you will look after {HERE}"),
    "took over": (lambda s: actions.answer_hand_over(hand_over(s), by=s.member, accepted=True),
                  "groups.handed_over", ["leader"], f"<bdi>Mia Quast</bdi> looks after {HERE} now"),
    "did not take over": (
        lambda s: actions.answer_hand_over(hand_over(s), by=s.member, accepted=False),
        "groups.hand_over_declined", ["leader"], f"<bdi>Mia Quast</bdi> cannot take over {HERE}"),
    "archived": (lambda s: actions.archive(s.group, by=s.leader), "groups.archived",
                 ["deputy", "member", "other"], f"{HERE} is archived now"),
    "proposed": (propose, "groups.proposed", ["organiser", "administrator"],
                 f"<bdi>Fea Quast</bdi> proposes a group: {HERE}"),
    "agreed to": (lambda s: decide(s, agreed=True), "groups.founded", ["founder"],
                  f"The organisers agree: {HERE} is there"),
    "not agreed to": (lambda s: decide(s, agreed=False, reason="No."), "groups.proposal_declined",
                      ["founder"], f"The organisers have answered about {HERE}"),
    "nobody looks after it": (be_unled, "groups.unled", ["organiser", "administrator"],
                              f"Nobody has looked after {HERE} for two weeks"),
}  # fmt: skip


@pytest.fixture(params=SCENES)
def played(scene, settle, request):
    """Each of the scenes, played and settled: its verb, who should know, and the words."""
    play, verb, told, words = SCENES[request.param]
    play(scene)
    settle()
    return SimpleNamespace(verb=verb, told=[getattr(scene, who) for who in told], words=words)


def told_of(verb):
    """Who was told by a notice and who by a letter, in the order of their accounts."""
    happened = list(Activity.objects.filter(verb=verb).values_list("pk", flat=True))
    notices = Notice.objects.filter(activity__in=happened).order_by("recipient")
    letters = [
        letter for letter in Letter.objects.select_related("recipient").order_by("recipient")
        if letter.key.split(":")[1] in map(str, happened)
    ]  # fmt: skip
    return [n.recipient for n in notices], [letter.recipient for letter in letters]


def by_account(members):
    return sorted(members, key=lambda member: member.pk)


def test_those_it_concerns_are_told_and_nobody_else(played):
    assert told_of(played.verb) == (by_account(played.told), by_account(played.told))


def test_what_runs_twice_tells_once(played):
    before = told_of(played.verb)

    for activity in Activity.objects.filter(verb=played.verb):
        for react in REACTIONS[played.verb]:
            react(activity)

    assert told_of(played.verb) == before


def test_the_notice_says_what_happened(client, played):
    for member in played.told:
        client.force_login(member)
        text = client.get(LIST).text

        assert played.words in text
        notice = Notice.objects.get(recipient=member, activity__verb=played.verb)
        assert (
            client.get(reverse("notifications:notice_detail", args=[notice.pk])).status_code == 302
        )


def test_the_notice_leads_to_a_page_that_is_there(client, played):
    for notice in Notice.objects.filter(activity__verb=played.verb).select_related("recipient"):
        client.force_login(notice.recipient)

        response = client.get(reverse("notifications:notice_detail", args=[notice.pk]), follow=True)

        assert response.status_code == 200


def test_letters_name_neither_the_group_nor_anybody_in_it(played):
    letters = Letter.objects.filter(kind=Kind.GROUP)
    assert letters
    groups = Group.objects.values_list("name", "slug")
    people = dict(Member.objects.values_list("pk", "display_name"))

    for letter in letters:
        mail = compose(letter)
        whole = "\n".join([mail.subject, mail.body, mail.alternatives[0].content])
        others = [name for pk, name in people.items() if pk != letter.recipient_id]
        for secret in [*others, *(word for group in groups for word in group)]:
            assert secret.casefold() not in whole.casefold(), secret
        assert LIST in mail.body
        assert LIST in mail.alternatives[0].content


def test_a_removal_names_no_group(client, scene, settle):
    actions.remove(scene.group, handle=scene.member.handle, by=scene.leader, reason="No.")
    settle()
    client.force_login(scene.member)

    text = client.get(LIST).text

    assert "You were removed from a group" in text
    for secret in ("Zugvogel", scene.group.slug, "Lea Quast"):
        assert secret not in text


def edit(s):
    actions.edit(s.group, by=s.leader, name="Zugvogel", purpose="We walk.")


@pytest.mark.parametrize(
    "happens",
    [
        found_at_once,
        edit,
        lambda s: actions.change_norms(s.group, by=s.leader, norms="New.", questions=""),
        lambda s: actions.leave(s.group, member=s.member),
        lambda s: actions.invite(s.group, by=s.leader),
        lambda s: be_unled(s, kind=Group.Kind.HIDDEN),
    ],
    ids=["founded at once", "edited", "norms", "left", "invited", "hidden and unled"],
)
def test_of_some_things_nobody_is_told(scene, settle, happens):
    happens(scene)
    settle()

    appointed = Notice.objects.filter(activity__verb="groups.appointed")  # by an administrator
    assert not Notice.objects.exclude(pk__in=appointed).exists()


def test_an_organiser_in_a_hidden_group_hears_that_nobody_looks_after_it(scene, bring_in, settle):
    insider = bring_in(scene.group, role=Role.MEMBER, display_name="Ina Quast")
    Member.objects.filter(pk=insider.pk).update(role="organiser")
    be_unled(scene, kind=Group.Kind.HIDDEN)
    settle()

    assert told_of("groups.unled")[0] == [insider]


@pytest.mark.parametrize("how", ["withdrawn", "decided"])
def test_a_request_that_is_over_is_told_to_nobody(scene, settle, how):
    asked = ask(scene, scene.asking)
    if how == "withdrawn":
        actions.withdraw(scene.group, member=scene.asking)
    else:
        actions.decline(asked, by=scene.leader, reason="Not now.")
    settle()

    assert told_of("groups.requested") == ([], [])


def test_who_holds_another_power_alone_is_not_told_who_asks(scene, settle):
    assign_perm("invite_people", scene.member, scene.group)
    ask(scene, scene.asking)
    settle()

    assert scene.member not in told_of("groups.requested")[0]


def test_a_question_that_was_taken_back_is_told_to_nobody(scene, settle):
    hand_over(scene)
    actions.take_back_hand_over(scene.group, by=scene.leader)
    settle()

    assert told_of("groups.hand_over_asked") == ([], [])


@pytest.mark.parametrize(
    "gone", [{"is_active": False}, {"claimed_at": None}, {"email": None, "claimed_at": None}]
)
def test_who_cannot_be_reached_is_not_told(scene, settle, gone):
    Member.objects.filter(pk=scene.member.pk).update(**gone)
    appoint(scene, scene.member, Role.DEPUTY)
    settle()

    assert told_of("groups.appointed") == ([], [])


def test_who_wants_no_letters_gets_the_notice_alone(scene, settle):
    choose_letters(scene.member, kind=Kind.GROUP, wanted=False)
    appoint(scene, scene.member, Role.DEPUTY)
    settle()

    assert told_of("groups.appointed") == ([scene.member], [])


def test_who_left_a_hidden_group_reads_no_more_of_it(client, scene, settle):
    Group.objects.filter(pk=scene.group.pk).update(kind=Group.Kind.HIDDEN)
    appoint(scene, scene.member, Role.DEPUTY)
    settle()
    actions.leave(scene.group, member=scene.member)
    while deliver_next():
        pass
    client.force_login(scene.member)

    assert list(Letter.objects.values_list("state", flat=True)) == ["dropped"]
    assert "Zugvogel" not in client.get(LIST).text
    notice = reverse("notifications:notice_detail", args=[Notice.objects.get().pk])
    assert client.get(notice).status_code == 404
