"""What a decision does to what somebody wrote about themself, and how it is taken back.

Who may do it was asked of the item; the decision calls these inside its own transaction. The words
stay on the member's own row, where their copy and their erasure find them.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

COLUMNS = ["is_profile_hidden", "hidden_name", "display_name"]


@transaction.atomic
def hide_profile(member: Member, *, by: Member, with_name: bool) -> dict[str, Any]:
    """Show nobody what somebody wrote about themself; with their name, the handle stands for it."""
    member = _locked(member)
    if member.is_profile_hidden:
        raise Refused(_("This profile is hidden already. You can leave it as it is."))
    member.is_profile_hidden = True
    if with_name and member.display_name != member.handle:
        member.hidden_name, member.display_name = member.display_name, member.handle
    member.save(update_fields=COLUMNS)
    record("moderation.profile_hidden", actor=by, target=member, with_name=with_name)
    return {"with_name": with_name}


@transaction.atomic
def show_profile_again(member: Member, facts: Mapping[str, Any], *, by: Member) -> Member:
    """Show it as before. A name they chose meanwhile stays."""
    member = _locked(member)
    if not member.is_profile_hidden:
        return member
    member.is_profile_hidden = False
    if facts["with_name"] and member.hidden_name and member.display_name == member.handle:
        member.display_name = member.hidden_name
    member.hidden_name = ""
    member.save(update_fields=COLUMNS)
    record("moderation.profile_shown_again", actor=by, target=member)
    return member


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update(no_key=True).get(pk=member.pk)
