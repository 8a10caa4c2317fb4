from allauth.account.decorators import reauthentication_required
from django.apps import apps
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member, PolicyDocument, TrustHold
from peersupport.members.rules import can_hold_trust

from . import actions, rules
from .forms import (
    AgreeForm,
    AnswerForm,
    AuthorshipForm,
    EmergencyForm,
    ReportForm,
    TrustHoldForm,
)
from .models import AuthorshipRequest, Moderated, Norm, Report, SealedAuthorship

REQUESTS_SHOWN = 30


@access(Rule.PUBLIC)
def norms_detail(request):
    return render(request, "moderation/norms_detail.html", {"norm": _norm_in_force()})


@access(Rule.MEMBER)
def norms_accept(request):
    """Norms, terms and privacy notice with one yes: after sign-up, and again when they change."""
    member, norm = request.user, Norm.objects.exclude(published_at=None).first()
    in_force = list(PolicyDocument.objects.in_force())
    if norm is None and not in_force:
        raise Http404
    policies = [document for document in in_force if not member.has_agreed_to(document)]
    is_asked = norm is not None and member.norms_version < norm.version
    form = AgreeForm(request.POST or None, norm=norm if is_asked else None, policies=policies)
    if request.method == "POST" and form.is_valid():
        form.save(member=member)
        return redirect(_next(request))
    context = {
        "norm": norm, "norm_is_asked": is_asked, "policies": policies, "form": form,
        "news": PolicyDocument.objects.news_for(member), "next": _next(request),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "moderation/norms_accept.html", context, status=status)


@access(Rule.MEMBER)
def report_new(request, model, pk):
    """Tell staff about a post, or whatever else inherits Moderated."""
    target = _reportable(request, model, pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report = form.save(target=target, reporter=request.user)
        text = _("Thank you. Staff will look at it; your reference is %(number)s.")
        messages.success(request, text % {"number": report.pk})
        return redirect(target)
    context = {"form": form, "target": target}
    status = 422 if form.errors else 200
    return render(request, "moderation/report_new.html", context, status=status)


@access(Rule.MEMBER)
def report_detail(request, pk):
    """The receipt of one's own report: its number, what happens next, whether it was decided."""
    mine = Report.objects.made_by(request.user).select_related("excerpt", "target_type")
    report = get_object_or_404(mine, pk=pk)
    context = {
        "report": report, "excerpt": hasattr(report, "excerpt"),
        "target": _target_for(request.user, report),
    }  # fmt: skip
    return render(request, "moderation/report_detail.html", context)


@access(Rule.STAFF)
def trust_hold(request, handle):
    """Hold a member at a trust level, or let counting decide about them again."""
    member = get_object_or_404(Member.objects.visible_to(request.user), handle=handle)
    if not can_hold_trust(request.user, member):
        raise Http404
    hold = TrustHold.objects.filter(member=member, released_at=None).first()
    now = {"level": hold.level if hold else TrustHoldForm.COUNTED, "reason": hold and hold.reason}
    form = TrustHoldForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        form.save(member, by=request.user)
        messages.success(request, _("Saved. They can read it on their page about trust."))
        return redirect("moderation:trust_hold", member.handle)
    holds = TrustHold.objects.filter(member=member).select_related("held_by", "released_by")
    context = {"form": form, "person": member, "hold": hold, "holds": holds}
    status = 422 if form.errors else 200
    return render(request, "moderation/trust_hold.html", context, status=status)


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
        "target": _target_for(request.user, asked.authorship) if asked.authorship else None,
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
    authorship.shown = _target_for(request.user, authorship)
    if authorship.shown is None:
        raise Http404
    return authorship


def _target_for(member, row):
    """What a report or a seal is about, to who may see it themself."""
    model = row.target_type.model_class()
    return model._default_manager.visible_to(member).filter(pk=row.target_id).first()


def _norm_in_force():
    return get_object_or_404(Norm.objects.exclude(published_at=None)[:1])


def _reportable(request, label, pk):
    """What the person may see and report; anything else does not exist for them."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(model, Moderated) or model.gives_excerpt:  # those have a page of their own
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def _next(request):
    """Where the person wanted to go, if that is on this site."""
    address = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours and address.startswith("/") else "/"
