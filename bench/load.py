"""Makes the load: with wrk where it is installed, else with threads and kept-alive connections."""

import http.client
import json
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from .results import BenchError, Load

REPORT = Path(__file__).with_name("report.lua")
SHARE_OF_BODY = 0.9  # an answer shorter than this is another page


@dataclass(frozen=True)
class Target:
    """One address as one person asks for it."""

    port: int
    path: str
    cookie: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie} if self.cookie else {}


def driver(choice: str) -> str:
    """Which load generator to use; refuses one that was asked for and is not there."""
    has_wrk = shutil.which("wrk") is not None
    if choice == "wrk" and not has_wrk:
        raise BenchError("wrk is not installed: apt-get install wrk, or --driver python")
    return "wrk" if has_wrk and choice != "python" else "python"


def look(target: Target) -> int:
    """The length of a page that must answer 200."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    try:
        return _get(connection, target)
    finally:
        connection.close()


def run(target: Target, c: int, seconds: int, how: str) -> Load:
    """Ask for one page over `c` connections for some seconds; any wrong answer ends the run."""
    size = look(target)
    return _wrk(target, c, seconds, size) if how == "wrk" else _threads(target, c, seconds, size)


def _wrk(target: Target, c: int, seconds: int, size: int) -> Load:
    command = ["wrk", "-t1", f"-c{c}", f"-d{seconds}s", "--timeout", "10s", "-s", str(REPORT)]
    for name, value in target.headers.items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{target.port}{target.path}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    return parse_wrk(done.stdout, size, target.path)


def parse_wrk(output: str, size: int, path: str) -> Load:
    """What report.lua wrote at the end of wrk's output; `size` is the length of a right answer."""
    seen = json.loads(output.strip().rpartition("\n")[2])
    if seen["errors"] or not seen["requests"]:
        raise BenchError(f"{path}: {seen['errors']} wrong answers of {seen['requests']}")
    if seen["bytes"] / seen["requests"] < size * SHARE_OF_BODY:
        raise BenchError(
            f"{path}: answers of {seen['bytes'] / seen['requests']:.0f} bytes, not {size}"
        )
    rps = seen["requests"] / seen["microseconds"] * 1e6
    return Load(rps, seen["p50"] / 1000, seen["p95"] / 1000)


def _threads(target: Target, c: int, seconds: int, size: int) -> Load:
    times: list[float] = []
    failures: list[Exception] = []
    ends = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_ask, args=(target, ends, size, times, failures)) for _ in range(c)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise BenchError(str(failures[0])) from failures[0]
    return from_times(times, seconds)


def from_times(times: list[float], seconds: float) -> Load:
    """A load from the seconds that each answer took."""
    cuts = quantiles(times, n=20) if len(times) > 1 else times * 19
    return Load(len(times) / seconds, cuts[9] * 1000, cuts[18] * 1000)


def _ask(target: Target, ends: float, size: int, times: list, failures: list) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
    try:
        while (began := time.perf_counter()) < ends and not failures:
            if _get(connection, target) < size * SHARE_OF_BODY:
                raise BenchError(f"{target.path}: a short answer")
            times.append(time.perf_counter() - began)
    except (BenchError, OSError, http.client.HTTPException) as error:
        failures.append(error)
    finally:
        connection.close()


def _get(connection: http.client.HTTPConnection, target: Target) -> int:
    connection.request("GET", target.path, headers=target.headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise BenchError(f"{target.path} answered {answer.status}")
    return len(body)
