import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from peersupport.core.cache import ForgivingRedisCache


@pytest.fixture
def away(tmp_path):
    """A cache whose Redis is not there; the pause after a failure ends with the test."""
    cache = ForgivingRedisCache(
        f"unix://{tmp_path}/nobody.sock", {"OPTIONS": {"socket_timeout": 0.5, "retry": None}}
    )
    cache._local.clear()
    ForgivingRedisCache._away_until = 0.0  # whatever a test before met
    yield cache
    cache._local.clear()
    ForgivingRedisCache._away_until = 0.0


def test_keeps_values_in_redis():
    cache.set("a", {"b": 1})

    assert cache.get("a") == {"b": 1}
    assert ForgivingRedisCache._away_until <= time.monotonic()


def test_keeps_values_of_its_own_while_redis_is_away(away):
    away.set("a", 1)
    away.set_many({"b": 2, "c": 3})

    assert away.get("a") == 1
    assert away.get_many(["a", "b", "c", "d"]) == {"a": 1, "b": 2, "c": 3}
    assert away.incr("a") == 2
    assert not away.add("a", 5)
    assert away.add("e", 5)
    assert away.has_key("a")
    assert "a" in away
    assert away.touch("a", 60)
    assert away.delete("a")
    away.delete_many(["b", "c"])
    assert away.get("b", "nothing") == "nothing"
    assert away.get_or_set("f", lambda: 6) == 6
    away.clear()
    assert away.get("f") is None


@pytest.mark.parametrize("name", ["incr_version", "decr_version"])
def test_changes_versions_too_while_redis_is_away(away, name):
    away.set("a", 1, version=2)

    getattr(away, name)("a", version=2)

    assert away.get("a", version=3 if name == "incr_version" else 1) == 1


def test_takes_values_back_down(away):
    away.set("a", 2)

    assert away.decr("a") == 1


def test_leaves_redis_alone_for_a_while_after_a_failure(away, caplog):
    away.get("a")
    started = time.monotonic()
    for _ in range(200):
        away.get("a")

    assert time.monotonic() - started < 1
    assert [record.message for record in caplog.records].count("redis_away") == 1


def test_a_page_works_while_redis_is_away(client, stranger, away, settings, monkeypatch, topic):
    client.force_login(stranger)
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", time.monotonic() + 60)

    response = client.get(reverse("forums:home"))

    assert response.status_code == 200
    assert topic.title in response.text


def test_rate_limits_stay_while_redis_is_away(client, make_member, monkeypatch):
    member = make_member()
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", time.monotonic() + 60)
    cache._local.clear()
    data = {"login": member.email, "password": "not the phrase"}

    for _ in range(5):
        assert "Too many tries." not in client.post(reverse("account_login"), data).text
    response = client.post(reverse("account_login"), data | {"password": "a long enough phrase"})
    cache._local.clear()

    assert "Too many tries." in response.text
    assert response.wsgi_request.user.is_anonymous
