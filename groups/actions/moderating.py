"""What a moderator's decision does to a group, and how it is taken back.

Who may do it was asked by moderation, of the item (`can_decide`): no role of the site has a say in a
group otherwise. Nobody but a decision calls these, inside its own transaction.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import Group
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .places import locked

Standing = Group.Standing


@transaction.atomic
def put_group_away(group: Group, *, by: Member) -> dict:
    """Hide a group from everybody outside it, its name and its words included.

    Those who are in it lose nothing: what they talk about is not on trial. Who looks after it hears
    of it, so that they can mend what it says.
    """
    group = locked(group)
    if group.is_gone:
        raise Refused(_("Nobody outside sees this group any more. You can leave it as it is."))
    group.standing = Standing.HIDDEN
    group.save(update_fields=["standing"])
    record("groups.put_away", actor=by, target=group)
    return {}


@transaction.atomic
def show_group_again(group: Group, *, by: Member) -> Group:
    """Let everybody find it who could before."""
    group = locked(group)
    if group.standing == Standing.HIDDEN:
        group.standing = Standing.VISIBLE
        group.save(update_fields=["standing"])
        record("groups.shown_again", actor=by, target=group)
    return group


@transaction.atomic
def ask_to_edit(group: Group, *, by: Member) -> None:
    """Ask who looks after a group to change what it says about itself."""
    record("groups.edit_asked", actor=by, target=group)
