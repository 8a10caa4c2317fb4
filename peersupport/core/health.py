"""Is each part there? One word a part: `ok`, or what is the matter."""

import time

import redis
from django.conf import settings
from django.db import Error, connection

HEARTBEAT_SECONDS = 20  # a worker or beat that was silent for longer counts as away


def ready() -> dict[str, str]:
    """Words for `database`, `redis`, `worker` and `beat`."""
    words = {"database": _database(), "redis": "away", "worker": "unknown", "beat": "unknown"}
    client = heartbeat_client()
    try:
        seen = client.mget("heartbeat:worker", "heartbeat:beat")
    except (redis.RedisError, OSError):
        return words
    finally:
        client.close()
    words["redis"] = "ok"
    words["worker"], words["beat"] = (_recent(value) for value in seen)
    return words


def beat_heart(part: str) -> None:
    """Called by the worker and by beat themselves, every few seconds."""
    client = heartbeat_client()
    try:
        client.set(f"heartbeat:{part}", int(time.time()), ex=600)
    except (redis.RedisError, OSError):
        pass  # then nobody reads it either: /readyz says that Redis is away
    finally:
        client.close()


def heartbeat_client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "away"
    return "ok"


def _recent(value: bytes | str | None) -> str:
    if value is None:
        return "away"
    return "ok" if time.time() - int(value) < HEARTBEAT_SECONDS else "away"
