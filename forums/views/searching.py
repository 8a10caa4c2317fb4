"""Finding what was said, and what is like what one is about to say."""

from allauth.core.internal import ratelimit
from django.db import OperationalError, connection, transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from forums.rules import can_start
from forums.search.alike import did_you_mean, similar_topics
from forums.search.results import Results, kinds_of
from forums.search.results import search as find
from forums.search.wanted import wanted_of
from peersupport.core.access import Rule, access
from peersupport.core.views import too_many

A_VISITOR = {"search": "60/m/ip"}  # a whole school may stand behind one address
# For one search: how long the database may work, and from where on words are alike.
LIMITS = """SELECT set_config('statement_timeout', '1500', true), set_config('jit', 'off', true),
                   set_config('pg_trgm.word_similarity_threshold', '0.45', true)"""


@access(Rule.PUBLIC)
def search(request):
    """Words among what this person may see; filters and order stand in the address."""
    if _is_hasty(request):
        return too_many(request)
    is_slow, meant = False, ""
    try:
        with transaction.atomic():
            _limit()
            wanted = wanted_of(request.GET, request.user)
            results = find(wanted, request.GET.get("after", ""))
            if wanted.asked and results.is_first and not (results.total or results.beside):
                meant = did_you_mean(wanted)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        wanted, results, is_slow = wanted_of(request.GET, request.user), Results(), True
    context = {
        "wanted": wanted, "asked": wanted.asked, "results": results, "is_slow": is_slow,
        "chips": wanted.chips(), "query": wanted.query(), "tabs": _tabs(wanted),
        "meant": meant, "meant_query": wanted.query(q=meant) if meant else "",
        "other_order": wanted.query(order="" if wanted.newest_first else "newest"),
        "all_query": wanted.query(without="all"), "start_url": _start_url(wanted),
        "categories": [c for c in wanted.places if not c.group_id],
        "groups": [c.group for c in wanted.places if c.group_id],
    }  # fmt: skip
    return render(request, "forums/search.html", context)


@access(Rule.MEMBER)
def topic_similar(request):
    """Topics that may answer already what a title asks; a part of the page on which it is typed."""
    topics = similar_topics(request.GET.get("title", ""), request.user)
    return render(request, "forums/topic_similar.html", {"topics": topics})


def _is_hasty(request) -> bool:
    if request.user.is_authenticated or not request.GET.get("q"):
        return False
    return not ratelimit.consume(
        request, app="forums", action="search", config=A_VISITOR, limit_get=True
    )


def _limit() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIMITS)


def _tabs(wanted) -> list[dict]:
    here = wanted.on.get("in", "")
    kinds = [("", _("Everything")), *((kind.name, kind.label) for kind in kinds_of(wanted))]
    return [
        {"label": label, "url": "?" + wanted.query(**{"in": name}), "current": name == here}
        for name, label in kinds
    ]


def _start_url(wanted) -> str:
    """Where a topic can be started: in the category that was searched, or the first that is open."""
    for category in wanted.here or wanted.places:
        if not category.group_id and can_start(wanted.member, category):
            return reverse("forums:topic_new", args=[category.slug])
    return ""
