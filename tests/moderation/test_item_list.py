from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.actions import claim, look_after, report
from moderation.models import Decision, Priority, ReviewItem

URL = "/moderation/queue/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def wait(make_topic, make_member):
    """Let something wait for a moderator, reported by somebody new."""

    def make(reason="unkind", **columns):
        made = report(make_topic().posts.get(), reporter=make_member(), reason=reason)
        ReviewItem.objects.filter(pk=made.item_id).update(**columns)
        return ReviewItem.objects.get(pk=made.item_id)

    return make


def listed(response):
    return [row.item for row in response.context["rows"]]


def test_the_most_urgent_comes_first_in_words(client, moderator, wait):
    calm, urgent = wait("spam"), wait("worry")
    long_ago = timezone.now() - timedelta(hours=2)
    late = wait(opened_at=long_ago, look_by=long_ago + timedelta(hours=1))
    client.force_login(moderator)

    response = client.get(URL)

    assert listed(response) == [urgent, late, calm]
    for words in ("P1 Risk to somebody", "Worry about a person", "2 h of 1 h, late",
                  "A post, <bdi>Study skills</bdi>. 1 report"):  # fmt: skip
        assert words in response.text


def test_tabs_filters_and_counts_agree(client, moderator, another, wait):
    mine, theirs, free = (
        wait(),
        wait(),
        wait("spam", looked_at=timezone.now(), act_by=timezone.now()),
    )
    claim(mine, by=moderator)
    claim(theirs, by=another)
    client.force_login(moderator)

    pages = {name: client.get(URL, {"show": name}) for name in ("all", "mine", "free", "late")}

    assert listed(pages["mine"]) == [mine]
    assert listed(pages["free"]) == listed(pages["late"]) == [free]
    assert [tab["count"] for tab in pages["all"].context["queue"].tabs] == [3, 1, 1, 1]
    place = f"{free.place_type_id}-{free.place_id}"
    narrow = {"place": place, "kind": free.target_type_id, "age": "target"}
    assert listed(client.get(URL, narrow)) == [free]
    assert "matches these filters" in client.get(URL, {"show": "mine", "age": "target"}).text
    assert len(listed(client.get(URL, {"place": "0-0", "age": "x", "after": "9.x"}))) == 3


def test_pages_follow_each_other_without_a_gap(client, moderator, wait, monkeypatch):
    monkeypatch.setattr("moderation.views.queue.SHOWN", 2)
    items = [wait("worry"), wait(), wait(), wait("spam"), wait("spam")]
    client.force_login(moderator)

    first = client.get(URL)
    second = client.get(first.context["pages"]["older"])
    third = client.get(second.context["pages"]["older"])

    assert listed(first) + listed(second) + listed(third) == items
    assert third.context["pages"]["older"] == ""
    assert listed(client.get(third.context["pages"]["newer"])) == items[2:4]


def test_what_one_leaves_to_others_is_not_there_unless_asked(client, moderator, wait):
    heavy = wait(themes=["grief"])
    look_after(moderator, left_out=["grief"], off_until=None)
    client.force_login(moderator)

    response = client.get(URL)

    assert listed(response) == []
    assert response.context["queue"].total == 0
    assert "Loss and grief" in response.text
    assert listed(client.get(URL, {"also": "1"})) == [heavy]


def test_nobody_waits(client, moderator, decided):
    decided()
    client.force_login(moderator)

    text = client.get(URL).text

    assert "Nobody is waiting for you" in text
    assert "1 item<" in text


def test_a_private_place_is_not_named_to_who_only_moderates_the_site(client, moderator, wait):
    wait(is_private=True)
    client.force_login(moderator)

    text = client.get(URL).text

    assert "A private place" in text
    assert "Study skills" not in text


def test_its_statements_do_not_grow(
    client, moderator, wait, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("moderation.views.queue.SHOWN", 5)
    client.force_login(moderator)
    wait()
    client.get(URL)
    with django_assert_max_num_queries(15) as few:
        client.get(URL)
    for reason in ["spam", "worry", "unkind"] * 2:
        wait(reason)

    with django_assert_max_num_queries(len(few)):
        response = client.get(URL)
    assert len(listed(response)) == 5


def test_only_for_who_moderates_something(client, moderator, stranger, wait, settings):
    wait()
    client.force_login(stranger)
    assert client.get(URL).status_code == 404
    client.force_login(moderator)
    assert "moderation/queue/" in client.get("/").text
    settings.MODERATOR_QUALIFICATION = "moderating"
    assert client.get(URL).status_code == 404


def test_what_was_decided_a_moment_ago_can_be_undone_from_here(client, moderator, decided):
    made = decided()
    client.force_login(moderator)

    assert f"/moderation/queue/{made.item_id}/undo/" in client.get(URL, {"done": made.pk}).text
    Decision.objects.update(made_at=timezone.now() - timedelta(seconds=31))
    assert "/undo/" not in client.get(URL, {"done": made.pk}).text


def test_the_admin_shows_the_same(client, moderator, wait):
    item = wait(priority=Priority.DANGER)
    client.force_login(moderator)

    text = client.get("/admin/moderation/reviewitem/").text

    assert f"/admin/moderation/reviewitem/{item.pk}/change/" in text
    assert 'name="frame" value="admin"' in text
    assert "/admin/moderation/reviewitem/" in client.get("/admin/").text
