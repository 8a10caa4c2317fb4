"""Two-step sign-in: the code at the door, and the pages on which one sets it up."""

import base64
import json
from typing import NamedTuple
from urllib.parse import quote, urlencode

import django_otp
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp.oath import TOTP
from segno import make_qr

from peersupport.core.access import Rule, access
from peersupport.core.encryption import Unreadable, seal, unseal
from peersupport.core.exceptions import Refused
from peersupport.members import actions
from peersupport.members.forms import CodeForm, ConnectForm, StoredForm
from peersupport.members.models import Authenticator, Session

from .passkeys import question_for

PENDING = "second_factor_pending"  # in the session: what counts only once the codes are kept
EVENTS_SHOWN = 12


class Pending(NamedTuple):
    """A seed whose code was right (or none, for new codes alone), and ten codes nobody has yet."""

    sealed_seed: bytes | None
    codes: list[str]
    step: int = -1  # of the code that connected the app


@access(Rule.PUBLIC, while_suspended=True)
@login_stage_required(stage="second_factor", redirect_urlname="account_login")
def login_code(request):
    """The second step of every way in: there is no session before the code was right."""
    stage = request._login_stage
    if request.POST.get("do") == "again":
        return stage.abort()
    form = CodeForm(request.POST or None)
    if authenticator := _checked(request, form, stage.login.user):
        response = stage.exit()
        if request.user.is_authenticated:
            django_otp.login(request, authenticator)
        return response
    status = 422 if form.errors else 200
    context = {"form": form, "question": question_for(request, stage.login.user)}
    return render(request, "members/login_code.html", context, status=status)


def _checked(request, form, member) -> Authenticator | None:
    """The authenticator whose code was typed; else the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        authenticator = actions.check_code(member, form.cleaned_data["code"])
    except Refused as refusal:
        form.add_error("code", str(refusal))
        return None
    if authenticator is None:
        form.add_error("code", _("That code is not right, or was used before. Try the next one."))
    return authenticator


@access(Rule.MEMBER, while_suspended=True)
def settings_security(request):
    """What keeps this account the member's own, and what happened to its doors."""
    member, before = request.user, request.GET.get("before", "")
    events = member.security_events.all()
    if before.isascii() and before.isdigit() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    events = list(events[: EVENTS_SHOWN + 1])
    context = {
        "codes_left": member.recovery_codes.filter(used_at=None).count(),
        "passkeys": actions.passkeys_of(member),
        "events": events[:EVENTS_SHOWN],
        "older": events[EVENTS_SHOWN - 1].pk if len(events) > EVENTS_SHOWN else None,
        "is_later_page": bool(before),
        "sessions": _sessions(request),
        "this_session": request.session.session_key,
    }
    return render(request, "members/settings_security.html", context)


def _sessions(request) -> list[Session]:
    """Where the member is signed in: this browser, then the latest seen."""
    sessions = Session.objects.visible_to(request.user).latest_first()[:200]
    return sorted(sessions, key=lambda session: session.pk != request.session.session_key)


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def second_factor_new(request):
    """Connect an app: a picture to scan, the secret to type, and a code to show that it works."""
    member = request.user
    if member.second_factor_at:
        return redirect("members:settings_security")
    form = ConnectForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        _keep_pending(request, Pending(form.sealed_seed, actions.new_recovery_codes(), form.step))
        return redirect("members:second_factor_codes")
    address = _app_address(member, form.seed)
    context = {
        "form": form, "address": address, "picture": qr_path(address),
        "secret": actions.seed_text(form.seed),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "members/second_factor_new.html", context, status=status)


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def second_factor_codes(request):
    """Ten codes, shown until they are said to be kept; only then does anything change."""
    pending = _pending(request)
    if pending is None:
        return redirect("members:settings_security")
    form = StoredForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _finish(request, pending)
        except Refused as refusal:
            messages.error(request, str(refusal))
        request.session.pop(PENDING, None)
        return redirect("members:settings_security")
    context = {"form": form, "codes": pending.codes, "is_new": pending.sealed_seed is not None}
    status = 422 if form.errors else 200
    return render(request, "members/second_factor_codes.html", context, status=status)


