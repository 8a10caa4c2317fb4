import pytest
from django.urls import reverse

from forums.actions import delete
from moderation.models import Report


def address(thing, model="forums.post"):
    return reverse("moderation:report_new", args=[model, thing.pk])


@pytest.fixture
def post(topic):
    return topic.posts.get()


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def test_says_what_is_reported_and_what_happens_next(signed_in, topic, post):
    response = signed_in.get(address(post), {"nonsense": "1"})

    assert response.status_code == 200
    assert f"Post 1 by <bdi>Asker</bdi> in “<bdi>{topic.title}</bdi>”" in response.text
    assert "never told that it was you" in response.text
    assert "Get help now" in response.text


@pytest.mark.parametrize("reason", Report.Reason.values)
def test_tells_staff(signed_in, stranger, topic, post, reason):
    response = signed_in.post(address(post), {"reason": reason, "note": "Since Monday."})

    report = Report.objects.get()
    assert (response.status_code, response.url) == (302, topic.permalink(1))
    assert (report.reporter, report.target, report.reason) == (stranger, post, reason)
    assert report.note == "Since Monday."
    text = signed_in.get(response.url, follow=True).text
    assert f"your reference is {report.pk}." in text


def test_takes_a_whole_topic_too(signed_in, topic):
    assert signed_in.get(address(topic, "forums.topic")).status_code == 200

    response = signed_in.post(address(topic, "forums.topic"), {"reason": "spam"})

    assert response.url == topic.get_absolute_url()
    assert Report.objects.get().target == topic


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": ""}, "Choose what it is about."),
        ({"reason": "boring"}, "boring is not one of the available choices"),
        ({"reason": "spam", "note": "Typed words." + "x" * 2000}, "at most 2000 characters"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(signed_in, post, wrong, says):
    response = signed_in.post(address(post), {"note": "Typed words."} | wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert says in response.text
    assert "Typed words." in response.text
    assert not Report.objects.exists()


def test_adds_a_second_report_to_the_first(signed_in, post):
    for note in ("One.", "Two.", "Two."):
        signed_in.post(address(post), {"reason": "spam", "note": note})

    assert Report.objects.get().note.startswith("One.\n\nTwo.")


@pytest.mark.parametrize(
    "model",
    ["members.member", "moderation.report", "moderation.moderated", "forums", "forums.", "x.y",
     "forums.nothing", "...", "sessions.session", "forums.category"],
)  # fmt: skip
def test_does_not_exist_for_what_cannot_be_reported(signed_in, post, model):
    assert signed_in.get(address(post, model)).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(signed_in, post, pk):
    response = signed_in.post(
        reverse("moderation:report_new", args=["forums.post", pk]), {"reason": "spam"}
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
        assert client.post(address(post), {"reason": "spam"}).status_code == 404
    assert not Report.objects.exists()
