import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import delete
from groups.actions import found
from groups.models import Group
from moderation.actions import report
from moderation.models import Priority, Report, ReviewItem
from moderation.rules import MOST_REPORTS
from peersupport.core.duty import write_spans
from peersupport.members.actions import block, new_stand_in
from peersupport.members.models import Tier
from peersupport.notifications.models import Notice
from peersupport.reactions import settle


def address(thing, model="forums.post"):
    return reverse("moderation:report_new", args=[model, thing.pk])


@pytest.fixture
def post(topic):
    return topic.posts.get()


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def send(client, url, reason, **more):
    return client.post(url, {"reason": reason, "send": "1", **more})


def test_asks_in_two_steps_and_leads_to_the_receipt(signed_in, stranger, topic, post):
    text = signed_in.get(address(post), {"nonsense": "1"}).text
    assert "Step 1 of 2" in text
    assert f"Post 1 in “{topic.title}”, by <bdi>Asker</bdi>" in text
    assert text.index('value="worry"') < text.index('value="unkind"')
    assert "never told that it was you" in text

    second = signed_in.post(address(post), {"reason": "unkind"})
    assert second.status_code == 200
    assert "Step 2 of 2" in second.text
    assert "Kindness: No insults" in second.text
    assert not Report.objects.exists()

    response = send(signed_in, address(post), "unkind", note="Since Monday.")
    report = Report.objects.get()
    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    assert (report.reporter, report.target, report.reason) == (stranger, post, "unkind")
    assert report.note == "Since Monday."


def test_nothing_is_lost_on_the_way_back(signed_in, post):
    typed = {"reason": "unkind", "note": "Typed <b>words</b>.", "keep_away": ["mute"]}

    first = signed_in.post(address(post), typed | {"back": "1"})
    assert first.status_code == 200
    assert "Step 1 of 2" in first.text
    assert 'name="note" value="Typed &lt;b&gt;words&lt;/b&gt;."' in first.text
    assert 'name="keep_away" value="mute"' in first.text
    assert re.search(r'value="unkind"[^>]* checked', first.text)
    second = signed_in.post(address(post), typed | {"reason": "spam"})
    assert "Typed &lt;b&gt;words&lt;/b&gt;." in second.text
    assert re.search(r'value="mute"[^>]* checked', second.text)


def test_takes_whatever_an_area_answers_for(signed_in, topic, helper, make_member):
    leader = make_member(tier=Tier.SUPPORTER)
    group = found(founder=leader, name="Tea", norms="Be kind.", kind=Group.Kind.OPEN)
    things = {"forums.topic": topic, "groups.group": group, "members.member": helper}
    for label, thing in things.items():
        assert "What is wrong with this " in signed_in.get(address(thing, label)).text
        send(signed_in, address(thing, label), "spam")

    assert {row.target for row in Report.objects.all()} == set(things.values())


def test_not_one_s_own_profile_and_nobody_who_keeps_one_away(
    signed_in, stranger, helper, make_member
):
    block(helper, other=stranger)
    nobody = new_stand_in(1)
    for person in (stranger, helper, nobody):
        page = address(person, "members.member")
        assert signed_in.get(page).status_code == 404
        assert send(signed_in, page, "spam").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says", "step"),
    [
        ({"reason": ""}, "Choose what is wrong.", 1),
        ({"reason": "boring"}, "Choose what is wrong.", 1),
        ({"reason": "spam", "note": "Typed words." + "x" * 2000}, "at most 2000 characters", 2),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(signed_in, post, wrong, says, step):
    response = signed_in.post(address(post), {"note": "Typed words.", "send": "1"} | wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    assert "Typed words." in response.text
    assert f"Step {step} of 2" in response.text
    assert not Report.objects.exists()


def test_a_worry_promises_no_more_than_is_true(signed_in, post, settings, tmp_path):
    settings.DUTY_FILE, hour, now = tmp_path / "duty.json", timedelta(hours=1), timezone.now()

    def text(**sent):
        page = signed_in.post(address(post), sent) if sent else signed_in.get(address(post))
        return page.text

    for page in (text(), text(reason="worry")):
        assert "Nobody is on duty just now" in page
        assert "within 1 hour" not in page
    write_spans([(now - hour, now + hour)])
    assert "A trained person looks within 1 hour." in text()
    second = text(reason="worry")
    assert "A trained person looks within 1 hour" in second
    assert "Get help now" in second
    assert 'value="mute"' not in second

    send(signed_in, address(post), "worry")
    assert ReviewItem.objects.get().priority == Priority.RISK


def test_one_keeps_away_with_the_same_form(signed_in, stranger, post):
    assert "Mute Asker" in signed_in.post(address(post), {"reason": "unkind"}).text

    send(signed_in, address(post), "unkind", keep_away=["mute", "block"])

    assert stranger.mutes.get().other == post.author
    assert stranger.blocks.get().other == post.author
    again = signed_in.post(address(post), {"reason": "unkind"}).text
    assert "Mute Asker" not in again


def test_adds_a_second_report_to_the_first(signed_in, post):
    for note in ("One.", "Two.", "Two."):
        send(signed_in, address(post), "spam", note=note)
    assert Report.objects.get().note == "One.\n\nTwo."

    send(signed_in, address(post), "worry")
    report = Report.objects.select_related("item").get()
    assert (report.reason, report.item.priority) == ("worry", Priority.RISK)
    assert report.item.report_count == 1


def test_floods_end_but_a_worry_always_comes_through(signed_in, stranger, make_topic, post):
    posts = [make_topic().posts.get() for _ in range(MOST_REPORTS)]
    for each in posts:
        report(each, reporter=stranger, reason="spam")

    refused = send(signed_in, address(post), "spam", note="Typed words.")

    assert refused.status_code == 422
    assert "a lot in one hour" in refused.text
    assert "Typed words." in refused.text
    assert send(signed_in, address(post), "worry").status_code == 302
    Report.objects.update(reported_at=timezone.now() - timedelta(hours=2))
    assert send(signed_in, address(make_topic().posts.get()), "spam").status_code == 302


def test_nobody_learns_who_told(signed_in, stranger, post, client, helper):
    send(signed_in, address(post), "unkind", note="A canary’s words.")
    settle()

    assert not Notice.objects.filter(recipient=post.author).exists()
    client.force_login(post.author)
    page = client.get(post.get_absolute_url(), follow=True).text
    assert stranger.display_name not in page
    assert "canary" not in page


@pytest.mark.parametrize(
    "model",
    ["moderation.report", "moderation.moderated", "forums", "forums.", "x.y",
     "forums.nothing", "...", "sessions.session", "forums.category"],
)  # fmt: skip
def test_does_not_exist_for_what_cannot_be_reported(signed_in, post, model):
    assert signed_in.get(address(post, model)).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(signed_in, post, pk):
    response = signed_in.post(
        reverse("moderation:report_new", args=["forums.post", pk]), {"reason": "spam", "send": "1"}
    )

    assert response.status_code == 404


def test_does_not_exist_for_what_one_may_not_read(
    client, stranger, helper, moderator, topic, make_category, make_topic, make_post
):
    place = make_category(see=2, read=2, start=2, reply=2)
    hidden = make_topic(category=place, author=moderator).posts.get()
    gone = delete(make_post(topic), by=helper)
    assert client.post(address(hidden), {"reason": "spam"}).url.startswith(reverse("account_login"))
    client.force_login(stranger)

    for post in (hidden, gone):
        assert client.get(address(post)).status_code == 404
        assert client.post(address(post), {"reason": "spam", "send": "1"}).status_code == 404
    assert not Report.objects.exists()
