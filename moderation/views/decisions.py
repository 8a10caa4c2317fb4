"""Deciding about what waits: one by one, or what is plainly spam together."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moderation import actions, rules
from moderation.forms import DecisionForm
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Conflict, Refused
from peersupport.core.templatetags.ui import ago

from .items import item_of, show
from .queue import Queue, frame_of

MOST_TOGETHER = 50


@access(Rule.MEMBER)
@require_POST
def item_decide(request, pk):
    """Decide about it; when somebody was first one is told who, and nothing is lost."""
    queue = Queue(request, frame_of(request))
    item = item_of(queue, pk)
    form = DecisionForm(request.POST, item=item, member=request.user)
    if form.is_valid():
        try:
            made = form.save()
            return redirect(f"{queue.list_url}?done={made.pk}")
        except Refused as refusal:
            form.add_error(None, refusal.shown)
        except Conflict as conflict:
            if conflict.current is not None:
                return _somebody_was_first(queue, item, form, conflict.current)
            form = _once_more(request, item)
    elif item.version != form.cleaned_data.get("version") and not item.is_open:
        return _somebody_was_first(queue, item, form, actions.decision_that_stands(item))
    return show(queue, item, form=form, status=422)


@access(Rule.MEMBER)
@require_POST
def item_undo(request, pk):
    """Take back what one decided a moment ago."""
    queue = Queue(request, frame_of(request))
    item = item_of(queue, pk)
    made = item.decisions.filter(made_by=request.user).first()
    if made is None:
        raise Http404
    try:
        actions.undo(made, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. It is yours again, and nobody was told."))
    return redirect(queue.item_url(item.pk))


@access(Rule.MEMBER)
@require_POST
def items_clear(request):
    """Look at what was ticked once more, then take it away. One wrong number: nothing happens."""
    queue = Queue(request, frame_of(request))
    ticked = _ticked(request, queue)
    spam = [item for item, _version in ticked if item.can_be_cleared]
    if not ticked or len(spam) < len(ticked):
        messages.error(
            request, _("Tick what is spam first. Anything else is opened and decided by itself.")
        )
        return redirect(queue.list_url)
    if request.POST.get("sure") != "1":
        rows = [(queue.row(item), version) for item, version in ticked]
        context = {"rows": rows, "queue": queue, "in_admin": bool(queue.frame)}
        return render(request, "moderation/items_clear.html", context)
    made = actions.clear_spam(ticked, by=request.user)
    _tell(request, len(made), len(ticked) - len(made))
    return redirect(queue.list_url)


def _ticked(request, queue):
    """(item, version as it was seen) for what was ticked: all of them are this person's, or 404."""
    pairs = [value.partition(".") for value in request.POST.getlist("item")]
    if not all((pk + version).isascii() and pk.isdigit() and version.isdigit() and len(pk) < 19
               for pk, _dot, version in pairs):  # fmt: skip
        raise Http404
    versions = {int(pk): int(version[:9]) for pk, _dot, version in pairs}
    if len(versions) > MOST_TOGETHER:
        raise Http404
    items = list(queue.visible.named().filter(pk__in=versions))
    if len(items) < len(versions):
        raise Http404
    return [(item, versions[item.pk]) for item in items]


def _tell(request, done, left):
    if done:
        words = ngettext("%(n)d item was cleared.", "%(n)d items were cleared.", done) % {"n": done}
        messages.success(request, words)
    if left:
        words = ngettext(
            "%(n)d was left as it is: somebody works on it, or it changed meanwhile.",
            "%(n)d were left as they are: somebody works on them, or they changed meanwhile.",
            left,
        )
        messages.info(request, words % {"n": left})


def _once_more(request, item):
    """The same words on the item as it is now: a report came in meanwhile."""
    item.refresh_from_db(fields=["version"])
    data = request.POST.copy()
    data["version"] = str(item.version)
    form = DecisionForm(data, item=item, member=request.user)
    words = _("Something was added since you opened this. Look once more, then decide.")
    form.add_error(None, words)
    return form


def _somebody_was_first(queue, item, form, decision):
    """Who decided what, what one was about to do, and where to go on."""
    if not rules.can_decide(queue.member, item):
        raise Http404
    if item.is_private:
        actions.note_look(item, by=queue.member)
    act, step = form["act"], form["step"]
    names = {field: dict(form.fields[field].choices) for field in ("act", "step")}
    mine = {
        "act": names["act"].get(act.value(), ""), "step": names["step"].get(step.value(), ""),
        "facts": form["facts"].value(),
    }  # fmt: skip
    context = {"item": item, "row": queue.row(item), "decision": decision, "mine": mine}
    seconds = int((timezone.now() - decision.made_at).total_seconds())
    since = _("%(n)d s ago") % {"n": seconds} if seconds < 60 else ago(decision.made_at)
    context |= {"queue": queue, "in_admin": bool(queue.frame), "since": since}
    return render(queue.request, "moderation/item_decide.html", context, status=409)
