"""The matrices: what is asked of every address, and how an answer reads as one of their words."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.conftest import PASSWORD, SignedIn

CANARY = "Kanarien✱vogel"  # no address can hold it: what a page echoes of one is no leak
UNTOUCHED = {"members_session", "forums_readmark"}  # what a visit may write
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AT_THE_DOOR = {"unverified", "halfway"}  # they come in by the form, as far as it lets them
_HANDLER = Client().handler  # its chain of middleware is built once, not for each look
COUNTED = {"members_authenticator", "members_securityevent"}
# Opening a notice is reading it, and so is looking at a conversation; a page of the staff about a member says who opened it; a wrong
# code is counted.
MAY_WRITE = {
    "members:login_code": COUNTED,
    "members:login_passkey": COUNTED,
    "notifications:notice_detail": {"notifications_notice"},
    "moderation:item_detail": {"moderation_reviewitem"},  # that a person has looked
    "admin:moderation_reviewitem_change": {"moderation_reviewitem"},
    "admin:moderation_reviewitem_history": {"moderation_reviewitem"},
    "rooms:room_detail": {"rooms_seat"},  # how far one has read; of a host, that they are there
    "rooms:room_lines": {"rooms_seat"},
    "admin:members_member_change": {"activity_activity"},
    "rooms:conversation_detail": {"rooms_seat", "notifications_notice"},
    "rooms:conversation_lines": {"rooms_seat", "notifications_notice"},
}


def read(name: str) -> dict:
    return tomllib.loads((Path(__file__).parent / name).read_text())


def rows(table: dict):
    """(name, method, shade, outcome of each role) for every line of a matrix."""
    return [
        pytest.param(name, method, shade, words.split(), id=f"{name}-{method}-{shade}")
        for page in table["page"]
        for method in ("GET", "POST")
        for shade, words in page.get(method, {}).items()
        for name in page["names"]
    ]


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


@dataclass
class Crowd:
    """People by role, signed in once; what they meet is undone after each look."""

    people: dict
    sessions: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)

    def sign_in(self) -> None:
        for role, person in self.people.items():
            client = SignedIn()
            if role in AT_THE_DOOR:
                form = {"login": person.email, "password": PASSWORD}
                assert client.post(reverse("account_login"), form).status_code == 302
            else:
                client.force_login(person, backend=BACKEND)
                client.get(reverse("members:accessibility"))  # the session's use is noted hourly
            self.sessions[role] = client.cookies
        self.before = fingerprint()

    def client(self, role: str) -> Client:
        client = Client()
        client.handler = _HANDLER
        for name, morsel in self.sessions.get(role, {}).items():
            client.cookies[name] = morsel.value
        return client


def look(crowd: Crowd, roles, outcomes, name, method, address, data) -> None:
    """Ask for one address as each role, and hold what they get against the matrix."""
    assert len(outcomes) == len(roles)
    got, leaks, changes = [], {}, {}
    for role, outcome in zip(roles, outcomes, strict=True):
        with transaction.atomic():
            client = crowd.client(role)
            writes = Writes()
            with connection.execute_wrapper(writes):
                response = client.get(address) if method == "GET" else client.post(address, data)
            got.append(seen(client, response, address))
            if response.streaming:
                list(response.streaming_content)  # read to its end a file is closed
            if outcome != "ok" and CANARY in response.text:
                leaks[role] = outcome
            if writes.seen and (outcome != "ok" or method == "GET"):
                after = fingerprint()
                changes[role] = {table for table in after if after[table] != crowd.before[table]}
            transaction.set_rollback(True)

    assert dict(zip(roles, got, strict=True)) == dict(zip(roles, outcomes, strict=True))
    assert leaks == {}
    assert set().union(*changes.values()) <= MAY_WRITE.get(name, set())


class Writes:
    """Notes whether a request wrote at all: only then are all tables compared."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.seen.append(sql)
        return execute(sql, params, many, context)


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
    if target == reverse("members:second_factor_new"):
        return "factor"
    if target == reverse("moderation:norms_accept"):
        return "norms"
    if target == "/" and response.wsgi_request.method == "GET":
        return "home"
    return "no" if was_refused(response) else "ok"


def was_refused(response) -> bool:
    """Whether the page that one is sent to will say that it was not done."""
    said = get_messages(response.wsgi_request)._queued_messages
    return any(message.level == messages.ERROR for message in said)


def fingerprint() -> dict[str, int]:
    """What every table holds, in one number each, but for those that a visit may touch."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - UNTOUCHED)
        parts = [
            f"SELECT '{table}', count(*) + coalesce(sum(hashtext(t::text)::bigint), 0) FROM {table} t"
            for table in tables
        ]
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
