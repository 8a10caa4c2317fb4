from email.message import EmailMessage

import pytest
from django.urls import reverse

MAIL = reverse("notifications:dev_mail")


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.MAIL_FOLDER = True, tmp_path
    return tmp_path


def test_shows_the_demos_letters(client, db, demo):
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "ada@example.org", "Grüße <b>von</b> uns"
    mail.set_content("Open http://127.0.0.1:8000/accounts/ <now>")
    (demo / "1.log").write_bytes(mail.as_bytes() + b"\n" + b"-" * 79 + b"\n")

    response = client.get(MAIL, {"nonsense": "1"})

    assert response.status_code == 200
    assert "ada@example.org" in response.text
    assert "Grüße &lt;b&gt;von&lt;/b&gt; uns" in response.text
    assert '<a href="http://127.0.0.1:8000/accounts/"' in response.text
    assert "&lt;now&gt;" in response.text


def test_says_when_no_letter_was_sent(client, db, demo):
    assert "No letter has been sent yet." in client.get(MAIL).text


@pytest.mark.parametrize("name", ["", "stranger", "administrator"])
def test_does_not_exist_outside_the_demo(client, request, db, name):
    if name:
        client.force_login(request.getfixturevalue(name))

    assert client.get(MAIL).status_code == 404
