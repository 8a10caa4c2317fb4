"""Appeals, for those who answer them and had no part in the decision; for who decided, nothing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation import actions, rules
from moderation.forms import AppealWordForm, OutcomeForm
from moderation.models import Appeal, Decision
from moderation.registry import content_of
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .statements import show_statement

SHOWN = 30
LAST_DECISIONS = 40


@access(Rule.MEMBER)
def appeal_list(request):
    """What waits, the soonest due first; never what this person decided or had a part in."""
    _refuse_others(request)
    waiting = Appeal.objects.to_review(request.user).open()
    waiting = waiting.select_related("member", "reviewer", "decision").order_by("answer_by", "pk")
    answered = Appeal.objects.to_review(request.user).filter(state=Appeal.State.ANSWERED)
    answered = answered.select_related("member", "reviewer").order_by("-answered_at")
    context = {
        "waiting": waiting[: SHOWN * 2], "answered": answered[:SHOWN],
        "crumbs": _crumbs(request)[:-1],
    }  # fmt: skip
    return render(request, "moderation/appeal_list.html", context)


@access(Rule.MEMBER)
def appeal_detail(request, pk):
    """One appeal: the thread, what was decided and in which context, and its answer."""
    return _show(request, _appeal(request, pk))


@access(Rule.MEMBER)
@require_POST
def appeal_take(request, pk):
    """Be the one who reads everything again."""
    appeal = _appeal(request, pk)
    try:
        actions.take_appeal(appeal, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(appeal)


@access(Rule.MEMBER)
@require_POST
def appeal_release(request, pk):
    """Ask a third person: give it back to everybody who may answer it."""
    actions.release_appeal(_appeal(request, pk), by=request.user)
    messages.success(request, _("It waits for somebody else now. They see all that was said."))
    return redirect("moderation:appeal_list")


@access(Rule.MEMBER, while_suspended=True)
@require_POST
def appeal_say(request, pk):
    """One more thing in the thread, from who appealed or who looks at it."""
    appeals = Appeal.objects.visible_to(request.user)
    appeal = get_object_or_404(appeals.select_related("decision"), pk=pk)
    is_theirs = appeal.member_id == request.user.pk
    if not is_theirs:
        appeal = _appeal(request, pk)
    form = AppealWordForm(request.POST, is_theirs=is_theirs)
    if form.is_valid():
        try:
            form.save(appeal, by=request.user)
            return redirect(appeal.decision if is_theirs else appeal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if is_theirs:
        return show_statement(request, appeal.decision_id, word_form=form, status=422)
    return _show(request, appeal, word_form=form, status=422)


@access(Rule.MEMBER)
@require_POST
def appeal_answer(request, pk):
    """Keep the decision, change part of it, or overturn it."""
    appeal = _appeal(request, pk)
    form = OutcomeForm(request.POST, appeal=appeal)
    if form.is_valid():
        try:
            form.save(by=request.user)
            messages.success(request, _("Answered. Both are told, with your reasons."))
            return redirect(appeal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _show(request, appeal, form=form, status=422)


@access(Rule.MEMBER, while_suspended=True)
@require_POST
def appeal_withdraw(request, pk):
    """Who appealed wants no answer any more."""
    own = Appeal.objects.filter(member=request.user).select_related("decision")
    appeal = get_object_or_404(own, pk=pk)
    actions.withdraw_appeal(appeal, by=request.user)
    messages.success(request, _("Your appeal is taken back. The decision stays as it is."))
    return redirect(appeal.decision)


def _refuse_others(request):
    """For whoever does not answer appeals there are none."""
    if not rules.is_reviewer(request.user):
        raise Http404


def _appeal(request, pk):
    """Never one's own, and never one against what this person decided, whoever they are by now."""
    _refuse_others(request)
    appeals = Appeal.objects.to_review(request.user).select_related(
        "member", "reviewer", "decision__made_by", "decision__norm", "decision__item",
        "decision__about", "decision__target_type",
    )  # fmt: skip
    return get_object_or_404(appeals.prefetch_related("decision__sanctions"), pk=pk)


def _show(request, appeal, form=None, word_form=None, status=200):
    decision, is_mine = appeal.decision, appeal.reviewer_id == request.user.pk
    wants_context = "context" in request.GET
    if wants_context or decision.item.is_private:  # what was decided names what it is about
        actions.note_look(decision.item, by=request.user)
    target = decision.target
    can_answer = appeal.is_open and is_mine
    context = {
        "appeal": appeal, "decision": decision, "statement": actions.statement_of(decision),
        "words": appeal.words.select_related("author"), "is_mine": is_mine,
        "form": form or (OutcomeForm(appeal=appeal) if can_answer else None),
        "word_form": word_form or AppealWordForm(is_theirs=False),
        "wants_context": wants_context,
        "said": content_of(target).context_of(target) if wants_context and target else [],
        "record": _record(appeal), "crumbs": _crumbs(request),
    }  # fmt: skip
    return render(request, "moderation/appeal_detail.html", context, status=status)


def _crumbs(request):
    staff = [{"label": _("Staff"), "url": reverse("admin:index")}] if request.user.is_staff else []
    return [*staff, {"label": _("Appeals"), "url": reverse("moderation:appeal_list")}]


def _record(appeal):
    """What else was decided about the member, and how what its maker decided fared on appeal."""
    about = Decision.objects.about(appeal.member).exclude(pk=appeal.decision_id)
    latest = Decision.objects.filter(made_by=appeal.decided_by_id).exclude(state="undone")
    latest = latest.values("pk")[:LAST_DECISIONS]
    fared = Appeal.objects.filter(decision__in=latest)
    return {
        "earlier": about.select_related("norm")[:5],
        "appeals": appeal.member.appeals.exclude(pk=appeal.pk).count(),
        "decisions": len(latest), "appealed": fared.count(),
        "changed": fared.filter(outcome__in=["changed", "overturned"]).count(),
    }  # fmt: skip
