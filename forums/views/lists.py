"""The lists of conversations: which topics stand in each, and how many came since it was drawn."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from forums.models import Post, ReadMark, Topic
from peersupport.core.access import Rule, access, glance
from peersupport.core.pagination import parse_cursor

from .rows import topic_page

LISTS = {
    "latest": _("Latest"),
    "unread": _("Unread"),
    "waiting": _("Waiting for a reply"),
    "following": _("Following"),
}
FOR_MEMBERS = {  # reached from home, without a tab of their own until one is there
    "replies": _("Waiting for my reply"),
    "mine-open": _("My open questions"),
}
OPEN_TO_ALL = {"latest", "waiting"}
MOST_COUNTED = 20
NOTHING_NEW = 204  # htmx leaves the page as it is


@access(Rule.PUBLIC)
def topic_list(request):
    """Topics of all categories: the latest, one's unread ones, those without a reply."""
    show = request.GET.get("show", "latest")
    if show not in LISTS | FOR_MEMBERS:
        show = "latest"
    if show not in OPEN_TO_ALL and not request.user.is_authenticated:
        return redirect("account_login")
    page = topic_page(topics_of(show, request.user), request)
    lists = LISTS | ({show: FOR_MEMBERS[show]} if show in FOR_MEMBERS else {})
    context = {"page": page, "topics": page.rows, "show": show, "lists": lists}
    return render(request, "forums/topic_list.html", context)


def topics_of(show, member):
    """The topics of a list that this person may open."""
    topics = Topic.objects.visible_to(member).wanted_by(member)
    if show == "waiting":
        return topics.waiting()
    if show == "unread":
        return topics.unread_by(member, ReadMark.objects.all())
    if show == "following":
        return topics.followed_by(member)
    if show == "replies":
        return topics.holding(Post.objects.visible_to(member).awaiting(member).order_by())
    if show == "mine-open":
        return topics.open_questions_of(member)
    return topics


@access(Rule.PUBLIC)
@glance
def topic_new_count(request):
    """A link that says how many topics came to the top since a list was drawn, if any did.

    Asked each minute by the list itself; the link loads it anew, nothing moves before.
    """
    since = parse_cursor(request.GET.get("since"))
    show = request.GET.get("show", "latest")
    if since is None or show not in LISTS | FOR_MEMBERS:
        raise Http404
    if show not in OPEN_TO_ALL and not request.user.is_authenticated:
        raise Http404
    topics = topics_of(show, request.user)
    if category := request.GET.get("category"):
        topics = topics.filter(category__slug=category)
    count = topics.after(since)[: MOST_COUNTED + 1].count()
    return say_new(request, count, what="topics", url=f"?show={show}")


def say_new(request, count, *, what, url, load="") -> HttpResponse:
    """The link itself, or nothing while the number is what the page says already.

    `load` is where it brings them from, in its own place, instead of leaving the page.
    """
    if str(count) == request.GET.get("said", "0"):
        return HttpResponse(status=NOTHING_NEW)
    context = {
        "what": what, "count": count, "most": MOST_COUNTED, "url": url, "load": load,
        "calm": request.user.is_authenticated and request.user.calm_mode,
        "again": _again(request, count),
    }  # fmt: skip
    return render(request, "new.html", context, using="fast")


def _again(request, count) -> str:
    """Where to ask next time, with what was said now."""
    query = request.GET.copy()
    query["said"] = str(count)
    return f"{request.path}?{query.urlencode()}"
