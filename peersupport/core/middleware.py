"""Requests without a rule, pages while the database is away, and a member's own settings."""

import zoneinfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils import timezone, translation

from .views import unavailable


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
            return
        if settings.MODE == "test":
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no access rule")
        raise Http404


class MemberMiddleware:
    """Show times and words as the member has chosen; keep members' pages out of shared caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
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
