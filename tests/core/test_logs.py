import json
import logging

import pytest
import structlog
from django.conf import settings as real
from django.urls import reverse

from peersupport.core.logs import KNOWN, keep_only_known, pseudonymous_member


@pytest.fixture
def lines():
    """Run the log lines of a test through the formatter of the settings; what each says."""
    formatter = structlog.stdlib.ProcessorFormatter(
        **{
            name: value
            for name, value in real.LOGGING["formatters"]["json"].items()
            if name != "()"
        }
    )
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(json.loads(formatter.format(record)))

    handler = Keep()
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_keeps_only_what_is_listed():
    line = {"event": "x", "code": 200, "email": "a@example.org", "request": "GET /t/1/secret/"}

    assert keep_only_known(None, "info", line) == {"event": "x", "code": 200}


@pytest.mark.parametrize(
    "name", ["email", "request", "path", "title", "body", "user_id", "ip", "user_agent", "password"]
)
def test_lists_nothing_that_tells_of_a_person(name):
    assert name not in KNOWN


def test_follows_a_member_without_naming_them(settings):
    first, same, other = (
        pseudonymous_member(None, "info", {"user_id": pk})["member"] for pk in (7, 7, 8)
    )
    settings.SECRET_KEY = "another secret"

    assert first == same != other
    assert pseudonymous_member(None, "info", {"user_id": 7})["member"] != first
    assert len(first) == 12
    assert pseudonymous_member(None, "info", {"user_id": None}) == {}
    assert pseudonymous_member(None, "info", {"event": "x"}) == {"event": "x"}


def test_a_request_leaves_no_personal_data_in_a_line(client, stranger, topic, lines):
    client.force_login(stranger)

    client.get(topic.get_absolute_url(), {"q": stranger.email}, headers={"User-Agent": "Secret/1"})
    client.get(f"/t/{topic.pk}/{topic.slug}/?page=99")
    client.post(reverse("forums:topic_reply", args=[topic.pk]), {"body": "My secret words."})

    text = json.dumps(lines)
    assert {line["event"] for line in lines} <= {"request_started", "request_finished"}
    assert {200, 302, 404} <= {line.get("code") for line in lines}
    for secret in (stranger.email, topic.slug, topic.title, "Secret/1", "secret words",
                   stranger.handle, "127.0.0.1", f"/t/{topic.pk}"):  # fmt: skip
        assert secret not in text
    for line in lines:
        assert set(line) <= KNOWN
        assert line["request_id"]
    assert all(line["member"] for line in lines if line["event"] == "request_finished")


def test_a_failed_login_leaves_no_address_in_a_line(client, stranger, lines):
    client.post(reverse("account_login"), {"login": stranger.email, "password": "a wrong phrase"})

    assert lines
    assert stranger.email not in json.dumps(lines)
    assert "a wrong phrase" not in json.dumps(lines)


def test_a_line_of_a_library_is_cut_down_too(lines):
    logging.getLogger("some.library").warning("gone", extra={"email": "a@example.org", "letter": 3})

    assert lines[0]["event"] == "gone"
    assert "a@example.org" not in json.dumps(lines)


def test_a_line_break_makes_no_second_line(lines):
    logging.getLogger("some.library").warning("one\ntwo\r\nthree")

    assert len(lines) == 1
