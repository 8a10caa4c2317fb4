"""Health, error pages and the component page: what stands even when the rest does not."""

import base64
import errno
import hashlib
import sys
from functools import cache

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .access import Rule, access
from .context import SITE
from .health import ready
from .samples import component_samples


@access(Rule.PUBLIC, while_suspended=True)
def healthz(request):
    """This process answers."""
    return JsonResponse({"process": "ok"})


@access(Rule.PUBLIC, while_suspended=True)
def readyz(request):
    """Each thing the site stands on, with a word; 503 only while pages cannot be served."""
    words = ready()
    response = JsonResponse(words, status=200 if words["database"] == "ok" else 503)
    response["Cache-Control"] = "no-store"
    return response


@access(Rule.DEMO)
def dev_components(request):
    if not settings.DEMO and settings.MODE != "test":
        raise Http404
    return render(request, "core/dev_components.html", component_samples())


def bad_request(request, exception=None):
    """Django says 400 for a body over the limit too, which wants another answer."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _standalone(request, "core/413.html", 413)
    return _standalone(request, "core/400.html", 400)


def forbidden(request, exception=None):
    return render(request, "core/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "core/404.html", status=404)


def too_many(request, exception=None):
    response = render(request, "core/429.html", status=429)
    response["Retry-After"] = "300"
    return response


def server_error(request):
    """A static file with its own style, so that it is right whatever broke."""
    error = sys.exception()
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _standalone(request, "core/507.html", 507)  # an upload met a full disk
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request)  # raised below the view, where OutageMiddleware never sees it
    page, policy = static_error_page()
    return HttpResponse(page, status=500, headers={"Content-Security-Policy": policy})


@cache
def static_error_page() -> tuple[str, str]:
    """The 500 page, and a policy that names its one style sheet by its hash."""
    page = (settings.BASE_DIR / "templates" / "500.html").read_text(encoding="utf-8")
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return page, f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"


def unavailable(request):
    response = _standalone(request, "core/503.html", 503)
    response["Retry-After"] = "20"
    return response


def csrf_failure(request, reason=""):
    """The form was open too long or cookies are off: nothing typed is gone, Back brings it again."""
    return render(request, "core/403.html", {"expired": True}, status=403)


def _standalone(request, template, status):
    """A page that asks neither the database nor the session who is there."""
    context = {"standalone": True, "site": SITE}
    return HttpResponse(render_to_string(template, context), status=status)
