"""Loaded before Django: tests have their own data folder, servers and settings."""

import os
import subprocess
import sys
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

os.environ["MODE"] = "test"
os.environ.setdefault("DATA_DIR", str(Path(__file__).parent.parent / ".data" / "test"))
os.environ["ENV_FILE"] = os.devnull
os.environ["SITE_NAME"] = "Commonroom"
for name in (
    "SECRET_KEY", "FIELD_KEYS", "SITE_URL", "PORT", "SIGNUP_MODE", "AGE_MINIMUM", "DATABASE_URL",
):  # fmt: skip
    os.environ.pop(name, None)
# Where an image forbids to keep what was compiled, each process that a test starts compiles it all.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

from peersupport.core.embedded import Servers, database_answers, redis_answers  # noqa: E402
from peersupport.core.places import BASE_DIR, redis_url  # noqa: E402

if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    # Workers share the servers but not the cache: one would clear what another counts.
    os.environ["REDIS_URL"] = redis_url().replace("db=0", f"db={int(worker) + 1}")
_servers = Servers()


def pytest_configure(config):
    """Start the servers once, in the process that hands out the work.

    The site's own database is migrated and stays empty: those of the tests are copies of it.
    """
    if hasattr(config, "workerinput"):
        return
    if not (database_answers() and redis_answers()):
        _servers.start(durable=False)
    commands = [["build_static"], ["migrate", "-v0"]]
    running = [subprocess.Popen([sys.executable, "manage.py", *c], cwd=BASE_DIR) for c in commands]
    assert [each.wait() for each in running] == [0, 0], "static files or migrations failed"


class OneSitePerFolder(LoadScopeScheduling):
    """Tests that share a running site share a worker; the rest go wherever there is time."""

    def _split_scope(self, nodeid):
        folder = "/".join(nodeid.split("/")[:2])
        return folder if folder in {"tests/browser", "tests/drills"} else nodeid


def pytest_xdist_make_scheduler(config, log):
    return OneSitePerFolder(config, log)


def pytest_unconfigure(config):
    _servers.stop()
