"""Every view says who may open it. A view that does not say is refused by AccessMiddleware.

A rule here is the gate in front of a page; which rows a person sees behind it is `visible_to`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, reverse


class Rule(StrEnum):
    PUBLIC = "public"  # anybody, signed in or not
    MEMBER = "member"  # signed in
    PARTICIPANT = "participant"  # signed in, and has accepted the current norms
    STAFF = "staff"  # who has a role, with a second factor; for others it does not exist
    ADMINISTRATOR = "administrator"  # of the staff only those
    DEMO = "demo"  # pages of the demo; elsewhere they do not exist


def access(rule: Rule, *, while_suspended: bool = False) -> Callable:
    """Declare a view's rule and apply it.

    Who is suspended reaches only what says `while_suspended`: help, pages about this place, their
    own data, decisions about them, appeals, reports of their own, and the ways in and out.
    """

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not while_suspended and getattr(request.user, "is_suspended", False):
                return render(request, "core/suspended.html", status=403)
            return refuse(rule, request) or view(request, *args, **kwargs)

        guarded.access = rule  # type: ignore[attr-defined]
        guarded.while_suspended = while_suspended  # type: ignore[attr-defined]
        guarded.__dict__.pop("login_url", None)  # one way in: the admin's own form is never shown
        if rule in {Rule.PUBLIC, Rule.DEMO}:
            return login_not_required(guarded)
        return guarded

    return declare


def glance(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that a page or a program asks by itself: nobody was here, no session is in use by it."""
    view.is_glance = True  # type: ignore[attr-defined]
    return view


def refuse(rule: Rule, request: HttpRequest) -> HttpResponse | None:
    """The answer for somebody whom the rule keeps out, or None."""
    member = request.user
    if rule in {Rule.PUBLIC, Rule.DEMO}:
        return None
    if not member.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if rule is Rule.ADMINISTRATOR and not member.is_superuser:
        raise Http404
    if rule in {Rule.STAFF, Rule.ADMINISTRATOR}:
        if not member.is_staff:
            raise Http404
        if not member.second_factor_at:
            return redirect("members:second_factor_new")
    if rule is Rule.PARTICIPANT and not member.has_accepted_norms:
        return redirect(f"{reverse('moderation:norms_accept')}?next={request.path}")
    return None


def declare(
    patterns: list,
    rules: Mapping[str, Rule],
    default: Rule | None = None,
    *,
    while_suspended: bool = False,
) -> list:
    """Give the views of a library their rules, by URL name. Returns the same patterns."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declare(pattern.url_patterns, rules, default, while_suspended=while_suspended)
        elif isinstance(pattern, URLPattern):
            rule = rules.get(pattern.name or "", default)
            if rule is not None:
                guard = access(rule, while_suspended=while_suspended)
                pattern.callback = guard(pattern.callback)
    return patterns
