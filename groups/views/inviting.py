"""Invitations of a group: made, sent, taken back."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import actions
from groups.forms import InviteForm
from groups.models import Invitation
from groups.rules import may_invite
from peersupport.core.access import Rule, access

from .shown import do, form_page, own_group, saved, told


@access(Rule.MEMBER)
def invitation_list(request, slug):
    """The invitations this person may see, and a form for another one."""
    shown = own_group(request, slug)
    group = shown.group
    if not may_invite(shown.place, group):
        raise Http404
    form = InviteForm(request.POST or None)
    here = group.place_url("invitation_list")
    done = saved(
        request, form, lambda: form.save(group=group, by=request.user),
        lambda made: told(request, _said(made), here),
    )  # fmt: skip
    made = Invitation.objects.visible_to(request.user).filter(group=group)
    context = {
        "shown": shown, "group": group, "current": "invitations", "site_url": settings.SITE_URL,
        "invitations": made.usable().select_related("made_by"),
    }  # fmt: skip
    return done or form_page(request, "groups/invitation_list.html", form, context)


@access(Rule.MEMBER)
@require_POST
def invitation_revoke(request, slug, pk):
    """Take an invitation back: from then on it names nothing and opens nothing."""
    group = own_group(request, slug).group
    invitations = Invitation.objects.visible_to(request.user).filter(group=group)
    invitation = get_object_or_404(invitations, pk=pk)
    return do(
        request, actions.revoke, invitation=invitation, by=request.user, back=group,
        to=group.place_url("invitation_list"), said=_("The invitation does not work any more."),
    )  # fmt: skip


def _said(invitation: Invitation) -> str:
    if invitation.address:
        return _("The letter to %(address)s is on its way.") % {"address": invitation.address}
    return _("The link is there. Send it to those you mean; whoever has it can come in.")
