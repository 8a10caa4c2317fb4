"""What was decided about somebody, as they read it: the statement of reasons and their appeal."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation import actions, rules
from moderation.forms import AppealForm, AppealWordForm
from moderation.models import Decision
from moderation.registry import content_of
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

SHOWN = 20


@access(Rule.MEMBER, while_suspended=True)
def decision_list(request):
    """Decisions about me: those in force and earlier ones, newest first."""
    decisions = Decision.objects.concerning(request.user).select_related("appeal", "target_type")
    decisions = decisions.prefetch_related("sanctions")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        decisions = decisions.filter(pk__lt=before)
    rows = list(decisions[: SHOWN + 1])
    context = {
        "rows": [(each, actions.heading_of(each)) for each in rows[:SHOWN]],
        "older": rows[SHOWN - 1].pk if len(rows) > SHOWN else "",
    }
    return render(request, "moderation/decision_list.html", context)


@access(Rule.MEMBER, while_suspended=True)
def decision_detail(request, pk):
    """The statement of reasons, to whom it is about; to who decided, what became of an appeal."""
    return show_statement(request, pk)


@access(Rule.MEMBER, while_suspended=True)
@require_POST
def decision_appeal(request, pk):
    """Ask that somebody else looks again."""
    mine = Decision.objects.visible_to(request.user).concerning(request.user)
    decision = get_object_or_404(mine, pk=pk)
    form = AppealForm(request.POST, decision=decision)
    if form.is_valid():
        try:
            form.save(by=request.user)
            messages.success(request, _("Your appeal is with us. Somebody else reads everything."))
            return redirect(decision)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show_statement(request, pk, form=form, status=422)


def show_statement(request, pk, form=None, word_form=None, status=200):
    decision = _decision(request, pk)
    is_maker = decision.about_id != request.user.pk
    actions.note_seen(decision, by=request.user)
    appeal = getattr(decision, "appeal", None)
    is_busy = appeal is not None and (appeal.is_open or appeal.is_spent)
    if form is None and not is_busy and rules.can_appeal(request.user, decision):
        form = AppealForm(decision=decision, is_again=appeal is not None)
    context = {
        "decision": decision, "statement": actions.statement_of(decision), "appeal": appeal,
        "words": appeal.words.select_related("author") if appeal and not is_maker else [],
        "own": [] if is_maker else _own_words(decision),
        "form": form, "word_form": word_form or AppealWordForm(is_theirs=True),
        "go_on": "" if is_maker else _page_for_author(decision),
        "is_maker": is_maker, **_restoration(request, decision), "crumbs": [] if is_maker else _crumbs(),
    }  # fmt: skip
    return render(request, "moderation/decision_detail.html", context, status=status)


def _page_for_author(decision):
    target = decision.target
    return content_of(target).page_for_author(target) if target is not None else ""


def _decision(request, pk):
    """One about this person, or one of theirs that was answered; for everybody else there is none."""
    decisions = Decision.objects.told_to(request.user)
    decisions = decisions.select_related(
        "appeal", "restoration", "norm", "item", "target_type", "about"
    )
    return get_object_or_404(decisions.prefetch_related("sanctions"), pk=pk)


def _restoration(request, decision):
    """A guided conversation, as far as this person knows of it: never that somebody else asked."""
    asked = getattr(decision, "restoration", None)
    has_asked = asked is not None and asked.asked_by_id == request.user.pk
    can_ask = not has_asked and rules.can_ask_restoration(request.user, decision)
    if asked is not None and asked.state == "ended":
        can_ask = has_asked = False
    return {"restoration": asked, "has_asked": has_asked, "can_ask": can_ask}


def _own_words(decision):
    """What this person posted, as it is kept: nobody else's words beside it, and nothing private."""
    target = decision.target
    if target is None or decision.item.author_id != decision.about_id:
        return []
    return [said for said in content_of(target).context_of(target) if said.is_target]


def _crumbs():
    return [
        {"label": _("Settings"), "url": reverse("members:settings_profile")},
        {"label": _("Decisions about me"), "url": reverse("moderation:decision_list")},
    ]
