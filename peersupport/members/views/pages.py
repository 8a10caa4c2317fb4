"""A member's own profile, an imported account, and a page for everybody."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members.actions import read_claim_token
from peersupport.members.forms import ClaimForm, ProfileForm
from peersupport.members.models import Member

PSEUDONYMS = 3  # offered at a time


@access(Rule.MEMBER)
def settings_profile(request):
    offered = {"display_name": name} if (name := request.GET.get("name", "")[:60]) else None
    form = ProfileForm(request.POST or None, instance=request.user, initial=offered)
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, _("Your profile is saved."))
            return redirect("members:settings_profile")
        request.user.refresh_from_db()  # the page shows who is signed in, not what was typed
    context = {"form": form, "pseudonyms": Member.objects.free_pseudonyms(PSEUDONYMS)}
    status = 422 if form.errors else 200
    return render(request, "members/settings_profile.html", context, status=status)


@access(Rule.PUBLIC, while_suspended=True)
def accessibility(request):
    return render(request, "members/accessibility.html")


@access(Rule.PUBLIC, while_suspended=True)
def keyboard(request):
    """The keys that work for members who turned them on; app.js shows the same list in a dialog."""
    keys = [
        ("/", _("Search")),
        ("?", _("Show this list")),
        ("j", _("Next conversation or post")),
        ("k", _("The one before")),
        ("Enter", _("Open the conversation")),
        ("u", _("First unread")),
        (".", _("Show what came since the page was opened")),
        ("r", _("Reply to the post, or to the topic")),
        ("q", _("Quote the post")),
        ("c", _("Start a topic")),
        ("g h", _("Go home")),
        ("g u", _("Go to unread conversations")),
        ("g m", _("Go to messages")),
        ("Ctrl Enter", _("Send what you wrote")),
        ("Shift Shift Shift", _("Leave quickly")),
    ]
    rows = [(key.split(), words) for key, words in keys]
    return render(request, "members/keyboard.html", {"keys": rows})


@access(Rule.PUBLIC)
def account_claim(request, token):
    """Take over an account that came with an import; the token in the address is the key."""
    member = read_claim_token(token)
    if member is None:
        raise Http404
    form = ClaimForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(token)
        except (Refused, IntegrityError):  # somebody was faster, with the link or the address
            raise Http404 from None
        member.emailaddress_set.get().send_confirmation(request, signup=True)
        return redirect("account_email_verification_sent")
    context = {"form": form, "person": member}
    status = 422 if form.errors else 200
    return render(request, "members/account_claim.html", context, status=status)
