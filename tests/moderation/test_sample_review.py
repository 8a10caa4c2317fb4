import pytest

from moderation.actions import decide, open_item
from moderation.models import Decision, ItemNote, NormRule, Sample, SampledDecision, Step
from peersupport.activity.models import Activity


@pytest.fixture
def sampled(topic, moderator):
    item = open_item(topic.posts.get(number=1), reason="unkind")
    norm = NormRule.objects.get(key="kindness")
    decision = decide(
        item, by=moderator, version=1, step=Step.WARN, norm=norm, facts="Two insults."
    )
    sample = Sample.objects.create(week="2026-03-02", seed=1, drawn_from=1)
    return SampledDecision.objects.create(sample=sample, decision=decision, decided_by=moderator)


def test_shows_the_decision_and_not_who_made_it(client, sampled, administrator, moderator):
    client.force_login(administrator)

    text = client.get(sampled.get_absolute_url()).text

    assert "Kept, Warn" in text
    assert "Two insults." in text
    assert moderator.display_name not in text.replace("Moderators", "")


def test_to_disagree_one_says_why(client, sampled, administrator):
    client.force_login(administrator)

    response = client.post(sampled.get_absolute_url(), {"opinion": "other", "why": " "})

    assert response.status_code == 422
    assert "Say what you would have decided" in response.text
    sampled.refresh_from_db()
    assert sampled.agrees is None


def test_an_opinion_changes_no_decision_and_can_leave_a_note(client, sampled, administrator):
    before = Decision.objects.values().get()
    client.force_login(administrator)
    facts = {"opinion": "other", "why": "A message would do.", "note": "on"}

    assert client.post(sampled.get_absolute_url(), facts).status_code == 302

    sampled.refresh_from_db()
    assert (sampled.agrees, sampled.reviewer, sampled.why) == (
        False, administrator, "A message would do.",
    )  # fmt: skip
    assert ItemNote.objects.get().text == "A message would do."
    assert Decision.objects.values().get() == before
    row = Activity.objects.get(verb="moderation.reviewed_again")
    assert row.data == {"decision": sampled.decision_id, "agrees": False}
    assert client.get(sampled.get_absolute_url()).status_code == 404


def test_a_look_at_something_private_is_on_record_first(client, sampled, administrator):
    item = sampled.decision.item
    type(item).objects.filter(pk=item.pk).update(is_private=True)
    client.force_login(administrator)

    client.get(sampled.get_absolute_url())

    row = Activity.objects.get(verb="moderation.private_read")
    assert (row.actor, row.target_id, row.is_audited) == (administrator, item.pk, True)
