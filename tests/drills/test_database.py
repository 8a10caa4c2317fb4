"""PostgreSQL killed and PostgreSQL mute: help stays, what was acknowledged stays, all comes back."""

import os
import signal
import time

import pytest

from .conftest import eventually

PAGES = ["/", "/forums/", "/notifications/", "/accounts/login/"]


def test_what_was_acknowledged_outlives_a_killed_postgres(site, person, question):
    amara = person("amara")
    sent = amara.reply(question, "Written just before the lights went out.")
    postgres = site.pid("postgres")

    os.kill(postgres, signal.SIGKILL)
    began = time.monotonic()
    help_page = person().get("/help-now/")
    answers = [amara.get(path) for path in PAGES]
    eventually(lambda: amara.get("/forums/").status == 200, 15)
    seconds = time.monotonic() - began

    assert sent.status == 302
    assert (help_page.status, help_page.seconds < 2) == (200, True)
    assert {answer.status for answer in answers} <= {200, 503}
    for answer in answers:
        assert answer.status == 200 or "Your words" in answer.text or "your words" in answer.text
    assert seconds < 15
    assert site.pid("postgres") != postgres
    assert "Written just before the lights went out." in amara.get(sent.location).text
    site.wait_until_well()


@pytest.mark.parametrize("path", ["/forums/", "/accounts/login/"])
def test_help_is_there_while_postgres_does_not_answer(site, person, path):
    visitor = person()
    postgres = site.pid("postgres")

    os.kill(postgres, signal.SIGSTOP)
    try:
        page, help_page = visitor.get(path), person().get("/help-now/")
    finally:
        os.kill(postgres, signal.SIGCONT)

    assert page.status in {200, 503}
    assert page.seconds < 8
    assert (help_page.status, help_page.seconds < 2) == (200, True)
    site.wait_until_well()
