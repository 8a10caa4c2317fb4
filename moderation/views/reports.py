from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from moderation.forms import ReportForm
from moderation.forms.reports import first_look
from moderation.models import Report
from moderation.registry import content_of, contents
from moderation.rules import somebody_is_on_duty
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .report_shown import shown_reports
from .targets import target_for

ON_PAGE = 20


@access(Rule.MEMBER)
def report_new(request, model, pk):
    """Tell staff about anything that an area answers for: what it is, then one's words."""
    target = _reportable(request, model, pk)
    data = request.POST if request.method == "POST" else None
    return take_report(request, ReportForm(data, target=target, by=request.user))


def take_report(request, form, template="moderation/report_new.html", **more):
    """Send a report that is whole and show its receipt; else show the step that it is at."""
    if form.is_sent:
        try:
            return redirect(form.save())
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    context = {"form": form, "target": form.target, **more}
    return render(request, template, context, status=422 if form.errors else 200)


@access(Rule.MEMBER, while_suspended=True)
def report_detail(request, pk):
    """The receipt of one's own report: its number, how far it has come, what came of it."""
    mine = Report.objects.made_by(request.user).with_outcome().select_related("excerpt")
    report = get_object_or_404(mine, pk=pk)
    context = {
        "report": report, "excerpt": hasattr(report, "excerpt"),
        "shown": shown_reports([report], request.user)[0], "target": target_for(request.user, report),
    }  # fmt: skip
    return render(request, "moderation/report_detail.html", context | how_long())


@access(Rule.MEMBER, while_suspended=True)
def report_list(request):
    """One's own reports, newest first, each with what came of it."""
    before = request.GET.get("before", "")
    mine = Report.objects.made_by(request.user).with_outcome().order_by("-pk")
    mine = mine.filter(pk__lt=before) if before.isdecimal() and len(before) < 19 else mine
    found = list(mine[: ON_PAGE + 1])
    context = {
        "reports": shown_reports(found[:ON_PAGE], request.user),
        "older": str(found[ON_PAGE - 1].pk) if len(found) > ON_PAGE else "",
    }  # fmt: skip
    return render(request, "moderation/report_list.html", context | how_long())


def how_long():
    """What people may expect: when somebody looks at what they tell, and whether anybody is there."""
    times = [
        (_("A worry about a person"), first_look(Report.Reason.WORRY)),
        (_("Unkindness, threats or harm"), first_look(Report.Reason.UNKIND)),
        (_("Everything else"), first_look(Report.Reason.OTHER)),
    ]
    return {"times": times, "is_covered": somebody_is_on_duty()}


def _reportable(request, label, pk):
    """What the person may see and report; anything else does not exist for them."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    is_private = getattr(model, "gives_excerpt", False)  # those have a page of their own
    if model not in contents() or is_private:
        raise Http404
    target = get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)
    if not content_of(target).can_be_reported(target, by=request.user):
        raise Http404
    return target
