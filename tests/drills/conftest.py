"""A site that the drills may break, and people who use it over plain HTTP."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPErrorProcessor, Request, build_opener

import psycopg
import pytest

from peersupport.core import places
from tests.browser.site import PASSWORD, SAY_DATABASE, Site, free_port

HIDDEN = r'name="{}" value="([^"]*)"'


def eventually(is_so: Callable[[], object], seconds: float = 30, every: float = 0.1) -> float:
    """Wait until something holds. Returns how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with contextlib.suppress(OSError, psycopg.OperationalError):
            if is_so():
                return time.monotonic() - began
        time.sleep(every)
    raise AssertionError(f"not so after {seconds:.0f} seconds")


def listing(*columns: str) -> list[list[str]]:
    """What runs on this machine."""
    names = ",".join(f"{column}=" for column in columns)
    done = subprocess.run(["ps", "-eww", "-o", names], capture_output=True, text=True, check=True)
    return [line.split(maxsplit=len(columns) - 1) for line in done.stdout.splitlines()]


def living(pids: set[int]) -> list[list[str]]:
    """Those that still run; a zombie does not."""
    return [
        row for row in listing("pid", "stat", "args") if int(row[0]) in pids and row[1][0] != "Z"
    ]


@dataclass
class DrillSite(Site):
    """A demo whose processes are stopped, killed and counted."""

    seen: set[int] = field(default_factory=set)

    @cached_property
    def sockets(self) -> dict[str, str]:
        return json.loads(self.manage("shell", "-v0", "-c", SAY_DATABASE))

    def sql(self, statement: str, *values) -> list[tuple]:
        with psycopg.connect(**self.sockets, autocommit=True) as connection:
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []

    def words(self) -> dict[str, str]:
        """What /readyz says."""
        return json.loads(Person(self).get("/readyz").text)

    def wait_until_well(self, seconds: float = 60) -> float:
        """Every part answers. Returns how many seconds that took."""
        return eventually(lambda: set(self.words().values()) == {"ok"}, seconds)

    def family(self) -> set[int]:
        """The supervisor, and all that it and its children started."""
        parents = {int(pid): int(parent) for pid, parent in listing("pid", "ppid")}
        found, size = {self.process.pid}, 0
        while len(found) > size:
            size = len(found)
            found |= {child for child, parent in parents.items() if parent in found}
        self.seen |= found
        return found

    def message_ids(self) -> list[str]:
        """Of every letter that left, as often as it left."""
        files = (self.data_dir / "mail").glob("*.log")
        text = "\n".join(file.read_text(errors="replace") for file in files)
        return re.findall(r"^Message-ID: (\S+)$", text, re.MULTILINE)

    def traces(self) -> list[str]:
        """Living processes that name this site's sockets, folder or port."""
        marks = (self.sockets["host"], str(self.data_dir), f"--port {self.port} ")
        running = [
            args + " " for _, state, args in listing("pid", "stat", "args") if state[0] != "Z"
        ]
        return [args for args in running if any(mark in args for mark in marks)]


@pytest.fixture(scope="package")
def site():
    site = DrillSite(places.data_dir() / "drills", free_port())
    site.data_dir.mkdir(parents=True, exist_ok=True)
    site.start("--fresh")
    yield site
    site.stop()
    for pid, *_rest in living(site.seen):
        os.kill(int(pid), signal.SIGKILL)  # what a failed drill left behind


@pytest.fixture
def person(site):
    """Somebody with a session of their own: `person()` a visitor, `person("amara")` signed in."""
    return lambda handle="": Person(site).log_in(handle) if handle else Person(site)


@pytest.fixture
def question(site):
    """The address of a question that members may reply to."""
    return site.sql(
        "SELECT '/t/' || t.id || '/' || t.slug || '/' FROM forums_topic t"
        " JOIN forums_category c ON c.id = t.category_id"
        " WHERE c.slug = 'study-skills' AND NOT is_locked AND last_number BETWEEN 2 AND 10"
        " ORDER BY t.id LIMIT 1"
    )[0][0]


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str
    seconds: float


class AsItCame(HTTPErrorProcessor):
    """Redirects and errors are answers like any other."""

    def http_response(self, request, response):
        return response


class Person:
    """A browser without a window: it keeps cookies and follows nothing."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), AsItCame())

    def log_in(self, handle: str) -> "Person":
        form = self.form("/accounts/login/")
        sent = self.post(
            "/accounts/login/", **form, login=f"{handle}@demo.example", password=PASSWORD
        )
        assert sent.status == 302, sent.text
        return self

    def get(self, path: str, seconds: float = 20) -> Answer:
        return self._send(Request(self.site.url + path), seconds)

    def post(self, path: str, seconds: float = 20, **fields: str) -> Answer:
        data = urlencode(fields).encode()
        return self._send(Request(self.site.url + path, data=data), seconds)

    def form(self, path: str, part: str = "") -> dict[str, str]:
        """The hidden fields of the first form on a page that follows `part`."""
        page = self.get(path)
        assert page.status == 200, page.text
        form = page.text.partition(part)[2] if part else page.text.partition("<main")[2]
        names = ("csrfmiddlewaretoken", "submit_token")
        found = {name: re.search(HIDDEN.format(name), form) for name in names}
        return {name: match[1] for name, match in found.items() if match}

    def reply_form(self, topic: str) -> dict[str, str]:
        return self.form(topic, 'id="reply"')

    def reply(self, topic: str, body: str, form: dict[str, str] | None = None) -> Answer:
        fields = form or self.reply_form(topic)
        return self.post(f"/t/{topic.split('/')[2]}/-/reply/", **fields, body=body)

    def _send(self, request: Request, seconds: float) -> Answer:
        began = time.monotonic()
        with self.opener.open(request, timeout=seconds) as response:
            text = response.read().decode()
            where = response.headers.get("Location", "")
            return Answer(response.status, text, where, time.monotonic() - began)
