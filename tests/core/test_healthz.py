from django.urls import reverse


def test_says_that_this_process_answers_without_asking_the_database(client):
    # There is no `db` fixture here, so a query would be an error.
    response = client.get(reverse("core:healthz"), {"nonsense": "1"})

    assert response.status_code == 200
    assert response.json() == {"process": "ok"}
    assert not response.cookies
