"""The site's own audits: made at the press of a button or by the command, kept, printed."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from peersupport.administration import actions
from peersupport.administration.models import SelfAudit
from peersupport.core.access import Rule, access
from peersupport.core.lockfile import bill_of_materials

from .frame import staff_page

SHOWN = 50
OLD_DAYS = 730


@access(Rule.ADMINISTRATOR)
def audit_list(request):
    """Earlier records, newest first; a new one is made here."""
    if request.method == "POST":
        made = actions.audit(by=request.user)
        messages.success(request, _("The audit is kept as a record."))
        return redirect("administration:audit_detail", made.pk)
    audits = SelfAudit.objects.visible_to(request.user).select_related("made_by")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        audits = audits.filter(pk__lt=int(before))
    rows = list(audits[: SHOWN + 1])
    context = {"audits": rows[:SHOWN], "older": rows[SHOWN - 1].pk if len(rows) > SHOWN else None}
    return staff_page(request, "audit_list", _("Self-audits"), context)


@access(Rule.ADMINISTRATOR)
def audit_detail(request, pk):
    """One record, as it was on its day."""
    audits = SelfAudit.objects.visible_to(request.user).select_related("made_by")
    found = get_object_or_404(audits, pk=pk)
    packages = found.result["packages"] or []
    running = [row for row in packages if row["is_runtime"]]
    context = {
        "audit": found,
        "running": running,
        "for_building": len(packages) - len(running),
        "unknown_age": sum(row["days"] is None for row in running),
        "old": sum((row["days"] or 0) > OLD_DAYS for row in running),
        "not_as_locked": [row for row in running if row["installed"] not in ("", row["version"])],
    }
    return staff_page(request, "audit_detail", _("Self-audit"), context)


@access(Rule.ADMINISTRATOR)
def audit_materials(request):
    """What the site is made of, for tools that look for known weaknesses."""
    try:
        text = json.dumps(bill_of_materials(), indent=1)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Content-Disposition": 'attachment; filename="commonroom.cdx.json"'}
    return HttpResponse(text, content_type="application/vnd.cyclonedx+json", headers=headers)
