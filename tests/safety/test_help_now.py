from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from moderation.safety.lines import LINES
from peersupport.core.duty import write_spans

HELP = reverse("safety:help_now")


def test_says_whom_to_call_without_asking_the_database(client):
    # There is no `db` fixture here, so a query would be an error.
    response = client.get(HELP, {"nonsense": "1"})

    assert response.status_code == 200
    assert LINES[0].phone == "112"
    for line in LINES:
        assert line is LINES[0] or str(line.name).replace("&", "&amp;") in response.text
        if line.phone:
            assert f'href="tel:{line.phone.replace(" ", "")}"' in response.text
        if line.text:
            assert f'href="sms:{line.text}"' in response.text
        if line.link:
            assert f'href="{line.link}"' in response.text


def test_may_be_kept_by_caches_and_sets_no_cookie(client):
    response = client.get(HELP)

    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_shows_nothing_of_who_is_signed_in(client, stranger):
    before = client.get(HELP).text
    client.force_login(stranger)

    response = client.get(HELP)

    assert response.text == before
    assert response["Cache-Control"] == "public, max-age=60"
    assert stranger.handle not in response.text


def test_answers_a_visitor_with_a_session_while_the_database_is_away(client):
    client.cookies["session"] = client.cookies["sessionid"] = "any-session-key"

    assert client.get(HELP).status_code == 200


def test_needs_no_script(client):
    text = client.get(HELP).text

    assert "<form" not in text
    assert "onclick" not in text


def test_says_whether_somebody_is_on_duty(client):
    now = timezone.now()
    assert "on duty" not in client.get(HELP).text  # nobody knows

    write_spans([(now - timedelta(hours=1), now + timedelta(hours=1))])
    assert "Somebody from our team is on duty" in client.get(HELP).text

    write_spans([(now + timedelta(hours=1), now + timedelta(hours=2))])
    text = " ".join(client.get(HELP).text.split())
    hour = timezone.localtime(now + timedelta(hours=1)).strftime("%H:%M")
    assert (
        f"Nobody from our team is on duty until {hour} (UTC). These services are open now." in text
    )

    write_spans([])
    assert "Nobody from our team is on duty just now." in client.get(HELP).text
