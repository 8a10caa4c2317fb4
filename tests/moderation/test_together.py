"""Several moderators at once: one decides, the others learn who it was."""

import threading

import pytest
from django.db import connection

from forums.actions import reply
from forums.models import Post
from moderation.actions import clean_up, decide, report, tell_decided
from moderation.models import CleanUp, Decision, NormRule, ReviewItem, Sanction, Step
from moderation.registry import Act
from peersupport.core.exceptions import Conflict
from peersupport.members.models import Member, Role
from peersupport.notifications.models import Letter, Notice
from tests.conftest import new_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(committed, topic, asker):
    """An item about the last of three posts of one member."""
    author = new_member()
    posts = [reply(topic, author=author, body=f"Buy {n}.") for n in range(3)]
    return ReviewItem.objects.get(pk=report(posts[2], reporter=asker, reason="spam").item_id)


def together(work, people):
    """Let all of them do it in one moment. Returns what came of it for each, or what was raised."""
    start, results = threading.Barrier(len(people)), []

    def run(person):
        try:
            start.wait(timeout=10)
            results.append(work(person))
        except Exception as raised:  # noqa: BLE001  each thread tells its own
            results.append(raised)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(people)
    return results


def test_ten_moderators_make_one_decision_and_nine_learn_whose(waiting):
    people = [new_member(role=Role.MODERATOR) for _ in range(10)]
    norm = NormRule.objects.get(key="spam")
    how = {"act": Act.HIDE, "step": Step.PAUSE, "days": 1, "norm": norm, "facts": "An advert."}

    results = together(lambda by: decide(waiting, by=by, version=waiting.version, **how), people)

    decision = Decision.objects.get()
    late = [each for each in results if isinstance(each, Conflict)]
    assert len(late) == 9
    assert {each.current.made_by for each in late} == {decision.made_by}
    assert Sanction.objects.count() == 1
    assert Post.objects.filter(standing="hidden").count() == 1


def test_two_clean_ups_have_one_effect(waiting):
    people = [new_member(role=Role.MODERATOR) for _ in range(2)]
    norm = NormRule.objects.get(key="spam")
    how = {"since_days": 2, "step": Step.BAN, "norm": norm, "facts": "Adverts."}

    results = together(lambda by: clean_up(waiting, by=by, version=waiting.version, **how), people)

    assert sorted(type(each).__name__ for each in results) == ["CleanUp", "Conflict"]
    assert len(CleanUp.objects.get().hidden) == 2
    assert Post.objects.filter(standing="hidden").count() == 3
    assert Member.objects.get(pk=waiting.author_id).is_suspended


def test_two_clocks_send_one_statement(waiting, moderator):
    norm = NormRule.objects.get(key="spam")
    decide(waiting, by=moderator, version=waiting.version, step=Step.WARN, norm=norm, facts="So.")
    Decision.objects.update(made_at="2026-01-01T00:00Z")

    assert sorted(together(lambda _person: tell_decided(), [1, 2])) == [0, 1]
    assert Letter.objects.count() == Notice.objects.filter(recipient=waiting.author).count() == 1
