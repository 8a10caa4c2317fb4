"""Where this site keeps its files and finds its servers, from the environment alone.

Read by the settings and by the launcher, before Django is set up.
"""

import hashlib
import os
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATABASE_PORT = 54399  # names the socket file; nothing listens on TCP


def data_dir() -> Path:
    """The folder for everything the site writes: databases, mail of the demo, built files."""
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").resolve()


def socket_dir() -> Path:
    """A short folder for the sockets of one data folder: socket names are limited to 107 bytes."""
    digest = hashlib.sha256(str(data_dir()).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"commonroom-{os.getuid()}-{digest}"


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or (
        f"postgresql://commonroom@/commonroom?host={socket_dir()}&port={DATABASE_PORT}"
    )


def redis_url() -> str:
    return os.environ.get("REDIS_URL") or f"unix://{socket_dir()}/redis.sock?db=0"


def broker_url() -> str:
    """Celery wants `redis+socket://` where redis-py wants `unix://`."""
    return redis_url().replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


def embeds_database() -> bool:
    return not os.environ.get("DATABASE_URL")


def embeds_redis() -> bool:
    return not os.environ.get("REDIS_URL")


def load_env_file() -> None:
    """Put KEY=VALUE lines of the site's environment file into the environment, where not set."""
    path = Path(os.environ.get("ENV_FILE") or BASE_DIR / ".env")
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip('"'))
