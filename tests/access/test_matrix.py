"""URL × role × method against the hand-written matrix; an address that is not in it fails."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from . import world as worlds

TABLE = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text())
ROLES = TABLE["roles"]


def walk(resolver=None, route="", namespaces=()):
    """Every named address of the site with its route, libraries' and the admin's included."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name or "UNNAMED")), here, pattern
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern, here, inner)


ROUTES = {name: route for name, route, _ in walk()}


def rows():
    """(name, method, shade, outcome of each role) for every line of the matrix."""
    return [
        pytest.param(name, method, shade, words.split(), id=f"{name}-{method}-{shade}")
        for page in TABLE["page"]
        for method in ("GET", "POST")
        for shade, words in page.get(method, {}).items()
        for name in page["names"]
    ]


def test_every_address_is_in_the_matrix_once():
    listed = [name for page in TABLE["page"] for name in page["names"]]

    assert set(ROUTES) - set(listed) == set(), "addresses without a row"
    assert set(listed) - set(ROUTES) == set(), "rows without an address"
    assert len(listed) == len(set(listed))


def test_every_view_declares_its_rule():
    assert [name for name, _, pattern in walk() if not hasattr(pattern.callback, "access")] == []


@pytest.fixture
def world(make_member, make_category, norms):
    world = worlds.build(make_member, make_category, norms)
    call_command("sync_roles", verbosity=0)
    return world


@pytest.mark.parametrize(("name", "method", "shade", "outcomes"), rows())
def test_each_role_gets_what_the_matrix_says(world, name, method, shade, outcomes):
    assert len(outcomes) == len(ROLES)
    shade = "public" if shade == "any" else shade
    address = world.address(name, ROUTES[name], shade)
    data = world.data(name, shade)
    got, leaks, changes = [], {}, {}

    for role, outcome in zip(ROLES, outcomes, strict=True):
        with transaction.atomic():
            client = world.client(role)
            before = worlds.fingerprint()
            response = client.get(address) if method == "GET" else client.post(address, data)
            got.append(seen(client, response, address))
            if outcome != "ok" and worlds.CANARY in response.text:
                leaks[role] = outcome
            if outcome != "ok" or method == "GET":
                after = worlds.fingerprint()
                changes[role] = {table for table in after if after[table] != before[table]}
            transaction.set_rollback(True)

    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, outcomes, strict=True))
    assert leaks == {}
    assert set().union(*changes.values()) <= ALLOWED_ON_GET.get(name, set())


# Opening a notice is reading it.
ALLOWED_ON_GET = {"notifications:notice_detail": {"notifications_notice"}}


def seen(client, response, address):
    """The matrix's word for a response."""
    if response.status_code in {403, 404, 405}:
        return str(response.status_code)
    if response.status_code == 422:
        return "no"
    if response.status_code not in {301, 302}:
        return "ok" if response.status_code == 200 else f"status {response.status_code}"
    target = response.url.partition("?")[0]
    if target == reverse("account_login") and address != target:
        return "login"
    if target == reverse("moderation:norms_accept"):
        return "norms"
    if target == "/" and response.wsgi_request.method == "GET":
        return "home"
    return "no" if "notice-danger" in client.get(response.url).text else "ok"
