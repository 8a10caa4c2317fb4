"""The demo killed, interrupted, started again: the data stays, and no process is left behind."""

import signal
import subprocess
import sys
import time

from peersupport.core import places
from tests.browser.site import STOP_SECONDS

from .conftest import eventually, living

ROWS = "SELECT (SELECT count(*) FROM forums_post), (SELECT count(*) FROM members_member)"


def test_a_command_uses_the_servers_that_run(site):
    site.wait_until_well()
    postgres, redis = site.pid("postgres"), site.pid("redis")

    assert "Everything adds up." in site.manage("check_invariants")

    assert (site.pid("postgres"), site.pid("redis")) == (postgres, redis)
    assert set(site.words().values()) == {"ok"}


def test_it_starts_again_after_it_was_killed(site, person, question):
    sent = person("amara").reply(question, "Written before the supervisor was killed.")
    rows, first = site.sql(ROWS), site.family()

    site.process.kill()
    site.process.wait(5)
    orphans = living(first)
    site.start()

    assert sent.status == 302
    assert len(orphans) > 5, "its children outlived it, as they do"
    assert living(first) == []
    assert site.sql(ROWS) == rows
    assert "Written before the supervisor was killed." in person("amara").get(question).text
    site.wait_until_well()


def test_impatient_interrupts_stop_everything(site):
    family, began = site.family(), time.monotonic()

    for _ in range(3):
        site.process.send_signal(signal.SIGINT)
        time.sleep(0.3)
    site.process.wait(2 * STOP_SECONDS)

    assert time.monotonic() - began < STOP_SECONDS
    assert living(family) == []
    assert site.traces() == []
    assert "Traceback" not in site.output()
    assert site.process.returncode == 0


def test_a_command_starts_servers_for_itself_where_none_run(site):
    assert site.traces() == []

    assert "Everything adds up." in site.manage("check_invariants")

    assert site.traces() == []


def test_an_interrupt_while_it_starts_leaves_nothing(site):
    with site.log.open("w") as log:
        site.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"], cwd=places.BASE_DIR, env=site.env(),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    eventually(lambda: len(site.family()) > 3)
    family = site.family()

    site.process.send_signal(signal.SIGINT)
    site.process.wait(STOP_SECONDS)

    assert living(family) == []
    assert site.traces() == []
    assert "Traceback" not in site.output()
