from datetime import timedelta

import pytest
from django.utils import timezone

from groups import actions
from groups.models import Group, Invitation, Role
from peersupport.core.exceptions import Refused
from peersupport.notifications.models import Letter

HIDDEN = Group.Kind.HIDDEN


@pytest.fixture
def hidden(make_group):
    return make_group(kind=HIDDEN, name="Zugvogel")


def use(invitation, member):
    return actions.use_invitation(
        invitation.token, member=member, norms_version=invitation.group.norms_version
    )


def test_a_link_opens_a_hidden_group_once(hidden, facilitator, stranger, asker):
    invitation = actions.invite(hidden, by=facilitator)

    assert use(invitation, stranger) == (hidden, True)
    with pytest.raises(Refused, match="no longer works"):
        use(invitation, asker)

    assert hidden.memberships.filter(member=stranger).exists()
    assert not hidden.memberships.filter(member=asker).exists()


def test_using_it_twice_oneself_counts_once(hidden, facilitator, stranger, asker):
    invitation = actions.invite(hidden, by=facilitator, most_uses=2)
    use(invitation, stranger)
    use(invitation, stranger)

    assert use(invitation, asker)[1]


@pytest.mark.parametrize("how", ["expired", "revoked", "archived", "inviter left"])
def test_what_is_over_opens_nothing(hidden, facilitator, let_in, stranger, administrator, how):
    invitation = actions.invite(hidden, by=facilitator)
    if how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "revoked":
        actions.revoke(invitation, by=facilitator)
    elif how == "archived":
        actions.archive(hidden, by=facilitator)
    else:
        actions.appoint(hidden, handle=facilitator.handle, role=Role.MEMBER, by=administrator)
        actions.leave(hidden, member=facilitator)

    with pytest.raises(Refused, match="no longer works"):
        use(invitation, stranger)


def test_one_for_an_address_is_for_who_has_confirmed_it(hidden, facilitator, stranger, asker):
    invitation = actions.invite(hidden, by=facilitator, address="Asker@Example.org", most_uses=9)
    asker.emailaddress_set.create(email="asker@example.org", verified=False)

    for member in (stranger, asker):
        with pytest.raises(Refused, match="no longer works"):
            use(invitation, member)
    asker.emailaddress_set.filter(email="asker@example.org").update(verified=True)

    assert use(invitation, asker)[1]
    assert invitation.most_uses == 1


def test_its_letter_names_neither_group_nor_inviter(hidden, facilitator):
    invitation = actions.invite(hidden, by=facilitator, address="new@example.org")

    letter = Letter.objects.get()
    assert letter.address == "new@example.org"
    assert f"/groups/-/invitation/{invitation.token}/" in letter.text
    assert "Zugvogel" not in letter.subject + letter.text
    assert "Facilitator" not in letter.subject + letter.text


@pytest.mark.parametrize(
    ("allowed", "kind", "may"),
    [(False, Group.Kind.OPEN, False), (True, Group.Kind.OPEN, True), (True, HIDDEN, False)],
)
def test_members_invite_where_the_group_says_so(
    make_group, facilitator, stranger, allowed, kind, may
):
    group = make_group(kind=kind, members_may_invite=allowed)
    use(actions.invite(group, by=facilitator), stranger)

    if may:
        assert actions.invite(group, by=stranger).made_by == stranger
    else:
        with pytest.raises(Refused, match="cannot invite"):
            actions.invite(group, by=stranger)


def test_outsiders_neither_invite_nor_take_back(hidden, facilitator, stranger, moderator):
    invitation = actions.invite(hidden, by=facilitator)

    for outsider in (stranger, moderator):
        with pytest.raises(Refused):
            actions.invite(hidden, by=outsider)
        with pytest.raises(Refused):
            actions.revoke(invitation, by=outsider)
        assert not Invitation.objects.visible_to(outsider).exists()

    invitation.refresh_from_db()
    assert invitation.is_usable


def test_a_full_group_puts_the_invited_in_line(make_group, facilitator, let_in, stranger):
    group = make_group(size=3)
    for _person in range(2):
        let_in(group)

    invitation = actions.invite(group, by=facilitator, most_uses=3)
    assert [use(invitation, stranger)[1] for _time in range(2)] == [False, False]

    invitation.refresh_from_db()
    assert (group.line.get().member, invitation.uses) == (stranger, 1)
