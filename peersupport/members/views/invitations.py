"""Invitations to the community: made, sent, taken back, opened."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members import actions
from peersupport.members.forms import CommunityInvitationForm
from peersupport.members.models import CommunityInvitation
from peersupport.members.rules import can_invite_to_community

LISTED = 100


@access(Rule.STAFF)
def invitation_list(request):
    """The open invitations, and a form for another one."""
    if not can_invite_to_community(request.user):
        raise Http404
    form = CommunityInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _made(request, form):
        return redirect("members:invitation_list")
    found = CommunityInvitation.objects.visible_to(request.user).usable().select_related("made_by")
    context = {"form": form, "invitations": [(row, _link(row)) for row in found[:LISTED]]}
    status = 422 if form.errors else 200
    return render(request, "members/invitation_list.html", context, status=status)


def _made(request, form) -> bool:
    """Whether the invitation was made, and sent when it is for an address."""
    try:
        with transaction.atomic():  # the letter belongs to the deed
            invitation = form.save(by=request.user)
            if invitation.address:
                _send(request, invitation)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("The letter is on its way.") if invitation.address else _("The link is ready.")
    messages.success(request, said)
    return True


def _send(request, invitation) -> None:
    context = {"invitation_url": _link(invitation), "until": invitation.expires_at}
    get_adapter(request).send_mail("account/email/invitation", invitation.address, context)


def _link(invitation) -> str:
    token = actions.community_token(invitation)
    return settings.SITE_URL + reverse("members:invitation_detail", args=[token])


@access(Rule.STAFF)
@require_POST
def invitation_revoke(request, pk):
    """Take an invitation back: its link says so from then on."""
    invitations = CommunityInvitation.objects.visible_to(request.user)
    invitation = get_object_or_404(invitations, pk=pk)
    try:
        actions.revoke_community_invitation(invitation, by=request.user)
        messages.success(request, _("The invitation does not work any more."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("members:invitation_list")


@access(Rule.PUBLIC)
def invitation_detail(request, token):
    """What an invitation opens; the token in the address is the key, kept until the account is made."""
    invitation = actions.read_community_token(token)
    if invitation is None:
        raise Http404
    is_usable = CommunityInvitation.objects.usable().filter(pk=invitation.pk).exists()
    is_open = is_usable and settings.SIGNUP_MODE != "closed"
    if is_open and request.method == "POST" and not request.user.is_authenticated:
        request.session[actions.HELD] = token
        return redirect("account_signup")
    context = {"invitation": invitation, "is_open": is_open}
    status = 200 if is_open else 410
    return render(request, "members/invitation_detail.html", context, status=status)
