from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from moderation.forms import (
    TrustHoldForm,
)
from peersupport.core.access import Rule, access
from peersupport.members.models import Member, TrustHold
from peersupport.members.rules import can_hold_trust


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
