"""Every path on which one member reaches another, and the proof that a block shuts it."""

import pytest
from django.db import transaction
from django.urls import reverse

from forums.actions import reply, start_topic
from groups.actions import appoint, ask_to_take_over, found, invite, join, usable_by
from groups.models import Group, Role
from groups.rooms.actions import say, start_conversation
from groups.rooms.models import Room, pair_of
from groups.rules import successors
from groups.views import suggestion_for
from peersupport.activity.actions import settle_next
from peersupport.core.exceptions import Refused
from peersupport.members.actions import block, mute, unblock
from peersupport.members.models import Role as SiteRole
from peersupport.members.models import Tier
from peersupport.members.rules import ContactPath, may_contact
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import REACTIONS
from tests.conftest import SignedIn, new_category, new_member


def by_profile(sender, recipient):
    client = SignedIn()
    client.force_login(sender)
    return client.get(recipient.get_absolute_url()).status_code == 200


def by_directory(sender, recipient):
    client = SignedIn()
    client.force_login(sender)
    return recipient.display_name in client.get(reverse("members:member_list")).text


def by_mention(sender, recipient):
    topic = start_topic(
        new_category(), author=sender, title="T", body=f"Dear @{recipient.handle}, hello."
    )
    return "mention" in topic.posts.get().html


def by_notice(sender, recipient):
    topic = start_topic(new_category(), author=recipient, title="T", body="What do you think?")
    post = reply(topic, author=sender, body=f"Well, @{recipient.handle}.")
    other = reply(topic, author=sender, body="And once more.")
    while settle_next(REACTIONS):
        pass
    told = Notice.objects.filter(recipient=recipient, target_id__in=[post.pk, other.pk])
    letters = Letter.objects.filter(recipient=recipient, target_id__in=[post.pk, other.pk])
    assert told.count() == letters.count()
    return told.exists()


def by_suggestion(sender, recipient):
    group = _group(sender)
    return suggestion_for(recipient) is not None and suggestion_for(recipient).group == group


def by_invitation(sender, recipient):
    invitation = invite(_group(sender), by=sender, address=recipient.email)
    is_sent = Letter.objects.filter(key=f"invitation:{invitation.pk}").exists()
    assert (usable_by(invitation.token, recipient) is not None) == is_sent
    return is_sent


def by_appointment(sender, recipient):
    group = _group(sender)
    join(group, member=recipient, norms_version=1)
    may_be_asked = recipient in successors(group, of=sender)
    if may_be_asked:
        appoint(group, handle=recipient.handle, role=Role.DEPUTY, by=sender)
        return True
    for ask in (
        lambda: appoint(group, handle=recipient.handle, role=Role.DEPUTY, by=sender),
        lambda: ask_to_take_over(group, by=sender, to=recipient),
    ):
        with pytest.raises(Refused, match="cannot be asked just now"):
            ask()
    return False


def by_message(sender, recipient):
    """A conversation that begins anew, whatever they have; nothing is left of it."""
    with transaction.atomic():
        Room.objects.filter(pair=pair_of(sender, recipient)).update(pair=None)
        is_begun = _is_taken(
            lambda: start_conversation(by=sender, to=[recipient], body="Hello, it is me."),
            match="cannot write to",
        )
        transaction.set_rollback(True)
    return is_begun


def by_line(sender, recipient):
    """Another line in the conversation they have, or began before."""
    room = Room.objects.filter(pair=pair_of(sender, recipient)).first()
    room = room or start_conversation(by=sender, to=[recipient], body="Hello, it is me.")
    return _is_taken(
        lambda: say(room, by=sender, body="Are you there?"), match="takes no new messages"
    )


def _is_taken(write, match):
    """Whether it is said; what is refused, is refused for this reason."""
    try:
        write()
    except Refused as refused:
        if match in str(refused):
            return False
        raise
    return True


def _group(founder):
    return found(
        founder=founder, name="Quiet maths", purpose="Silence.", norms="Listen.",
        kind=Group.Kind.OPEN,
    )  # fmt: skip


PROOFS = {
    ContactPath.PROFILE: by_profile,
    ContactPath.DIRECTORY: by_directory,
    ContactPath.MENTION: by_mention,
    ContactPath.NOTICE: by_notice,
    ContactPath.SUGGESTION: by_suggestion,
    ContactPath.INVITATION: by_invitation,
    ContactPath.APPOINTMENT: by_appointment,
    ContactPath.MESSAGE: by_message,
    ContactPath.LINE: by_line,
}
ALWAYS_OPEN = {ContactPath.DUTY}


@pytest.fixture
def pair(norms):
    return [
        new_member(display_name=name, tier=Tier.SUPPORTER, listed=True) for name in ("One", "Two")
    ]


def test_every_path_has_its_proof():
    assert set(PROOFS) | ALWAYS_OPEN == set(ContactPath)


@pytest.mark.parametrize("path", PROOFS)
def test_a_block_shuts_every_path_both_ways_until_it_is_undone(pair, path):
    one, two = pair
    assert PROOFS[path](one, two)

    block(one, other=two)

    assert not PROOFS[path](one, two)
    assert not PROOFS[path](two, one)
    unblock(two, other=one)  # is not theirs to undo
    assert not PROOFS[path](one, two)
    unblock(one, other=two)
    assert PROOFS[path](two, one)


@pytest.mark.parametrize("path", PROOFS)
def test_a_mute_only_silences_and_only_one_way(pair, path):
    one, two = pair

    mute(one, other=two)

    silenced = path in {ContactPath.NOTICE, ContactPath.INVITATION}
    assert PROOFS[path](two, one) == (not silenced)
    assert PROOFS[path](one, two)


def test_blocks_do_not_stop_decisions_but_do_stop_a_moderators_small_talk(
    pair, moderator, administrator
):
    member, other = pair

    block(member, other=moderator)

    assert may_contact(moderator, member, path=ContactPath.DUTY)
    assert may_contact(moderator, member, path=ContactPath.PROFILE)
    assert not may_contact(moderator, member, path=ContactPath.MESSAGE)
    assert not may_contact(moderator, member, path=ContactPath.MENTION)
    assert not by_directory(moderator, member)
    assert not may_contact(member, moderator, path=ContactPath.PROFILE)
    group = _group(other)
    join(group, member=member, norms_version=1)
    block(member, other=administrator)
    appoint(group, handle=member.handle, role=Role.DEPUTY, by=administrator)  # a duty, too
    while settle_next(REACTIONS):
        pass
    assert Notice.objects.visible_to(member).get().activity.actor == administrator


@pytest.mark.parametrize(
    ("sender", "shares_group", "open_to"),
    [
        ({"tier": Tier.MEMBER}, False, {"everyone"}),
        ({"tier": Tier.MEMBER}, True, {"everyone", "groups"}),
        ({"tier": Tier.NEWCOMER}, True, set()),  # until they have taken part
        ({"role": SiteRole.ORGANISER}, False, {"everyone", "groups", "staff"}),
    ],
)
def test_people_say_who_may_write_to_them(norms, sender, shares_group, open_to):
    sender = new_member(**sender)
    people = {choice: new_member(written_by=choice) for choice in ("everyone", "groups", "staff")}
    how = {"path": ContactPath.MESSAGE, "shares_group": shares_group}

    reached = {choice for choice, person in people.items() if may_contact(sender, person, **how)}

    assert reached == open_to
    supporter = new_member(tier=Tier.SUPPORTER)
    assert may_contact(sender, supporter, **how)  # newcomers, too
