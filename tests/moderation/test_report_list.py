from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.actions import found
from groups.models import Group
from moderation.actions import note_look, report
from moderation.models import Decision, Report
from peersupport.members.models import Tier

PAGE = reverse("moderation:report_list")


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


@pytest.fixture
def decide(moderator):
    """A decision about what a report is about, a minute ago."""

    def make(made, **facts):
        defaults = {"made_at": timezone.now() - timedelta(minutes=1), "facts": "A canary’s facts."}
        return Decision.objects.create(
            item=made.item, target_type=made.target_type, target_id=made.target_id,
            made_by=moderator, **(defaults | facts),
        )  # fmt: skip

    return make


def test_shows_how_far_each_has_come(signed_in, stranger, moderator, topic, helper, decide):
    waiting = report(topic, reporter=stranger, reason="spam")
    looked_at = report(topic.posts.get(), reporter=stranger, reason="unkind")
    decided = report(helper, reporter=stranger, reason="other")
    note_look(looked_at.item, by=moderator)
    decision = decide(decided)

    text = signed_in.get(PAGE).text
    assert text.index(f"R-{decided.pk}") < text.index(f"R-{looked_at.pk}")
    assert text.index(f"R-{looked_at.pk}") < text.index(f"R-{waiting.pk}")
    for words in (
        f"Topic “{topic.title}”", f"Post 1 in “{topic.title}”", "Profile of Helper",
        "It waits for a moderator.", "A moderator is looking at it.", "found no norm broken.",
        "You can mute or block somebody at any time.",
    ):  # fmt: skip
        assert words in text
    assert text.count('aria-current="step"') == 3

    Decision.objects.filter(pk=decision.pk).update(act="hide")
    assert "We agreed with you and acted on it." in signed_in.get(PAGE).text
    Decision.objects.filter(pk=decision.pk).update(state="overturned", undone_at=timezone.now())
    assert "Somebody else looked again" in signed_in.get(PAGE).text
    Decision.objects.filter(pk=decision.pk).update(state="in_force", made_at=timezone.now())
    text = signed_in.get(PAGE).text  # it can be taken back for half a minute
    assert "We agreed with you" not in text
    assert "canary" not in text


def test_a_worry_says_where_and_neither_who_nor_what_was_done(
    signed_in, stranger, moderator, topic, decide
):
    made = report(topic, reporter=stranger, reason="worry")
    note_look(made.item, by=moderator)
    text = signed_in.get(PAGE).text
    assert f"A worry about somebody in {topic.category.name}" in text
    assert "A trained person has seen it and is looking after it." in text
    decide(made, act="note", step="message")

    text = signed_in.get(PAGE).text

    assert "We can’t share more" in text
    assert "acted on it" not in text
    assert topic.title not in text
    assert topic.author.display_name not in text


def test_names_nothing_that_one_may_not_see_any_more(signed_in, stranger, make_member):
    leader = make_member(tier=Tier.SUPPORTER)
    group = found(founder=leader, name="Canary club", norms="Be kind.", kind=Group.Kind.OPEN)
    report(group, reporter=stranger, reason="spam")
    assert "Canary club" in signed_in.get(PAGE).text
    Group.objects.update(kind=Group.Kind.HIDDEN)

    text = signed_in.get(PAGE).text

    assert "Canary" not in text
    assert "A group" in text


def test_is_one_s_own_and_empty_at_first(client, stranger, helper, topic):
    report(topic, reporter=stranger, reason="spam")
    client.force_login(helper)

    text = client.get(PAGE).text

    assert topic.title not in text
    assert "You have reported nothing." in text
    assert "First look within 1 hour" in text


def test_costs_the_same_for_many_and_turns_pages(signed_in, stranger, make_topic, decide):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert signed_in.get(PAGE).status_code == 200
        return len(asked)

    decide(report(make_topic().posts.get(), reporter=stranger, reason="harm"))
    decide(report(make_topic(), reporter=stranger, reason="worry"))
    few = cost()
    for _ in range(10):
        for each in (make_topic().posts.get(), make_topic()):
            decide(report(each, reporter=stranger, reason="worry"))
    assert cost() <= few
    assert few <= 16

    text = signed_in.get(PAGE).text
    assert text.count("case-row") == 20
    oldest = Report.objects.earliest("pk")
    assert f">R-{oldest.pk}," not in text
    older = signed_in.get(PAGE, {"before": Report.objects.order_by("-pk")[19].pk}).text
    assert f">R-{oldest.pk}," in older
    assert older.count("case-row") == 2
    assert signed_in.get(PAGE, {"before": "nonsense"}).text.count("case-row") == 20
