"""The admin's pages about groups: proposals, and groups that nobody looks after."""

import pytest
from django.urls import reverse

from forums.actions import start_topic
from forums.models import Category
from groups import actions
from groups.models import Group, Role

LIST = reverse("admin:groups_group_changelist")
Kind = Group.Kind


def address(group, page="change"):
    return reverse(f"admin:groups_group_{page}", args=[group.pk])


@pytest.fixture
def proposal(make_group, make_member):
    founder = make_member(display_name="Founder")
    return make_group(founder=founder, name="Proposed", kind=Kind.HIDDEN)


@pytest.fixture
def decide(client, organiser):
    """An organiser's decision, sent."""

    def send(group, by=organiser, **sent):
        client.force_login(by)
        return client.post(address(group), {"reason": "", "handle": ""} | sent, follow=True)

    return send


def names(response):
    return sorted(group.name for group in response.context["cl"].result_list)


def test_an_organiser_sees_what_is_listed_and_what_is_proposed(
    client, organiser, group, hidden, proposal
):
    client.force_login(organiser)

    response = client.get(LIST)

    assert names(response) == ["Proposed", "Quiet maths"]
    assert "Zugvogel" not in response.text
    assert client.get(address(group)).status_code == 200
    assert client.get(address(proposal)).status_code == 200


@pytest.mark.parametrize("page", ["change", "history"])
def test_a_hidden_group_does_not_exist_for_an_organiser(client, organiser, hidden, page):
    client.force_login(organiser)

    response = client.get(address(hidden, page), follow=True)

    assert "Zugvogel" not in response.text
    assert address(hidden) not in [link for link, _status in response.redirect_chain]
    assert response.status_code == 404


def test_an_organiser_changes_no_hidden_group(decide, hidden, facilitator):
    for decision in ("archive", "agree", "decline"):
        decide(hidden, decision=decision, reason="No.")

    hidden.refresh_from_db()
    assert hidden.state == "running"


def test_an_administrator_sees_all(client, administrator, group, hidden, proposal):
    client.force_login(administrator)

    response = client.get(LIST)

    assert names(response) == ["Proposed", "Quiet maths", "Zugvogel"]
    assert client.get(address(hidden)).status_code == 200


@pytest.mark.parametrize("who", ["moderator", "stranger", "facilitator"])
def test_nobody_else_gets_in(client, request, proposal, who):
    client.force_login(request.getfixturevalue(who))

    for response in (
        client.get(LIST), client.get(address(proposal)), client.get(address(proposal, "history")),
        client.post(address(proposal), {"decision": "agree"}),
    ):  # fmt: skip
        assert response.status_code in {403, 404}
        assert "Proposed" not in response.text
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_asks_visitors_to_log_in(client, proposal):
    for here in (LIST, address(proposal)):
        assert client.get(here).url.startswith(reverse("account_login"))


def test_a_moderator_is_not_even_told_of_it_on_the_first_page(client, moderator, organiser):
    for who, is_told in [(moderator, False), (organiser, True)]:
        client.force_login(who)
        assert (LIST in client.get(reverse("admin:index")).text) is is_told


@pytest.mark.parametrize("page", ["add", "delete"])
def test_nobody_adds_or_deletes_groups_here(client, administrator, group, page):
    client.force_login(administrator)
    here = reverse("admin:groups_group_add") if page == "add" else address(group, "delete")

    assert client.get(here).status_code == 403
    assert client.post(here, {"post": "yes"}).status_code == 403
    assert Group.objects.get() == group


@pytest.mark.parametrize(("needs", "found"), [("decision", "Proposed"), ("somebody", "Unled")])
def test_finds_what_needs_an_organiser(
    client, organiser, administrator, group, proposal, make_group, facilitator, needs, found
):
    unled = make_group(name="Unled")
    actions.appoint(unled, handle=facilitator.handle, role=Role.MEMBER, by=administrator)
    client.force_login(organiser)

    assert names(client.get(LIST, {"needs": needs})) == [found]


def test_shows_what_a_proposal_wants_to_be(client, organiser, make_group, make_member):
    group = make_group(founder=make_member(display_name="Founder"), questions="Why so?")
    client.force_login(organiser)

    text = client.get(address(group)).text

    for words in ("We work in silence.", "Listen first.", "Why so?", "Founder",
                  "Agree: the group starts", "Do not agree, and say why"):  # fmt: skip
        assert words in text
    assert "Archive the group" not in text


@pytest.mark.parametrize("kind", [Kind.OPEN, Kind.HIDDEN])
def test_agrees_and_ends_on_a_page_that_is_there(decide, make_group, make_member, kind):
    group = make_group(founder=make_member(), kind=kind)

    response = decide(group, decision="agree")

    group.refresh_from_db()
    assert group.state == "running"
    assert "Done, and told to those it concerns." in response.text
    assert response.status_code == 200


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_does_not_decline_without_a_reason(decide, proposal, reason):
    response = decide(proposal, decision="decline", reason=reason)

    words = "at most 300 characters" if reason.strip() else "Say why: the founder reads it."
    proposal.refresh_from_db()
    assert words in response.text
    assert response.redirect_chain == []
    assert proposal.state == "proposed"


