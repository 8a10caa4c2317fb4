from moderation.models import Decision, ReviewItem, Step
from moderation.registry import Act


def sent(item, kindness, **how):
    usual = {"act": "hide", "step": "warn", "norm": kindness.pk, "facts": "You called me names."}
    return {"version": ReviewItem.objects.get(pk=item.pk).version} | usual | how


def test_a_decision_is_kept_and_the_way_back_shown(client, moderator, item, kindness):
    client.force_login(moderator)

    response = client.post(
        f"/moderation/queue/{item.pk}/decide/", sent(item, kindness), follow=True
    )

    made = Decision.objects.get()
    assert (made.act, made.step, made.made_by) == (Act.HIDE, Step.WARN, moderator)
    assert f"Item {item.pk} is decided" in response.text
    assert f"/moderation/queue/{item.pk}/undo/" in response.text


def test_what_was_typed_stays_when_something_is_missing(client, moderator, item, kindness):
    client.force_login(moderator)

    data = sent(item, kindness, step="pause", days="2", facts="My own words.")
    response = client.post(f"/moderation/queue/{item.pk}/decide/", data)

    assert response.status_code == 422
    assert "My own words." in response.text
    assert "error-summary" in response.text
    assert not Decision.objects.exists()


def test_who_was_second_learns_who_was_first_and_loses_nothing(
    client, moderator, another, item, kindness, decided
):
    data = sent(item, kindness, facts="What I wanted to say.")
    decided(by=another)
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{item.pk}/decide/", data)

    assert response.status_code == 409
    assert "<bdi>Another</bdi> decided this 0 s ago" in response.text
    assert "What I wanted to say." in response.text
    assert "Hide it" in response.text
    assert Decision.objects.count() == 1


def test_what_came_in_meanwhile_is_read_first(client, moderator, item, kindness):
    client.force_login(moderator)

    data = sent(item, kindness, version="0", facts="My own words.")
    response = client.post(f"/moderation/queue/{item.pk}/decide/", data)

    assert response.status_code == 422
    assert "Something was added since you opened this" in response.text
    assert "My own words." in response.text
    assert f'value="{ReviewItem.objects.get().version}"' in response.text
    assert not Decision.objects.exists()
