"""Guided conversations beside decisions: asked for by members, led by those who moderate there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation import actions, rules
from moderation.forms import RestorationForm
from moderation.models import Decision, Restoration
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

SHOWN = 40


@access(Rule.MEMBER, while_suspended=True)
@require_POST
def restoration_ask(request, pk):
    """Ask for a guided conversation about a decision that concerns this person."""
    mine = Decision.objects.visible_to(request.user).concerning(request.user)
    decision = get_object_or_404(mine, pk=pk)
    try:
        actions.ask_restoration(decision, by=request.user)
        messages.success(
            request, _("Thank you. Somebody will write to you; it takes both to agree.")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(decision)


@access(Rule.MEMBER)
def restoration_list(request):
    """What waits for somebody to lead it, and what was agreed on lately."""
    found = _restorations(request).select_related("decision__about", "led_by")
    context = {
        "waiting": found.waiting().order_by("asked_at")[:SHOWN],
        "settled": found.exclude(state="asked").order_by("-settled_at")[:SHOWN],
    }
    return render(request, "moderation/restoration_list.html", context)


@access(Rule.MEMBER)
def restoration_detail(request, pk):
    """One of them: about which decision, who asked, and what it came to."""
    found = _restorations(request).select_related("decision__about", "decision__norm", "asked_by")
    asked = get_object_or_404(found.select_related("led_by", "decision__item"), pk=pk)
    if asked.decision.item.is_private:
        actions.note_look(asked.decision.item, by=request.user)
    can_settle = asked.state == "asked" and rules.can_decide(request.user, asked.decision.item)
    form = RestorationForm(request.POST or None) if can_settle else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            form.save(asked, by=request.user)
            messages.success(request, _("Written down beside the decision."))
            return redirect(asked)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "asked": asked, "form": form, "statement": actions.statement_of(asked.decision),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "moderation/restoration_detail.html", context, status=status)


def _restorations(request):
    """For whoever moderates nowhere there are none."""
    if not rules.moderates_somewhere(request.user):
        raise Http404
    return Restoration.objects.visible_to(request.user)
