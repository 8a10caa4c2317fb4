"""Ending what is signed in elsewhere. Both ask for the password again when that is long ago."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.members import actions
from peersupport.members.models import Session


@access(Rule.MEMBER, while_suspended=True)
@require_POST
@reauthentication_required
def session_end(request):
    """Sign one other browser out. One's own has a button for that on every page."""
    number = request.POST.get("session")
    mine = Session.objects.visible_to(request.user).exclude(pk=request.session.session_key)
    session = next((each for each in mine if each.number == number), None)
    if session is None:
        raise Http404
    update_session_auth_hash(request, actions.end_session(session, of=request.user))
    messages.success(request, _("That device is logged out."))
    return redirect("members:settings_security")


@access(Rule.MEMBER, while_suspended=True)
@require_POST
@reauthentication_required
def session_end_others(request):
    """Sign every other browser out."""
    update_session_auth_hash(request, actions.end_sessions(request.user))
    messages.success(request, _("All your other devices are logged out."))
    return redirect("members:settings_security")
