"""Keep the demo's processes running, and stop every one of them when asked."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from . import places
from .embedded import LaunchError, Servers, end_leftover, stop_process

PYTHON = [sys.executable, "-m"]
SIGNS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
AGAIN_SECONDS = 0.5


class Interrupts:
    """Makes one KeyboardInterrupt of the signals that ask for an end, and sees that it arrives.

    Python throws away what a handler raises inside a finaliser or a callback of a weak reference
    (importing has such). So it is raised again until the block is left, and only once the way out
    has begun is there nothing more to hurry.
    """

    is_asked = False

    def __enter__(self) -> "Interrupts":
        for sign in SIGNS:
            signal.signal(sign, self._ask)
        signal.signal(signal.SIGALRM, self._ask_again)
        sys.unraisablehook = self._say_lost
        return self

    def __exit__(self, kind, error, trace) -> bool:
        """Leave the signals ignored: what follows is stopping. Other errors on the way out are its echo."""
        for sign in SIGNS:
            signal.signal(sign, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = sys.__unraisablehook__
        return self.is_asked

    def _ask(self, *args) -> None:
        for sign in SIGNS:
            signal.signal(sign, signal.SIG_IGN)
        self.is_asked = True
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS, AGAIN_SECONDS)
        raise KeyboardInterrupt

    def _ask_again(self, *args) -> None:
        if not is_on_its_way(KeyboardInterrupt):
            raise KeyboardInterrupt

    def _say_lost(self, lost) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            sys.__unraisablehook__(lost)


def is_on_its_way(kind: type[BaseException]) -> bool:
    """Whether an exception of this kind is being handled, or was when another came up."""
    error = sys.exception()
    while error is not None and not isinstance(error, kind):
        error = error.__context__
    return error is not None


class Supervisor:
    """Web server, one worker and beat over the embedded servers of one data folder."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.servers = Servers()
        self.children: dict[str, subprocess.Popen] = {}
        self.is_stopping = False

    @property
    def run_dir(self) -> Path:
        return places.data_dir() / "run"

    def commands(self) -> dict[str, list[str]]:
        celery = [*PYTHON, "celery", "-A", "peersupport", "-q"]
        return {
            "web": [*PYTHON, "gunicorn", "-c", "python:peersupport.serving"],
            "worker": [*celery, "worker", "--concurrency", "1", "--loglevel", "WARNING"],
            "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile="],
        }  # fmt: skip

    def end_leftovers(self) -> None:
        """End what outlived a killed demo of this data folder."""
        self.run_dir.mkdir(parents=True, exist_ok=True)
        for name, mark in {"web": "gunicorn", "worker": "celery", "beat": "celery"}.items():
            end_leftover(self.run_dir / f"{name}.pid", mark, signal.SIGTERM)

    def start(self) -> None:
        for name in self.commands():
            self._start(name)

    def _start(self, name: str) -> None:
        log_path = places.data_dir() / "logs"
        log_path.mkdir(parents=True, exist_ok=True)
        with (log_path / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                self.commands()[name], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=places.BASE_DIR, env=os.environ | {"PYTHONUNBUFFERED": "1", "PORT": str(self.port)},
                start_new_session=True,
            )  # fmt: skip
        self.children[name] = child
        (self.run_dir / f"{name}.pid").write_text(str(child.pid))

    def watch(self) -> None:
        """Start again what dies, until we are told to stop."""
        started = dict.fromkeys(self.children, time.monotonic())
        while not self.is_stopping:
            time.sleep(0.5)
            self.servers.restart_fallen()
            for name, child in list(self.children.items()):
                is_due = time.monotonic() - started[name] > 2  # a child that dies at once: no race
                if child.poll() is not None and is_due and not self.is_stopping:
                    self._start(name)
                    started[name] = time.monotonic()

    def stop(self) -> None:
        """Stop all at once, then wait for each; what does not obey is ended."""
        self.is_stopping = True
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for name, child in self.children.items():
            stop_process(child, signal.SIGTERM)
            end_group(child.pid)
            (self.run_dir / f"{name}.pid").unlink(missing_ok=True)
        self.servers.stop()


def end_group(pid: int) -> None:
    """End what a stopped child left of its own children."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def check_port(port: int) -> None:
    if not 1 <= port <= 65535:
        raise LaunchError(f"PORT must be between 1 and 65535, not {port}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise LaunchError(f"no permission to use port {port}: choose PORT above 1023") from None
        except OSError:
            raise LaunchError(
                f"port {port} is taken: choose another one, such as PORT={port + 1}"
            ) from None
