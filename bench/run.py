"""One run over one size, inside the environment that `python -m bench` prepared."""

import logging
import os
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402

from peersupport.core.bundle import write_bundle  # noqa: E402
from peersupport.core.embedded import LaunchError, Servers, create_database  # noqa: E402

from . import costs, doors, fill, goals, load, messages, options, pages, results, scratch, table  # noqa: E402
from .measure import Bench  # noqa: E402


def main() -> int:
    """Fill, measure and judge; 1 when a must is missed, 2 when the run failed."""
    chosen = options.parse()
    servers = Servers()
    try:
        how = load.driver(chosen.driver)
        _say(f"{chosen.posts} posts in {settings.DATA_DIR}")
        servers.start()
        _prepare(chosen)
        if chosen.profile:
            return _profile(chosen)
        return _measure(chosen, how)
    except (results.BenchError, LaunchError) as error:
        print(f"bench failed: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        servers.stop()


def _prepare(chosen) -> None:
    """A migrated and filled database, an empty cache and the static files."""
    if chosen.fresh or not fill.is_filled():
        scratch.drop_database()
        create_database()
    quiet()
    write_bundle()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    cache.clear()
    if not fill.is_filled():
        began = time.monotonic()
        fill.fill(chosen.posts)
        _say(f"filled in {time.monotonic() - began:.0f} s")


def quiet() -> None:
    """Write this process's log lines as the server does, but to nowhere."""
    nowhere = open(os.devnull, "w")  # noqa: SIM115  open as long as the process runs
    for handler in logging.root.handlers:
        handler.setStream(nowhere)


def _profile(chosen) -> int:
    [page] = [page for page in pages.pages() if page.name == chosen.profile]
    cookie = pages.cookie(page.reader) if chosen.who == "member" else ""
    print(costs.profile(page.path, cookie))
    return 0


def _measure(chosen, how: str) -> int:
    bench = Bench(chosen, how, say=_say)
    measurements, memory = bench.run()
    results.write(measurements)
    print(f"\n{chosen.posts} posts, {how}, {chosen.rounds} rounds of {chosen.seconds} s\n")
    print(table.text(table.HEAD, map(table.row, measurements)))
    print(f"\nserver memory (PSS, master and workers): {memory:.0f} MiB\n")
    if "lines" in chosen.only:
        written, took = messages.write(chosen.seconds)
        print(f"lines written by one writer: {written / took:.0f} a second ({written})\n")
    reached = goals.reached(measurements, memory)
    if "doors" in chosen.only:
        _say("known and unknown addresses")
        reached += doors.goals()
    print(
        table.text(("goal", "measured", "must", "aim", "verdict"), [goal.row() for goal in reached])
    )
    return int(not all(goal.is_met for goal in reached))


def _say(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
