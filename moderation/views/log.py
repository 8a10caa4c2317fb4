"""The staff's log: who did what, to what, when and why."""

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import actions, rules
from moderation.forms import LogForm
from moderation.models import Sample
from moderation.querysets.log import log_for, reasons_of
from peersupport.core.access import Rule, access
from peersupport.core.archives import as_csv
from peersupport.core.pagination import keyed_page

from .deeds import in_words, tone_of, what_of

SHOWN = 50


@access(Rule.STAFF)
def audit_log(request):
    """Newest first. Rows can be added, never changed or removed."""
    if not rules.is_moderator(request.user):
        raise Http404
    form = LogForm(request.GET)
    found = form.narrow(log_for(request.user)).select_related("actor", "target_type")
    page = keyed_page(found, request.GET, SHOWN, by="happened_at")
    reasons = reasons_of(page.rows)
    context = {
        **admin.site.each_context(request), "title": _("Audit log"), "form": form, "page": page,
        "rows": [_shown(each, reasons[each.pk]) for each in page.rows],
        "query": urlencode(form.wanted), "may_export": request.user.is_superuser,
        "zone": timezone.get_current_timezone_name(), "samples": Sample.objects.with_figures()[:2],
    }  # fmt: skip
    return render(request, "moderation/audit_log.html", context)


@access(Rule.ADMINISTRATOR)
@reauthentication_required
def audit_export(request):
    """The rows one looks at as a table for spreadsheets; taking them out is one of the rows."""
    if not rules.is_moderator(request.user):
        raise Http404
    form = LogForm(request.GET)
    found = form.narrow(log_for(request.user)).select_related("actor", "target_type")
    if request.method == "POST":
        table = actions.export_log(
            found[: actions.MOST_ROWS], by=request.user, wanted=form.wanted
        )  # fmt: skip
        headers = {"Content-Disposition": 'attachment; filename="audit-log.csv"'}
        return HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8", headers=headers)
    count = found[: actions.MOST_ROWS + 1].count()
    context = {
        **admin.site.each_context(request), "title": _("Export the audit log"),
        "count": min(count, actions.MOST_ROWS), "is_cut": count > actions.MOST_ROWS,
        "query": urlencode(form.wanted),
    }  # fmt: skip
    return render(request, "moderation/audit_export.html", context)


def _shown(activity, reason):
    return {
        "day": timezone.localdate(activity.happened_at), "activity": activity, "did": in_words(activity), "tone": tone_of(activity),
        "what": what_of(activity), "reason": reason,
    }  # fmt: skip
