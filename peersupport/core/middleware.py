"""Requests without a rule, pages while the database is away, and a member's own settings."""

import time
import zoneinfo

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils import timezone, translation
from django_otp import DEVICE_ID_SESSION_KEY
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars, unbind_contextvars

from .views import unavailable

SIGN_IN = "sign_in"  # in the session: device, when it began and when it was seen, in seconds
SEEN_SECONDS = 3600  # a session is written down as used no more often than this
LONGEST_SECONDS = 90 * 86_400  # then one shows password and code again, however busy one was


def leave_out_of_log(request) -> None:
    """The line about this request says nothing of who asked, not even their pseudonym."""
    request.is_left_out_of_log = True


class LogMiddleware(RequestMiddleware):
    """A line a request. Where people write without their names, it does not tell them apart."""

    @staticmethod
    def bind_user_id(request):
        if getattr(request, "is_left_out_of_log", False):
            unbind_contextvars("user_id")
        else:
            RequestMiddleware.bind_user_id(request)


class OutageMiddleware:
    """While PostgreSQL is away, answer 503 with what to do instead of an error."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return unavailable(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError | InterfaceError):
            return unavailable(request)
        return None


class AccessMiddleware:
    """Deny by default: a view that declares no rule is never served."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if hasattr(view, "access"):
            bind_contextvars(route=request.resolver_match.view_name, method=request.method)
            return
        if settings.MODE == "test":
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no access rule")
        raise Http404


class MemberMiddleware:
    """Show times and words as the member has chosen; keep members' pages out of shared caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # The member itself, not the lazy wrapper: a page asks it a few hundred things.
        request.user = member = get_user(request)
        if ends_here(request, member):
            logout(request)
            member = request.user
        if not member.is_authenticated:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(member.time_zone)):
            if member.locale and member.locale != translation.get_language():
                with translation.override(member.locale):
                    response = self.get_response(request)
            else:
                response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated and not getattr(view, "is_glance", False):
            mark_seen(request.session)


def ends_here(request, member) -> bool:
    """Whether a session is over: closed account, second factor never shown, or it began long ago."""
    if not member.is_authenticated:
        return SESSION_KEY in request.session
    record = request.session.get(SIGN_IN)
    if record and time.time() - record["at"] > LONGEST_SECONDS:
        return True
    return bool(member.second_factor_at) and DEVICE_ID_SESSION_KEY not in request.session


def mark_seen(session) -> None:
    """Say once an hour that a session is in use: its list shows days, and reading writes nothing."""
    record = session.get(SIGN_IN)
    if record and time.time() - record["seen"] > SEEN_SECONDS:
        session[SIGN_IN] = record | {"seen": int(time.time())}


class LibraryPagesMiddleware:
    """What pages of libraries leave to wish: our own `site`, and 422 for a form with errors."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        context = response.context_data or {}
        context.pop("site", None)  # allauth puts a Site of Django's in place of ours
        form = context.get("form")
        if (
            request.method == "POST"
            and response.status_code == 200
            and getattr(form, "errors", None)
        ):
            response.status_code = 422
        return response
