"""The way to help outlives database, Redis and sessions: it is answered before any is asked."""

from django.urls import reverse

from .views import help_page


class HelpNowMiddleware:
    """Stands before the session middleware, so that nothing that may be away is touched."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} and request.path == reverse("safety:help_now"):
            return help_page()
        return self.get_response(request)
