import socket

from django.db import transaction
from django.urls import reverse

READY = reverse("core:readyz")


def test_has_a_word_for_each_part(client, db):
    response = client.get(READY, {"nonsense": "1"})

    words = response.json()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert set(words) == {"database", "redis", "worker", "beat"}
    assert (words["database"], words["redis"]) == ("ok", "ok")


def test_is_ready_to_serve_pages_while_redis_is_away(client, db, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    response = client.get(READY)

    assert response.status_code == 200
    assert response.json() == {
        "database": "ok", "redis": "away", "worker": "unknown", "beat": "unknown",
    }  # fmt: skip


def test_is_not_ready_while_the_database_takes_no_statement(client, db):
    transaction.set_rollback(True)

    response = client.get(READY)

    assert response.status_code == 503
    assert response.json()["database"] == "away"
    assert response["Cache-Control"] == "no-store"


def test_tells_nothing_of_where_its_parts_are(client, db, settings):
    text = client.get(READY).text

    assert settings.REDIS_URL not in text
    assert socket.gethostname() not in text