def test_declines_with_a_reason(client, decide, make_group, make_member):
    group = make_group(founder=make_member())

    response = decide(group, decision="decline", reason="There is one like it.")

    group.refresh_from_db()
    assert "Done, and told to those it concerns." in response.text
    assert (group.state, group.decided_because) == ("declined", "There is one like it.")


def test_decides_once(decide, organiser, make_group, make_member):
    group = make_group(founder=make_member())
    actions.decide_proposal(group, by=organiser, agreed=True)

    response = decide(group, decision="decline", reason="Too late.")

    group.refresh_from_db()
    assert "Done, and told to those it concerns." not in response.text
    assert group.state == "running"


def test_two_organisers_at_once_decide_once(decide, organiser, make_group, make_member, meanwhile):
    group = make_group(founder=make_member())

    with meanwhile(lambda: actions.decide_proposal(group, by=organiser, agreed=True)):
        decide(group, decision="decline", reason="Too late.")

    group.refresh_from_db()
    assert group.state != "declined"


@pytest.mark.parametrize("sent", [{}, {"decision": "archive"}, {"decision": "nonsense"}])
def test_an_organiser_decides_nothing_else(decide, group, proposal, sent):
    for where, state in [(group, "running"), (proposal, "proposed")]:
        response = decide(where, **sent)

        where.refresh_from_db()
        assert response.redirect_chain == []
        assert where.state == state


def test_fields_cannot_be_written(decide, proposal):
    decide(proposal, decision="agree", name="Mine now", state="archived", kind="0")

    proposal.refresh_from_db()
    assert (proposal.name, proposal.state, proposal.kind) == ("Proposed", "running", Kind.HIDDEN)


def test_an_administrator_finds_a_facilitator(decide, administrator, group, facilitator, stranger):
    actions.appoint(group, handle=facilitator.handle, role=Role.MEMBER, by=administrator)

    response = decide(
        group, by=administrator, decision="install", handle=f"@{stranger.handle.upper()} "
    )

    group.refresh_from_db()
    assert "Done, and told to those it concerns." in response.text
    assert group.memberships.get(member=stranger).role == Role.FACILITATOR
    assert group.unled_since is None


@pytest.mark.parametrize("handle", ["nobody-like-this", "", " ", "nu\x00ll"])
def test_an_unknown_handle_appoints_nobody(decide, administrator, group, handle):
    response = decide(group, by=administrator, decision="install", handle=handle)

    words = "Null characters" if "\x00" in handle else "Nobody has this handle."
    assert words in response.text
    assert response.redirect_chain == []
    assert group.memberships.count() == 1


def test_a_full_group_finds_its_facilitator_inside(decide, administrator, full, stranger):
    response = decide(full, by=administrator, decision="install", handle=stranger.handle)

    assert "The group is full: its next facilitator must be one of its members." in response.text
    assert not full.line.exists()


def test_the_course_is_asked_for_here_too(decide, administrator, group, stranger, settings):
    settings.FACILITATOR_QUALIFICATION = "facilitator-course"

    response = decide(group, by=administrator, decision="install", handle=stranger.handle)

    assert "Looking after a group takes the facilitator course first." in response.text
    assert not group.memberships.filter(member=stranger).exists()


def test_an_administrator_archives(decide, administrator, hidden):
    response = decide(hidden, by=administrator, decision="archive")

    hidden.refresh_from_db()
    assert "Done, and told to those it concerns." in response.text
    assert hidden.state == "archived"
    assert decide(hidden, by=administrator, decision="archive").status_code == 200


@pytest.mark.parametrize("page", ["changelist", "change", "history"])
@pytest.mark.parametrize("who", ["organiser", "administrator"])
def test_shows_nothing_of_members_and_their_words(
    client, request, group, by_request, bring_in, stranger, settle, who, page
):
    settle()
    member = bring_in(by_request, display_name="Very Private")
    start_topic(
        Category.objects.get(group=by_request), author=member, title="Secret topic", body="Hush."
    )
    actions.ask_to_join(
        by_request, member=stranger, norms_version=1, answers=[("Why?", "For company.")]
    )
    client.force_login(request.getfixturevalue(who))

    response = client.get(LIST if page == "changelist" else address(by_request, page))

    assert response.status_code == 200
    assert "Thesis table" in response.text
    for secret in (
        "Very Private",
        member.handle,
        "Secret topic",
        "Hush.",
        "For company.",
        "Stranger",
    ):
        assert secret not in response.text


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_a_group_that_is_not_there_does_not_exist(client, organiser, pk):
    client.force_login(organiser)

    assert client.get(reverse("admin:groups_group_change", args=[pk])).status_code == 404
