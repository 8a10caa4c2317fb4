"""A new topic: begun, looked at, kept for later, posted."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from forums import rules
from forums.forms import TopicForm
from forums.models import TITLE_LENGTH, Category, Draft
from forums.search.alike import similar_topics
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .anonymous import hiding_in, keep_quiet
from .drafting import answer, kept_open, opened, save_typed, wants_saving
from .held import to_what_was_sent
from .nudging import nudge_for
from .previewing import preview_of, status_of, unnamed, wants_preview
from .slow_mode import slow_mode


@access(Rule.PARTICIPANT)
def topic_new(request, slug):
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    keep_quiet(request, category)
    bar = rules.bar_to_starting_in(request.user, category)
    if not bar and not rules.can_start(request.user, category):
        raise Http404
    if request.method == "GET" or wants_saving(request):
        return _begin(request, category, bar)
    form = _topic_form(request, category, request.POST, request.FILES)
    context = {"category": category, "desk": kept_open(request), "bar": bar}
    if not wants_preview(request) and form.is_valid():
        context["nudge"] = nudge_for(request, form, category)
        try:
            if not context["nudge"]:
                return to_what_was_sent(request, form.save(category=category, author=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    preview = preview_of(request, form)
    context |= {"form": form, "preview": preview, "unnamed": unnamed(form, preview)}
    context["slow"] = slow_mode(request.user, category)
    if preview:  # with JavaScript they come while the title is typed
        context["similar"] = similar_topics(form["title"].value() or "", request.user)
    return render(request, "forums/topic_new.html", context, status=status_of(request, form))


def _topic_form(request, category, *sent, **how):
    hiding = hiding_in(request.user, category)
    return TopicForm(*sent, hiding=hiding, owner=request.user, **how)


def _sent_form(request):
    """For a draft, which is kept as it is."""
    return TopicForm(request.POST, request.FILES, owner=request.user)


def _begin(request, category, bar):
    """A new topic with what was begun of it, or with what is kept for later just now."""
    if wants_saving(request):
        desk = save_typed(request, category, _sent_form(request))
        if response := answer(request, desk, to=request.path):
            return response
    else:
        desk = opened(Draft.objects.visible_to(request.user).at(category=category).first())
    title = request.GET.get("title", "").replace("\x00", "")[:TITLE_LENGTH]
    begun = {"title": title, "body": category.template} | desk.words
    form = _topic_form(request, category, initial=begun)
    context = {"form": form, "category": category, "desk": desk, "bar": bar}
    context["slow"] = slow_mode(request.user, category)
    if title:
        context["similar"] = similar_topics(title, request.user)
    return render(request, "forums/topic_new.html", context, status=desk.status)
