from django.urls import reverse

COMPONENTS = reverse("core:dev_components")


def test_shows_every_component_without_the_database_of_the_community(client, db):
    response = client.get(COMPONENTS, {"nonsense": "1"})

    assert response.status_code == 200
    for words in ("Notices", "Topics", "Posts", "Categories", "There is a problem"):
        assert words in response.text


def test_does_not_exist_in_production(client, db, settings):
    settings.DEMO, settings.MODE = False, "production"

    assert client.get(COMPONENTS).status_code == 404
