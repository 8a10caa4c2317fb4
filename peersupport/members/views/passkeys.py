"""Passkeys: shown in place of the code at the door, added and removed among the settings."""

import json

import django_otp
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.core.names import device_name
from peersupport.members import actions
from peersupport.members.forms import CodeForm, PasskeyForm

ASKED, ASKED_NEW = "passkey_asked", "passkey_asked_new"  # in the session: answered once


def question_for(request, member) -> str:
    """What the browser asks its device at the door, as JSON; "" for who has no passkey."""
    if not actions.passkeys_of(member):
        return ""
    options, request.session[ASKED] = actions.ask_for_passkey(member)
    return json.dumps(options)


@access(Rule.PUBLIC, while_suspended=True)
@require_POST
@login_stage_required(stage="second_factor", redirect_urlname="account_login")
def login_passkey(request):
    """The second step with a passkey: there is no session before its answer was right."""
    stage = request._login_stage
    state, answer = request.session.pop(ASKED, None), request.POST.get("answer", "")
    problem = _("That passkey was not accepted. Try again, or type a code.")
    try:
        passkey = actions.check_passkey(stage.login.user, answer=answer, state=state)
    except Refused as refusal:
        passkey, problem = None, str(refusal)
    if passkey:
        response = stage.exit()
        if request.user.is_authenticated:
            django_otp.login(request, passkey)
        return response
    question = question_for(request, stage.login.user)
    context = {"form": CodeForm(), "question": question, "problem": problem}
    return render(request, "members/login_code.html", context, status=422)


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def passkey_new(request):
    """Have a device make a key; the answer travels in the form."""
    member = request.user
    if not member.second_factor_at:
        return redirect("members:second_factor_new")
    name = device_name(request.headers.get("user-agent", ""))
    form = PasskeyForm(request.POST or None, initial={"name": name})
    state = request.session.pop(ASKED_NEW, None)
    if request.method == "POST" and form.is_valid() and _is_added(request, form, state):
        return redirect("members:settings_security")
    options, request.session[ASKED_NEW] = actions.ask_for_new_passkey(member)
    context = {"form": form, "question": json.dumps(options)}
    status = 422 if form.errors else 200
    return render(request, "members/passkey_new.html", context, status=status)


def _is_added(request, form, state) -> bool:
    try:
        with transaction.atomic():  # the letter belongs to the deed
            form.save(request.user, state=state)
            _write(request, "passkey_added")
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The passkey is added. It can stand in for the code from now on."))
    return True


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def passkey_remove(request, pk):
    """A page that says what is lost, then the deed."""
    found = [passkey for passkey in actions.passkeys_of(request.user) if passkey.pk == pk]
    if not found:
        raise Http404
    if request.method != "POST":
        return render(request, "members/passkey_remove.html", {"passkey": found[0]})
    try:
        with transaction.atomic():
            actions.remove_passkey(request.user, pk=pk)
            _write(request, "passkey_removed")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("members:settings_security")
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)  # this session stays; all others end
    messages.success(request, _("The passkey is removed. Your other sessions have ended."))
    return redirect("members:settings_security")


def _write(request, letter: str) -> None:
    get_adapter(request).send_notification_mail(f"account/email/{letter}", request.user)
