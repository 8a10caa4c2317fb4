from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation.rules import is_moderator
from peersupport.core.access import Rule, access
from peersupport.core.context import SITE
from peersupport.core.duty import duty_at, on_duty_now
from peersupport.core.exceptions import Refused

from . import actions
from .forms import OnDutyForm, ShiftForm
from .lines import LINES
from .models import Shift

KEPT_BY_CACHES = 60  # seconds: no longer, as somebody may come or go


@access(Rule.PUBLIC, while_suspended=True)
def help_now(request):
    """Served without session, database, Redis or JavaScript: see HelpNowMiddleware."""
    return help_page()


def help_page():
    context = {"site": SITE, "lines": LINES, "standalone": True, "duty": on_duty_now()}
    response = HttpResponse(render_to_string("safety/help_now.html", context))
    response["Cache-Control"] = f"public, max-age={KEPT_BY_CACHES}"
    return response


@access(Rule.PUBLIC, while_suspended=True)
def leaving(request):
    """What Leave quickly does, and what it cannot do."""
    return render(request, "safety/leaving.html")


@access(Rule.PUBLIC, while_suspended=True)
def limits(request):
    return render(request, "safety/limits.html")


@access(Rule.STAFF)
def shift_list(request):
    """Who is there when, and planning one's own hours; administrators plan those of all."""
    _refuse_strangers(request)
    form = ShiftForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
            messages.success(request, _("Planned."))
            return redirect("safety:shift_list")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _rota(request, form, status=422 if form.errors else 200)


@access(Rule.STAFF)
@require_POST
def shift_start(request):
    """I am on duty now."""
    _refuse_strangers(request)
    form = OnDutyForm(request.POST)
    if not form.is_valid():
        return _rota(request, ShiftForm(by=request.user), status=422)
    actions.go_on_duty(request.user, hours=form.cleaned_data["hours"])
    messages.success(request, _("You are on duty. Thank you for being there."))
    return redirect("safety:shift_list")


@access(Rule.STAFF)
@require_POST
def shift_end(request):
    """Go off duty."""
    _refuse_strangers(request)
    if actions.go_off_duty(request.user):
        messages.success(request, _("You are off duty. Rest well."))
    return redirect("safety:shift_list")


@access(Rule.STAFF)
@require_POST
def shift_cancel(request, pk):
    """Take hours out of the plan."""
    _refuse_strangers(request)
    shift = get_object_or_404(Shift.objects.visible_to(request.user), pk=pk)
    try:
        actions.cancel_shift(shift, by=request.user)
        messages.success(request, _("Taken out of the plan."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("safety:shift_list")


def _rota(request, form, status=200):
    now = timezone.now()
    shifts = list(
        Shift.objects.visible_to(request.user).coming(now).kept()
        .filter(starts_at__lt=now + actions.AHEAD).select_related("member")
    )  # fmt: skip
    spans = [(s.starts_at, s.ends_at) for s in shifts if s.kind == Shift.Kind.DUTY]
    context = {
        **admin.site.each_context(request), "title": _("Rota"),
        "form": form, "shifts": shifts, "duty": duty_at(now, spans), "on_duty": OnDutyForm(),
        "is_on_duty": Shift.objects.at(now).filter(member=request.user).exists(),
        "plans_all": request.user.is_superuser, "now": now,
    }  # fmt: skip
    return render(request, "safety/shift_list.html", context, status=status)


def _refuse_strangers(request):
    """Organisers are staff, too, and do not moderate."""
    if not is_moderator(request.user):
        raise Http404