def _finish(request, pending: Pending) -> None:
    """What was shown counts now."""
    if pending.sealed_seed is None:
        with transaction.atomic():
            actions.replace_recovery_codes(request.user, codes=pending.codes)
            _write(request, "recovery_codes_new")
        messages.success(request, _("Your new recovery codes count. The old ones are gone."))
        return
    with transaction.atomic():  # the letter belongs to the deed
        authenticator = actions.turn_on_second_factor(
            request.user, sealed_seed=pending.sealed_seed, codes=pending.codes,
            last_step=pending.step,
        )  # fmt: skip
        _write(request, "second_factor_on")
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)  # this session stays; all others end
    django_otp.login(request, authenticator)
    messages.success(request, _("Two-step sign-in is on. Your other sessions have ended."))


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def second_factor_download(request):
    """The codes on this page as a text file."""
    pending = _pending(request)
    if pending is None:
        raise Http404
    words = _("Recovery codes for %(site)s. Each works once.") % {"site": settings.SITE_NAME}
    text = "\n".join([words, settings.SITE_URL, "", *pending.codes, ""])
    name = quote(f"{settings.SITE_NAME} recovery codes.txt")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@access(Rule.MEMBER, while_suspended=True)
@require_POST
@reauthentication_required
def recovery_codes_new(request):
    """Show ten new codes; the old ones count until these are kept."""
    if not request.user.second_factor_at:
        raise Http404
    _keep_pending(request, Pending(None, actions.new_recovery_codes()))
    return redirect("members:second_factor_codes")


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def second_factor_off(request):
    """A page that says what is lost, then the deed."""
    if not request.user.second_factor_at or request.user.is_staff:
        raise Http404
    if request.method != "POST":
        return render(request, "members/second_factor_off.html")
    with transaction.atomic():
        actions.turn_off_second_factor(request.user)
        _write(request, "second_factor_off")
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Two-step sign-in is off. Your password alone opens the account."))
    return redirect("members:settings_security")


@access(Rule.PUBLIC, while_suspended=True)
def factor_reset_stop(request, token):
    """Stop the reset that an administrator began; the token in the letter is the key."""
    reset = actions.read_reset_token(token)
    if reset is None:
        raise Http404
    if request.method == "POST":
        actions.stop_factor_reset(reset)
        return render(request, "members/factor_reset_stop.html", {"done": True})
    return render(request, "members/factor_reset_stop.html", {"reset": reset})


@access(Rule.DEMO, while_suspended=True)
def dev_codes(request):
    """The demo's authenticator app: the codes of its accounts just now."""
    if not settings.DEMO:
        raise Http404
    authenticators = Authenticator.objects.select_related("user").order_by("user__handle")
    codes = [(a.user, f"{TOTP(a.seed).token():06d}") for a in authenticators]
    return render(request, "members/dev_codes.html", {"codes": codes})


def _write(request, letter: str) -> None:
    """A letter to the member's own address: somebody else may have done this."""
    get_adapter(request).send_notification_mail(f"account/email/{letter}", request.user)


def _app_address(member, seed: bytes) -> str:
    """What the picture holds: the key URI that authenticator apps agree on."""
    label = quote(f"{settings.SITE_NAME}:{member.email}")
    facts = {"secret": actions.seed_text(seed).replace(" ", ""), "issuer": settings.SITE_NAME}
    return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"


def qr_path(text: str) -> dict[str, str | int]:
    """A QR code as the size of its square and the path of its dark modules, one unit each."""
    rows = list(make_qr(text, error="m").matrix_iter(border=3))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    return {"size": len(rows), "path": "".join(dark)}


def _keep_pending(request, pending: Pending) -> None:
    seed = base64.b64encode(pending.sealed_seed).decode() if pending.sealed_seed else None
    plain = json.dumps({"seed": seed, "codes": pending.codes, "step": pending.step}).encode()
    sealed = seal(plain, bound_to=f"members.pending:{request.user.pk}")
    request.session[PENDING] = base64.b64encode(sealed).decode()


def _pending(request) -> Pending | None:
    sealed = base64.b64decode(request.session.get(PENDING, ""))
    try:
        kept = json.loads(unseal(sealed, bound_to=f"members.pending:{request.user.pk}"))
    except Unreadable:
        return None
    seed = base64.b64decode(kept["seed"]) if kept["seed"] else None
    return Pending(seed, kept["codes"], kept["step"])
