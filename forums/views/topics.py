from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from forums import actions
from forums.models import Post, Topic
from forums.querysets import PAGE
from peersupport.core.access import Rule, access, glance
from peersupport.core.exceptions import Refused

from . import visitors
from .drafting import answer, kept_open, save_typed, wants_saving
from .finding import find_topic
from .held import to_what_was_sent
from .hiding import level_sent
from .lists import MOST_COUNTED, say_new
from .nudging import nudge_for
from .previewing import preview_of, status_of, wants_preview
from .running import do
from .topic_page import is_number, reply_form, show_new, show_topic


@access(Rule.PUBLIC)
def topic_detail(request, pk, slug):
    if kept := visitors.kept_page(request, pk, slug):
        return kept
    topic = find_topic(request, pk, up="category__parent")
    if request.htmx and "after" in request.GET:
        return _more(request, pk, topic)
    if slug != topic.slug or pk != topic.pk:
        return redirect(topic)  # not for good: a title may change back
    page = _page_number(request, topic)
    response = show_topic(request, topic, page)
    if topic.names_others:  # what it names may be closed to visitors in a moment
        return response
    return visitors.keep_page(request, topic, response)


def _more(request, pk, topic):
    """What came since a page was drawn; of a topic that was merged meanwhile, its new page."""
    if pk != topic.pk:
        return HttpResponseClientRedirect(topic.get_absolute_url())
    after, lines = request.GET["after"], request.GET.get("lines", "0")
    if not (is_number(after) and is_number(lines)):
        raise Http404
    return show_new(request, topic, int(after), int(lines))


@access(Rule.PUBLIC)
def topic_redirect(request, pk):
    """Short links to a topic."""
    return redirect(find_topic(request, pk))


@access(Rule.PARTICIPANT)
def topic_reply(request, pk):
    """Post a reply. Links of the page that a wrong one brings back lead here, too: to the topic."""
    topic = find_topic(request, pk, up="category__parent")
    if request.method != "POST":
        query = request.GET.urlencode()
        return redirect(f"{topic.get_absolute_url()}?{query}" if query else topic)
    form = reply_form(request, topic, request.POST, request.FILES)
    more = {"desk": kept_open(request)}
    if wants_saving(request):
        return _keep_reply(request, topic, form)
    if not wants_preview(request) and form.is_valid():
        more["nudge"] = nudge_for(request, form, topic.category)
        try:
            if not more["nudge"]:
                return to_what_was_sent(request, form.save(topic=topic, author=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    preview = preview_of(request, form)
    return show_topic(
        request, topic, topic.last_page, form, preview, status_of(request, form), **more
    )


def _keep_reply(request, topic, form):
    """A reply kept for later, also in a topic that was closed while it was written."""
    desk = save_typed(request, topic, form)
    page = topic.link_to(topic.last_number).partition("#")[0]
    if response := answer(request, desk, to=f"{page}#reply"):
        return response
    form = reply_form(request, topic, initial=desk.words)
    return show_topic(request, topic, topic.last_page, form, status=desk.status, desk=desk)


@access(Rule.PUBLIC)
@glance
def topic_new_replies(request, pk):
    """A link that says how many replies came since a page of a topic was drawn, if any did."""
    topics = Topic.objects.visible_to(request.user).only("slug", "last_number")
    topic = get_object_or_404(topics, pk=pk)
    after = request.GET.get("after", "0")
    if not is_number(after):
        raise Http404
    number = int(after)
    count = 0
    if topic.last_number > number:
        posts = Post.objects.filter(topic=topic, number__gt=number, standing="visible")
        count = posts[: MOST_COUNTED + 1].count()
    load = ""
    if number and number % PAGE:  # they come in place, unless they stand on a page of their own
        lines = request.GET.get("lines", "0")
        query = {"after": number, "lines": lines if is_number(lines) else "0"}
        load = f"{topic.get_absolute_url()}?{urlencode(query)}"
    return say_new(request, count, what="replies", url=topic.permalink(number + 1), load=load)


@access(Rule.MEMBER)
@require_POST
def topic_watch(request, pk):
    """Follow, mute, or neither."""
    topic = find_topic(request, pk)
    level = level_sent(request)
    actions.choose_level(topic, member=request.user, level=level)
    if not request.htmx:
        return redirect(topic)
    context = {"watch_url": request.path, "watch_level": level.value}
    return render(request, "watch.html", context, using="fast")


@access(Rule.PARTICIPANT)
@require_POST
def topic_answer(request, pk, number):
    """Mark a post as the answer; number 0 takes the mark away."""
    topic = find_topic(request, pk)
    post = get_object_or_404(topic.posts, number=number) if number else None
    return do(request, topic, actions.mark_answer, post=post, at=post)


def _page_number(request, topic):
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not 1 <= page <= topic.last_page:
        raise Http404
    return page
