"""`make bench`: one run for each size, each in a process and a data folder of its own."""

import json
import os
import socket
import subprocess
import sys

from peersupport.core import places

from . import goals, options, table
from .results import LATEST

GIVEN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_HOST", "LOG_LEVEL")


def main() -> int:
    """Measure the sizes that were asked for; 1 when something must be better than it is."""
    chosen = options.parse()
    sizes = chosen.compare or (chosen.posts,)
    worst, runs = 0, []
    for posts in sizes:
        LATEST.unlink(missing_ok=True)
        worst = max(worst, measure(posts))
        if chosen.profile or not LATEST.exists():
            return worst  # a run that failed said why
        runs.append(json.loads(LATEST.read_text()))
    if chosen.compare:
        LATEST.write_text(json.dumps([row for rows in runs for row in rows], indent=1) + "\n")
        worst = max(worst, growth(runs))
    return worst


def measure(posts: int) -> int:
    """Run one size in its own process; its exit code."""
    command = [sys.executable, "-m", "bench.run", *sys.argv[1:], "--posts", str(posts)]
    child = subprocess.Popen(command, cwd=places.BASE_DIR, env=environment(posts))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child heard it too, and stops its servers first


def environment(posts: int) -> dict[str, str]:
    """The environment of one size: scratch data, its own servers, a free port; never a real site's."""
    port = str(free_port())
    kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return kept | {
        "MODE": "demo",
        "ENV_FILE": os.devnull,
        "DATA_DIR": str(places.BASE_DIR / ".data" / f"bench-{posts}"),
        "PORT": port,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SITE_NAME": "Commonroom",
        "DJANGO_SETTINGS_MODULE": "peersupport.settings",
    }


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def growth(runs: list[list[dict]]) -> int:
    """Print how the pages of each size stand to those of the first; 1 when one grows too much."""
    rows = goals.growth_rows(runs)
    print("\nGrowth: c1 p50 to the floor's, each size to the first\n")
    print(table.text(("page", "who", "from", "to", "growth", "verdict"), rows))
    return int(any(row[-1].startswith("MISSES") for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
