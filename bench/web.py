"""The servers under load, started as the site starts them, and the memory they take."""

import os
import signal
import subprocess
import time
from pathlib import Path

from peersupport.core import places
from peersupport.core.embedded import stop_process
from peersupport.core.processes import Supervisor, end_group

from . import load
from .results import BenchError

APPLICATION = "peersupport.asgi:application"
FLOORS = "bench.floor_server:application"
START_SECONDS = 30


class Web:
    """One gunicorn master with its workers; `with Web(…)` waits until it answers."""

    def __init__(self, application: str, port: int, ready: load.Target, **environment: str) -> None:
        self.command = [*Supervisor(port).commands()["web"], application]
        self.ready = ready
        self.environment = environment | {"PORT": str(port)}

    def __enter__(self) -> "Web":
        log_path = places.data_dir() / "logs" / f"{self.ready.port}.log"
        log_path.parent.mkdir(parents=True, exist_ok=True)
        with log_path.open("wb") as log:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=places.BASE_DIR, env=os.environ | self.environment, start_new_session=True,
            )  # fmt: skip
        self.log_path = log_path
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        stop_process(self.child, signal.SIGTERM)
        end_group(self.child.pid)
        if not any(error):
            self.log_path.unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.child.poll() is None and time.monotonic() < deadline:
            try:
                load.look(self.ready)
                return
            except OSError:
                time.sleep(0.1)
        raise BenchError(f"{self.command[2:4]} did not start: see {self.log_path}")

    def memory_mib(self) -> float:
        """Proportional set size of the master and everything it started."""
        return sum(pss_kib(pid) for pid in family(self.child.pid)) / 1024


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [pid]
    for parent in found:
        found += [child for child, its in parents.items() if its == parent]
    return found


def pss_kib(pid: int) -> int:
    """A process's share of memory: its own pages, and its part of those it shares."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:")))
