"""What an administrator does to one account. Each asks for the password when that is long ago."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from peersupport.administration import actions, letters
from peersupport.administration.forms import RoleForm, TellingForm
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .frame import staff_page


@access(Rule.ADMINISTRATOR)
@reauthentication_required
def role_change(request, handle):
    member = _member(handle)
    form = RoleForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # the letter belongs to the deed
                letters.tell_of_role(member, form.save(by=request.user))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. They get a letter, and sign in again."))
            return _back_to(member)
    grants = member.role_grants.select_related("granted_by", "ended_by")
    context = {"form": form, "person": member, "grants": grants}
    title = _("Role of %s") % member
    return staff_page(request, "role_change", title, context, 422 if form.errors else 200)


@access(Rule.ADMINISTRATOR)
@reauthentication_required
def account_close(request, handle):
    member = _member(handle)
    if not member.is_active or member.pk == request.user.pk:
        raise Http404

    def close(reason):
        actions.close_account(member, by=request.user, reason=reason)
        letters.tell_of_closure(member, reason=reason)
        return _("The account is closed. They get a letter with your reason.")

    return _decide(request, member, "account_close", _("Close the account of %s?"), close)


@access(Rule.ADMINISTRATOR)
@reauthentication_required
def account_reopen(request, handle):
    member = _member(handle)
    if not member.closures.filter(reopened_at=None).exists():
        raise Http404

    def reopen(reason):
        actions.reopen_account(member, by=request.user, reason=reason)
        letters.tell_of_reopening(member, reason=reason)
        return _("The account is open again. They get a letter.")

    return _decide(request, member, "account_reopen", _("Open the account of %s again?"), reopen)


def _decide(request, member, name, title, deed):
    """Ask for the reason, then do it; what is refused is an error of the form."""
    form = TellingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                messages.success(request, deed(form.cleaned_data["reason"]))
            return _back_to(member)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "person": member}
    return staff_page(request, name, title % member, context, 422 if form.errors else 200)


def _member(handle):
    """Also one whose account is closed; imported authors have no account to administer."""
    member = Member.objects.filter(handle=handle, claimed_at__isnull=False).first()
    if member is None:
        raise Http404
    return member


def _back_to(member):
    return redirect("admin:members_member_change", member.pk)
