from django.apps import apps
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from moderation.forms import (
    ReportForm,
)
from moderation.models import Moderated, Report
from peersupport.core.access import Rule, access

from .targets import target_for


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


@access(Rule.MEMBER, while_suspended=True)
def report_detail(request, pk):
    """The receipt of one's own report: its number, what happens next, whether it was decided."""
    mine = Report.objects.made_by(request.user).select_related("excerpt", "target_type")
    report = get_object_or_404(mine, pk=pk)
    context = {
        "report": report, "excerpt": hasattr(report, "excerpt"),
        "target": target_for(request.user, report),
    }  # fmt: skip
    return render(request, "moderation/report_detail.html", context)


def _reportable(request, label, pk):
    """What the person may see and report; anything else does not exist for them."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(model, Moderated) or model.gives_excerpt:  # those have a page of their own
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)
