"""Every quarter somebody asks, for each role, whether it is still right."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from peersupport.administration import actions, letters
from peersupport.administration.models import AccessReview, RoleGrant
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .frame import staff_page

SHOWN = 20


@access(Rule.ADMINISTRATOR)
@reauthentication_required(allow_get=True)
def access_review(request):
    """Who holds a role, who gave it and why, and when it was last looked at."""
    refused = _decide(request) if request.method == "POST" else ""
    if refused is None:
        return redirect("administration:access_review")
    grants = list(RoleGrant.objects.open().for_review().order_by("looked_at", "pk"))
    staff = Member.objects.exclude(role="").exclude(pk__in=[grant.member_id for grant in grants])
    context = {
        "grants": grants,
        "unrecorded": staff.order_by("handle"),
        "overdue": sum(grant.is_overdue for grant in grants),
        "refused": refused,
        "refused_handle": request.POST.get("handle"),
        "done": AccessReview.objects.select_related("grant__member", "reviewed_by")[:SHOWN],
    }
    status = 422 if refused else 200
    return staff_page(request, "access_review", _("Access review"), context, status)


def _decide(request):
    """Confirm or end one role. Returns why not, or None when it is done."""
    member = Member.objects.exclude(role="").filter(handle=request.POST.get("handle")).first()
    if member is None:
        raise Http404
    is_kept = request.POST.get("do") == "keep"
    reason = request.POST.get("reason", "")[:300]
    try:
        with transaction.atomic():
            actions.review(member, by=request.user, is_kept=is_kept, reason=reason)
            if not is_kept:
                letters.tell_of_role(member)
    except Refused as refusal:
        return str(refusal)
    words = _("Confirmed: %s.") if is_kept else _("The role of %s has ended. They get a letter.")
    messages.success(request, words % member)
    return None
