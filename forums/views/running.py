"""What moderators do to a topic as a whole."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.forms import AnnounceForm, MergeForm, MoveForm, SplitForm
from forums.models import Post
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .finding import find_topic

TO_CHOOSE = 50  # replies on one page of those to split off


@access(Rule.PARTICIPANT)
@require_POST
def topic_lock(request, pk):
    topic = find_topic(request, pk)
    locked, reason = request.POST.get("locked") == "1", request.POST.get("reason", "")
    return do(request, topic, actions.lock, locked=locked, reason=reason)


@access(Rule.PARTICIPANT)
@require_POST
def topic_pin(request, pk):
    topic = find_topic(request, pk)
    pinned, reason = request.POST.get("pinned") == "1", request.POST.get("reason", "")
    return do(request, topic, actions.pin, pinned=pinned, reason=reason)


@access(Rule.PARTICIPANT)
def topic_move(request, pk):
    topic = _managed(request, pk)
    if topic.category.group_id:  # what is said in a group stays in it
        raise Http404
    form = MoveForm(request.POST or None, mover=request.user, topic=topic)
    if request.method == "POST" and form.is_valid():
        to, widen = form.cleaned_data["category"], form.cleaned_data.get("widen", False)
        return do(request, topic, actions.move, to=to, widen=widen)
    return _page(request, "forums/topic_move.html", topic, form)


@access(Rule.PARTICIPANT)
def topic_split(request, pk):
    """Replies to tick, and what their own topic is called."""
    topic = _managed(request, pk)
    turned = _number(request.POST.get("start"))  # a button leads to other replies, with the ticks
    if turned:
        form = SplitForm(topic=topic, mover=request.user, typed=request.POST)
    else:
        form = SplitForm(request.POST or None, topic=topic, mover=request.user)
    if form.is_bound and form.is_valid():
        try:
            return redirect(form.save())
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    start = turned or _number(request.POST.get("at")) or _number(request.GET.get("start")) or 2
    more = _replies_to_choose(topic, start, form.ticked)
    return _page(request, "forums/topic_split.html", topic, form, more)


def _replies_to_choose(topic, start, ticked):
    """A page of replies, the numbers with which its neighbours begin, and what is ticked."""
    replies = Post.objects.filter(topic=topic, number__gt=1, standing=Post.Standing.VISIBLE)
    rows = replies.filter(number__gte=start).select_related("author").order_by("number")
    rows = list(rows[: TO_CHOOSE + 1])
    before = replies.filter(number__lt=start).order_by("-number").values_list("number", flat=True)
    before = list(before[:TO_CHOOSE]) if start > 2 else []
    for post in rows:
        post.first_words = post.shown_excerpt
    here = {str(post.number) for post in rows[:TO_CHOOSE]}
    return {
        "replies": rows[:TO_CHOOSE], "ticked": ticked, "start": start,
        "elsewhere": sorted((n for n in ticked - here if _number(n)), key=int),
        "next": rows[TO_CHOOSE].number if len(rows) > TO_CHOOSE else None,
        "previous": before[-1] if before else None,
    }  # fmt: skip


@access(Rule.PARTICIPANT)
def topic_merge(request, pk):
    """Ask for the other topic, say what will happen, do it."""
    topic = _managed(request, pk)
    form = MergeForm(request.POST or None, topic=topic, mover=request.user)
    more = {}
    if request.method == "POST" and form.is_valid():
        if form.is_confirmed:
            try:
                return redirect(form.save())
            except Refused as refusal:
                form.add_error(None, refusal.shown)
        more = {"into": form.cleaned_data["into"], "posts": topic.reply_count + 1}
    return _page(request, "forums/topic_merge.html", topic, form, more)


@access(Rule.PARTICIPANT)
def topic_announce(request, pk):
    """For how long a topic stands above all lists; `stop` takes it down."""
    topic = find_topic(request, pk)
    if not rules.can_announce(request.user, topic.category):
        raise Http404
    if request.POST.get("stop") == "1":
        return do(request, topic, actions.announce, until=None)
    form = AnnounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save(topic=topic, by=request.user)
        messages.success(request, _("The topic is announced."))
        return redirect(topic)
    return _page(request, "forums/topic_announce.html", topic, form)


@access(Rule.MEMBER)
@require_POST
def topic_dismiss(request, pk):
    """Put an announcement away."""
    topic = find_topic(request, pk)
    actions.dismiss(topic, member=request.user)
    messages.success(request, _("The announcement is put away. You find it in its category."))
    return redirect(topic.category if request.POST.get("from") == "category" else "forums:home")


def verbs_for(member, topic):
    """What this person may do to a topic as a whole, in the order of the page."""
    verbs = []
    if rules.can_manage(member, topic.category):
        verbs += ["lock", "pin", "split", "merge"]
        verbs += [] if topic.category.group_id else ["move"]
    return [*verbs, "announce"] if rules.can_announce(member, topic.category) else verbs


def do(request, topic, action, at=None, **how):
    """Call an action for this person; a refusal is said on the page they come back to."""
    try:
        action(topic, by=request.user, **how)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect(topic.link_to(at.number) if at else topic)


def _managed(request, pk):
    topic = find_topic(request, pk)
    if not rules.can_manage(request.user, topic.category):
        raise Http404
    return topic


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _page(request, template, topic, form, more=()):
    context = {"form": form, "topic": topic} | dict(more)
    return render(request, template, context, status=422 if form.errors else 200)
