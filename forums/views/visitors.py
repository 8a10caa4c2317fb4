"""Pages of topics kept for visitors, who all see the same.

Exact, not merely fresh: each hit asks the topic's row whether this visitor may read it and which
version it has; every action that changes what a page shows moves the version on.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import get_language

from forums.models import Topic

SECONDS = 60  # how old the words "3 min ago" may be


def kept_page(request, pk: int, slug: str) -> HttpResponse | None:
    """The page as another visitor got it within the last minute, or None."""
    if not _is_plain_visit(request):
        return None
    topic = Topic.objects.visible_to(request.user).filter(pk=pk, slug=slug).values_list("version")
    version = topic.first()
    if version is None:
        return None
    body = cache.get(_key(request, pk, version[0]))
    return HttpResponse(body) if body else None


def keep_page(request, topic: Topic, response: HttpResponse) -> HttpResponse:
    """Keep a page that was just drawn for a visitor; returns it."""
    if _is_plain_visit(request) and response.status_code == 200:
        cache.set(_key(request, topic.pk, topic.version), response.content, SECONDS)
    return response


def _is_plain_visit(request) -> bool:
    """Nobody is signed in or was just told something, and nothing but a page is asked for."""
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and set(request.GET) <= {"page"}
        and request.GET.get("page", "1").isdecimal()
    )


def _key(request, pk: int, version: int) -> str:
    return f"topic:{pk}:{version}:{request.GET.get('page', '1')[:8]}:{get_language()}"
