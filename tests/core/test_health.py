import time

import pytest

from peersupport.core.health import HEARTBEAT_SECONDS, beat_heart, heartbeat_client, ready


@pytest.fixture
def hearts(db):
    client = heartbeat_client()
    client.delete("heartbeat:worker", "heartbeat:beat")
    yield client
    client.delete("heartbeat:worker", "heartbeat:beat")
    client.close()


def test_worker_and_beat_are_away_until_they_say_so(hearts):
    assert ready() == {"database": "ok", "redis": "ok", "worker": "away", "beat": "away"}

    beat_heart("worker")

    assert ready() == {"database": "ok", "redis": "ok", "worker": "ok", "beat": "away"}


def test_a_heart_that_was_silent_for_long_counts_as_away(hearts):
    hearts.set("heartbeat:beat", int(time.time()) - HEARTBEAT_SECONDS - 1)

    assert ready()["beat"] == "away"


def test_a_heart_is_forgotten_in_the_end(hearts):
    beat_heart("beat")

    assert 0 < hearts.ttl("heartbeat:beat") <= 600


def test_a_heart_beats_on_while_redis_is_away(db, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    beat_heart("worker")

    assert ready() == {"database": "ok", "redis": "away", "worker": "unknown", "beat": "unknown"}
