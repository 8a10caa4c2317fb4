"""Redis frozen and Redis killed: pages do not wait for it, and no letter is lost over it."""

import os
import signal

import pytest

from .conftest import eventually

PAGES = ["/", "/forums/", "/forums/study-skills/", "/notifications/", "/members/lena/",
         "/settings/profile/", "/help-now/", "/about/norms/"]  # fmt: skip


@pytest.fixture
def talk(site, person, question):
    """Amara follows a topic; Lena is about to reply there."""
    amara, lena = person("amara"), person("lena")
    assert amara.reply(question, "Who else has tried this?").status == 302
    return amara, lena, lena.reply_form(question)


def test_pages_do_not_wait_for_a_frozen_redis(site, person, question, talk):
    amara, lena, form = talk
    redis = site.pid("redis")

    os.kill(redis, signal.SIGSTOP)
    try:
        pages = {path: amara.get(path) for path in [*PAGES, question]}
        visitor = person().get("/accounts/login/")
        words = site.words()
        sent = lena.reply(question, "I did, while Redis was frozen.", form)
    finally:
        os.kill(redis, signal.SIGCONT)

    assert {path: page.status for path, page in pages.items()} == dict.fromkeys(pages, 200)
    assert {path: page.seconds for path, page in pages.items() if page.seconds > 3} == {}
    assert (visitor.status, visitor.seconds < 3) == (200, True)
    assert (words["database"], words["redis"]) == ("ok", "away")
    assert (sent.status, sent.seconds < 10) == (302, True), sent
    site.wait_until_well()
    assert letter_about(site, sent)


def test_a_killed_redis_comes_back_and_so_do_the_letters(site, person, question, talk):
    amara, lena, form = talk
    redis = site.pid("redis")

    os.kill(redis, signal.SIGKILL)
    sent = lena.reply(question, "I did, while Redis was dead.", form)
    pages = {path: amara.get(path) for path in PAGES}

    assert sent.status == 302, sent
    assert {path: page.status for path, page in pages.items()} == dict.fromkeys(pages, 200)
    eventually(lambda: site.pid("redis") != redis, 15)
    site.wait_until_well()
    assert amara.get("/notifications/").status == 200, "still signed in"
    assert letter_about(site, sent)


def letter_about(site, sent):
    """Wait for Amara's letter about the reply that was sent."""
    number = sent.location.rpartition("-")[2]
    address = sent.location.partition("?")[0].partition("#")[0]
    return site.link_in_letter_to("amara@demo.example", rf"http://\S+{address}{number}/", 60)
