from django.urls import reverse

PAGE = reverse("members:privacy")


def test_is_open_to_everybody(client, stranger):
    for _ in range(2):
        response = client.get(PAGE, {"nonsense": "1"})
        assert response.status_code == 200
        assert "<h1>Privacy</h1>" in " ".join(response.text.split()).replace("<h1 >", "<h1>")
        client.force_login(stranger)


def test_changes_nothing_when_posted_to(client, db):
    assert client.post(PAGE, {"title": "x"}).status_code in {200, 405}


def test_says_what_is_kept_and_who_sees_it(client, db):
    text = client.get(PAGE).text

    assert "What is kept" in text
    assert "Your e-mail address is never shown to other members." in text
