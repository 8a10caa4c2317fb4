"""Exit 0 while one part of the site is well: `healthcheck.py web`, `worker` or `beat`."""

import os
import sys
import time
import urllib.request

import redis

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from peersupport.core import places  # noqa: E402
from peersupport.core.health import HEARTBEAT_SECONDS  # noqa: E402


def web() -> bool:
    """Under the site's own name: no other is answered."""
    host = os.environ["SITE_URL"].partition("://")[2].rstrip("/")
    port = os.environ.get("PORT") or "8000"
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})  # noqa: S310
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  our own
        return answer.status == 200


def heart_beats(part: str) -> bool:
    with redis.Redis.from_url(places.redis_url(), socket_timeout=2) as client:
        seen = client.get(f"heartbeat:{part}")
    return seen is not None and time.time() - int(seen) < HEARTBEAT_SECONDS


if __name__ == "__main__":
    places.load_env_file()
    part = sys.argv[1]
    try:
        is_well = web() if part == "web" else heart_beats(part)
    except (OSError, KeyError, redis.RedisError) as error:
        sys.exit(f"{part}: {type(error).__name__}: {error}")
    sys.exit(0 if is_well else f"{part} is away")
