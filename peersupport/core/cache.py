"""A Redis cache that a page never waits for: when Redis is away, this process keeps its own."""

import logging
import os
import time
from collections.abc import Collection
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0  # how long after a failure Redis is left alone


class LastingClient(RedisCacheClient):
    """Django's client, which makes the library's once to read and once to write, not for each call."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[bool, redis.Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache; each call falls back to a local one instead of failing a page.

    Rate limits therefore stay in force without Redis, for each process on its own.
    """

    _away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = LastingClient
        self._local = LocMemCache("redis-away", {})

    def _forgiving(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= ForgivingRedisCache._away_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (redis.RedisError, OSError):
                ForgivingRedisCache._away_until = time.monotonic() + PAUSE_SECONDS
                log.warning("redis_away")
        return getattr(self._local, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("get_many", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("delete_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("incr", *args, **kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> Any:
        return self._forgiving("clear", *args, **kwargs)

    def delete_beginning(self, beginnings: Collection[str]) -> None:
        """Delete every value whose key begins with one of these. Best effort: values expire."""
        self._local.clear()
        if not beginnings:
            return
        wanted = tuple(self.make_key(beginning) for beginning in beginnings)
        try:
            client = self._cache.get_client(None, write=True)
            pattern = f"{os.path.commonprefix(wanted)}*"
            keys = [
                key for key in client.scan_iter(pattern, 1000) if key.decode().startswith(wanted)
            ]
            if keys:
                client.delete(*keys)
        except (redis.RedisError, OSError):
            log.warning("redis_away")


def is_away() -> bool:
    """Whether Redis did not answer lately: what is deleted now may come back with it."""
    return time.monotonic() < ForgivingRedisCache._away_until
