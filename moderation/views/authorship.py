from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation import actions, rules
from moderation.forms import AnswerForm, AuthorshipForm, EmergencyForm
from moderation.models import AuthorshipRequest, SealedAuthorship
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .targets import target_for

REQUESTS_SHOWN = 30


@access(Rule.STAFF)
def authorship_list(request):
    """Who asked to know who wrote something, who agreed, and what waits for this person."""
    requests = _requests(request)
    before = request.GET.get("before", "")
    shown = requests.filter(pk__lt=before) if before.isdecimal() and len(before) < 19 else requests
    rows = list(shown[: REQUESTS_SHOWN + 1])
    waiting = requests.to_answer(request.user)[:REQUESTS_SHOWN]
    context = {
        "to_answer": [each for each in waiting if rules.can_answer(request.user, each)],
        "requests": rows[:REQUESTS_SHOWN],
        "older": rows[REQUESTS_SHOWN - 1].pk if len(rows) > REQUESTS_SHOWN else "",
    }
    return render(request, "moderation/authorship_list.html", context)


@access(Rule.STAFF)
def authorship_ask(request, pk):
    """Ask another to agree that one learns who wrote something."""
    return _ask(request, pk, AuthorshipForm, "moderation/authorship_ask.html")


@access(Rule.STAFF)
def authorship_emergency(request, pk):
    """Somebody is in danger now: open it alone, if one is trained for it."""
    if not rules.can_open_at_once(request.user):
        raise Http404
    return _ask_at_once(request, pk)


@reauthentication_required
def _ask_at_once(request, pk):
    return _ask(request, pk, EmergencyForm, "moderation/authorship_emergency.html")


def _ask(request, pk, form_class, template):
    authorship = _authorship(request, pk)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.save(authorship, by=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    context = {
        "form": form, "authorship": authorship,
        "may_open_at_once": rules.can_open_at_once(request.user),
    }  # fmt: skip
    return render(request, template, context, status=422 if form.errors else 200)


@access(Rule.STAFF)
def authorship_detail(request, pk):
    """One request; to who asked, while it is open, the name."""
    return _show(request, _request(request, pk), AnswerForm())


@access(Rule.STAFF)
@require_POST
def authorship_answer(request, pk):
    """Agree or decline; after an emergency, review."""
    asked = _request(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            form.save(asked, by=request.user)
            messages.success(request, _("Your answer is kept, with your name."))
            return redirect(asked)
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    return _show(request, asked, form, status=422)


@access(Rule.STAFF)
@require_POST
def authorship_open(request, pk):
    """Begin the half hour in which the name can be read."""
    asked = _request(request, pk)
    if rules.can_open(request.user, asked):
        return _open(request, asked)
    if not rules.can_read(request.user, asked):  # sent twice, it is open already
        messages.error(request, _("This cannot be opened by you, or not any more."))
    return redirect(asked)


@reauthentication_required
def _open(request, asked):
    try:
        actions.open_authorship(asked, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(asked)


def _show(request, asked, form, status=200):
    context = {
        "asked": asked, "form": form,
        "target": target_for(request.user, asked.authorship) if asked.authorship else None,
        "author": _author(request, asked),
        "may_answer": rules.can_answer(request.user, asked),
        "may_open": rules.can_open(request.user, asked),
    }  # fmt: skip
    return render(request, "moderation/authorship_detail.html", context, status=status)


def _requests(request):
    """None of it exists for who may not ask."""
    if not rules.can_ask(request.user):
        raise Http404
    requests = AuthorshipRequest.objects.visible_to(request.user)
    return requests.select_related("asked_by", "answered_by", "authorship__target_type")


def _request(request, pk):
    return get_object_or_404(_requests(request), pk=pk)


def _author(request, asked):
    """The name, to who asked, while it is open; None for everybody else."""
    try:
        return actions.opened_author(asked, by=request.user)
    except Refused:
        return None


def _authorship(request, pk):
    """The seal of something that the person may see themself."""
    authorship = get_object_or_404(SealedAuthorship.objects.visible_to(request.user), pk=pk)
    authorship.shown = target_for(request.user, authorship)
    if authorship.shown is None:
        raise Http404
    return authorship
