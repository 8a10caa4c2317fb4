"""Decisions of a week, drawn by chance, read again by somebody who did not make them."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from moderation import actions, rules
from moderation.forms import SampleForm
from moderation.models import Sample, SampledDecision
from moderation.registry import content_of
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .deeds import decision_in_words

WEEKS_SHOWN = 26


@access(Rule.STAFF)
def sample_list(request):
    """How often a second person agreed, week by week, and what waits for this one."""
    _refuse_strangers(request)
    mine = SampledDecision.objects.visible_to(request.user).waiting()
    context = {
        **admin.site.each_context(request), "title": _("Weekly sample"),
        "samples": Sample.objects.with_figures()[:WEEKS_SHOWN],
        "next": mine.first(), "waiting": mine.count(), "size": Sample.SIZE,
    }  # fmt: skip
    return render(request, "moderation/sample_list.html", context)


@access(Rule.STAFF)
def sample_review(request, pk):
    """One decision without the name of who made it, and the thing itself beside it."""
    _refuse_strangers(request)
    rows = SampledDecision.objects.visible_to(request.user).waiting()
    rows = rows.select_related("decision__item", "decision__norm", "decision__target_type")
    sampled = get_object_or_404(rows, pk=pk)
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(sampled, by=request.user)
            messages.success(request, _("Kept. Thank you for reading it again."))
            return redirect("moderation:sample_list")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    actions.note_look(sampled.decision.item, by=request.user)
    target = sampled.decision.target
    context = {
        **admin.site.each_context(request), "title": _("Read a decision again"), "form": form,
        "decision": sampled.decision, "decided": decision_in_words(sampled.decision),
        "heading": content_of(target).title_of(target) if target else _("It is no longer there."),
        "said": content_of(target).context_of(target) if target else [],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "moderation/sample_review.html", context, status=status)


def _refuse_strangers(request):
    if not rules.is_moderator(request.user):
        raise Http404
