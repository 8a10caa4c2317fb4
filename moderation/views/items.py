"""The queue of what waits for a moderator, and one item of it in context."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moderation import actions, rules
from moderation.forms import NoteForm
from moderation.models import Decision
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .item_facts import Facts
from .queue import Queue, frame_of


@access(Rule.MEMBER)
def item_list(request, frame=""):
    """What waits, the most urgent first."""
    queue = Queue(request, frame)
    week = queue.week() if not queue.total else None
    context = {"done": _just_done(request), "week": week}
    return queue.page("moderation/item_list.html", context)


@access(Rule.MEMBER)
def item_detail(request, pk, frame=""):
    """One item in context: who opens something private is on record before they see it."""
    queue = Queue(request, frame)
    return show(queue, item_of(queue, pk))


@access(Rule.MEMBER)
@require_POST
def item_excerpt(request, pk):
    """The item with what its reports brought along: each opening is on record."""
    queue = Queue(request, frame_of(request))
    item, lines = item_of(queue, pk), {}
    for report in item.reports.all():
        if report.has_excerpt:
            try:
                lines[report.pk] = actions.open_excerpt(report, by=request.user)
            except Refused as refusal:
                messages.error(request, str(refusal))
    return show(queue, item, lines=lines)


@access(Rule.MEMBER)
@require_POST
def item_claim(request, pk):
    """Work on it for 20 minutes; asked again, for 20 more."""
    return _do(request, pk, actions.claim)


@access(Rule.MEMBER)
@require_POST
def item_release(request, pk):
    """Give it back to everybody."""
    return _do(request, pk, actions.release, done=_("It is free for others again."))


@access(Rule.MEMBER)
@require_POST
def item_note(request, pk):
    """Tell the others something about it."""
    queue = Queue(request, frame_of(request))
    item, form = item_of(queue, pk), NoteForm(request.POST)
    if form.is_valid():
        try:
            form.save(item, by=request.user)
            return redirect(f"{queue.item_url(item.pk)}#history")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show(queue, item, note=form, status=422)


@access(Rule.MEMBER)
@require_POST
def item_next(request):
    """Claim the most urgent one that this person may be given."""
    queue = Queue(request, frame_of(request))
    done = request.POST.get("done", "")
    mark = f"?done={done}" if done.isascii() and done.isdigit() else ""
    try:
        item = actions.take_next(by=request.user, past=_number(request.POST.get("past")))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(queue.list_url + mark)
    if item is None:
        messages.info(request, _("Nothing else is free for you just now."))
        return redirect(queue.list_url + mark)
    return redirect(queue.item_url(item.pk) + mark)


def _do(request, pk, deed, done=""):
    """Do something to an item and come back to it."""
    queue = Queue(request, frame_of(request))
    item = item_of(queue, pk)
    try:
        deed(item, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(queue.item_url(item.pk))


def item_of(queue, pk):
    """An item that this person moderates; for all others it does not exist."""
    item = queue.visible.for_page(queue.visible).filter(pk=pk).first()
    if item is None or rules.has_made(queue.member, item):
        raise Http404
    return item


def show(queue, item, *, status=200, **given):
    """The page of an item, with forms or opened lines in place of the usual ones."""
    facts = Facts(queue, item, **given)
    facts.note_look()
    context = {"facts": facts, "item": item, "done": _just_done(queue.request)}
    bound = [form for form in (facts.note, facts.given_form) if form is not None and form.is_bound]
    context |= {"form": bound[0] if bound else None}
    return queue.page("moderation/item_detail.html", context, current=item, status=status)


def _just_done(request):
    """What this person decided a moment ago and can still take back."""
    pk = _number(request.GET.get("done"))
    made = Decision.objects.filter(pk=pk, made_by=request.user) if pk else None
    found = made.select_related("item").first() if made is not None else None
    return found if found and rules.can_undo(request.user, found) else None


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
