"""Signing in with an account of an institution: on the way there, and back."""

from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused


@access(Rule.PUBLIC, while_suspended=True)
@require_POST
@rate_limit(action="login")  # each asks the institution's server for its addresses
def institution_login(request, slug):
    """Say what happens next, and go there.

    A page and not a redirect: our policy lets forms lead to this site alone, and browsers hold a
    redirect of a form's answer against it.
    """
    provider = _provider(request, slug)
    try:
        address = provider.start(request)
    except Refused as refusal:
        messages.error(request, str(refusal))
        is_member = request.user.is_authenticated
        return redirect("socialaccount_connections" if is_member else "account_login")
    context = {"name": provider.name, "address": address}
    page = render(request, "members/institution_login.html", context)
    page["Refresh"] = f"0;url={address}"
    return page


@access(Rule.PUBLIC, while_suspended=True)
@require_GET
def institution_callback(request, slug):
    """Back from the institution. What it says is believed once, and only in the browser that asked."""
    return _provider(request, slug).come_back(request)


def _provider(request, slug):
    try:
        return get_adapter(request).get_provider(request, slug)
    except SocialApp.DoesNotExist:
        raise Http404 from None
