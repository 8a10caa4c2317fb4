"""Backups: one .tar with a dump of the database, the uploaded files and what must be in them.

The manifest is taken in the snapshot that pg_dump reads, so its figures are the dump's own. The keys
of conversations are no part of it: see keyfile.py.
"""

import hashlib
import io
import json
import os
import secrets
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from . import keyfile
from .embedded import LaunchError, postgres_binaries

FORMAT = 1
DUMP, MANIFEST, MEDIA = "database.dump", "manifest.json", "media"
CHUNK = 1 << 20
NAMES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip


class BackupError(Exception):
    """A backup that cannot be made or trusted, in one line that a person can act on."""


@dataclass(frozen=True)
class Database:
    """A PostgreSQL database by its connection parameters, as libpq names them."""

    parameters: dict[str, str]

    @classmethod
    def of(cls, settings: dict[str, Any]) -> "Database":
        """From an entry of Django's DATABASES."""
        given = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
        given |= {"dbname": settings["NAME"]}
        options = {name: value for name, value in settings["OPTIONS"].items() if name in NAMES}
        named = {name: str(value) for name, value in given.items() if value}
        return cls({name: str(value) for name, value in options.items()} | named)

    @property
    def name(self) -> str:
        return self.parameters["dbname"]

    @property
    def url(self) -> str:
        """As DATABASE_URL wants it: for the environment of a command, never for its arguments."""
        rest = dict(self.parameters)
        user, password, name = (rest.pop(k, "") for k in ("user", "password", "dbname"))
        who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
        return f"postgresql://{who}@/{quote(name, safe='')}?{urlencode(rest)}"

    def called(self, name: str) -> "Database":
        """Another database of the same server."""
        return replace(self, parameters=self.parameters | {"dbname": name})

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection:
        try:
            return psycopg.connect(
                make_conninfo(**self.parameters), connect_timeout=5, autocommit=autocommit
            )
        except psycopg.OperationalError as error:
            raise BackupError(f"{self.name}: {str(error).strip().splitlines()[-1]}") from None

    def run(self, program: str, *arguments: str, **pipes: Any) -> subprocess.Popen:
        """Start one of PostgreSQL's programs; the password goes through its environment."""
        own = {NAMES[name]: value for name, value in self.parameters.items()}
        command = [str(tool(program, self.version())), *arguments]
        return subprocess.Popen(command, env=os.environ | own, stderr=subprocess.PIPE, **pipes)

    def version(self) -> int:
        """The server's major version."""
        with self.connect() as connection:
            return connection.info.server_version // 10_000


# ── making one ──────────────────────────────────────────────────────────────────────────────
def make_backup(
    database: Database, folder: Path, *, media: Path | None = None, version: str = ""
) -> Path:
    """Write commonroom-<time>.tar into `folder`, complete or not at all. Returns its path.

    The file of keys beside it is replaced first: one from before would lack the newest rooms.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken_at = datetime.now(UTC)
    archive = folder / f"commonroom-{taken_at:%Y%m%dT%H%M%SZ}.tar"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as workshop:
        dump, draft = Path(workshop, DUMP), Path(workshop, archive.name)
        keys = Path(workshop, keyfile.NAME)
        files = media_files(media)
        manifest = {
            "format": FORMAT,
            "created_at": taken_at.isoformat(timespec="seconds"),
            "version": version,
            **_dump(database, dump, keys),
            "dump_sha256": _digest_of(dump.open("rb")),
            "media": {name: _digest_of(path.open("rb")) for name, path in files.items()},
        }
        with draft.open("xb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            _add_text(tar, MANIFEST, json.dumps(manifest, indent=1))
            tar.add(dump, DUMP)
            for name, path in files.items():
                tar.add(path, f"{MEDIA}/{name}", recursive=False)
        draft.chmod(0o600)
        for written in (keys, draft):
            _sync(written)
        keys.replace(folder / keyfile.NAME)
        draft.rename(archive)
    return archive


def _dump(database: Database, target: Path, keys: Path) -> dict[str, Any]:
    """Dump what one snapshot shows, and say what it shows; write its keys apart."""
    with database.connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        tables = fingerprint(connection)
        if keyfile.TABLE in tables:
            tables[keyfile.TABLE] = [0, "0"]
        seen = {
            "postgresql": connection.info.server_version // 10_000,
            "migrations": applied_migrations(connection),
            "tables": tables,
        }
        keyfile.write_keys(connection, keys)
        snapshot = _scalar(connection, "SELECT pg_export_snapshot()")
        with target.open("xb") as file:
            child = database.run(
                "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                f"--snapshot={snapshot}", f"--exclude-table-data=public.{keyfile.TABLE}", stdin=subprocess.DEVNULL, stdout=file,
            )  # fmt: skip
            _finish(child)
    return seen


def fingerprint(connection: psycopg.Connection) -> dict[str, list]:
    """For each table its number of rows and a sum over every row's words, in whatever order."""
    connection.execute("SET TIME ZONE 'UTC'")
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    question = sql.SQL(
        """SELECT count(*), coalesce(sum(('x' || left(md5(each_row::text), 15))::bit(60)::bigint),
           0)::text FROM public.{} AS each_row"""
    )
    found = {}
    for (name,) in tables:
        row = connection.execute(question.format(sql.Identifier(name))).fetchone()
        found[name] = list(row or ())
    return found


def applied_migrations(connection: psycopg.Connection) -> list[str]:
    if not _scalar(connection, "SELECT to_regclass('public.django_migrations') IS NOT NULL"):
        raise BackupError("this database holds no site: it was never migrated")
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in rows]


def media_files(folder: Path | None) -> dict[str, Path]:
    """Every uploaded file by its name below the media folder."""
    if folder is None or not folder.is_dir():
        return {}
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path for path in found}


def forget_older(folder: Path, *, days: int) -> list[Path]:
    """Delete this folder's backups made more than `days` ago. Returns what went."""
    now = datetime.now(UTC)
    old = [
        path for path in folder.glob("commonroom-*T*Z.tar")
        if (now - datetime.strptime(path.stem[11:] + "+0000", "%Y%m%dT%H%M%SZ%z")).days >= days
    ]  # fmt: skip
    for path in old:
        path.unlink()
    return old


# ── trusting one ────────────────────────────────────────────────────────────────────────────
class Archive:
    """An opened backup whose every byte was compared with its manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.manifest = json.load(self._part(MANIFEST))
        if self.manifest.get("format") != FORMAT:
            raise BackupError("this backup is of a format that this version cannot read")
        if _digest_of(self._part(DUMP)) != self.manifest["dump_sha256"]:
            raise BackupError("the dump is not the one that was made: damaged or changed since")
        for name, digest in self.manifest["media"].items():
            if _digest_of(self._part(f"{MEDIA}/{name}")) != digest:
                raise BackupError(f"the file {name} is damaged or was changed since")

    def _part(self, name: str) -> IO[bytes]:
        part = self.tar.extractfile(name)
        if part is None:
            raise BackupError(f"{name} is not a file in this backup")
        return part

    def pour_into(self, database: Database) -> None:
        """Restore into an empty database, all or nothing, and compare what arrived."""
        child = database.run(
            "pg_restore", "--no-owner", "--no-privileges", "--single-transaction",
            "--exit-on-error", f"--dbname={database.name}",
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        assert child.stdin is not None
        try:
            with child.stdin:
                shutil.copyfileobj(self._part(DUMP), child.stdin, CHUNK)
        except BrokenPipeError:
            pass  # then it ended early: its own words say why
        child.stdin = None
        _finish(child)
        with database.connect() as connection:
            differences = differing(self.manifest["tables"], fingerprint(connection))
        if differences:
            raise BackupError(f"what arrived is not what was dumped: {', '.join(differences)}")

    def pour_media(self, folder: Path) -> int:
        """Put the uploaded files back, over those of the same name. Returns how many."""
        names = self.manifest["media"]
        for name in names:
            member = self.tar.getmember(f"{MEDIA}/{name}")
            self.tar.extract(member.replace(name=name, deep=False), folder, filter="data")
        return len(names)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The backup in `path`; BackupError when it is not one, or not whole."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield Archive(tar)
    except FileNotFoundError:
        raise BackupError(f"there is no file {path}") from None
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise BackupError(f"this is not a whole backup: {error}") from None


def differing(expected: dict[str, list], found: dict[str, list]) -> list[str]:
    """Names of the tables whose rows are not those expected."""
    names = sorted(expected.keys() | found.keys())
    return [name for name in names if expected.get(name) != found.get(name)]


# ── putting one in place ────────────────────────────────────────────────────────────────────
@contextmanager
def scratch_beside(target: Database) -> Iterator[Database]:
    """An empty database on the target's server, dropped afterwards unless it was renamed."""
    scratch = target.called(f"{target.name[:40]}_restoring_{secrets.token_hex(4)}")
    name = sql.Identifier(scratch.name)
    _as_owner(target, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    try:
        yield scratch
    finally:
        _as_owner(target, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def rows_in(database: Database) -> int | None:
    """How many rows a database holds; None when there is no such database."""
    with database.called("postgres").connect() as connection:
        if not _exists(connection, database.name):
            return None
    with database.connect() as connection:
        return sum(count for count, _sum in fingerprint(connection).values())


def refuse_if_in_use(database: Database) -> None:
    """A site that runs must not have its database taken from under it."""
    with database.called("postgres").connect() as connection:
        busy = _scalar(
            connection,
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = %s AND backend_type = 'client backend'",
            database.name,
        )
    if busy:
        raise BackupError(f"{database.name} is in use ({busy} connections): stop the site first")


def put_in_place(scratch: Database, target: Database) -> str:
    """Give the restored database the target's name. Returns the name the old one keeps, or ""."""
    refuse_if_in_use(target)
    kept = f"{target.name[:40]}_before_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with target.called("postgres").connect() as connection:  # one transaction: both or none
        is_there = _exists(connection, target.name)
        if is_there:
            connection.execute(rename.format(*map(sql.Identifier, (target.name, kept))))
        connection.execute(rename.format(*map(sql.Identifier, (scratch.name, target.name))))
    return kept if is_there else ""


def _as_owner(target: Database, statement: sql.Composed) -> None:
    with target.called("postgres").connect(autocommit=True) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            raise BackupError(
                f"the account {connection.info.user} may not create databases, which a restore "
                f'needs: ALTER ROLE "{connection.info.user}" CREATEDB'
            ) from None


# ── tools ───────────────────────────────────────────────────────────────────────────────────
def tool(name: str, major: int) -> Path:
    """pg_dump or pg_restore of the server's version or newer: our own, else one on the PATH."""
    found = []
    try:
        found.append(postgres_binaries() / name)
    except LaunchError:
        pass  # production installs no embedded servers
    if on_path := shutil.which(name):
        found.append(Path(on_path))
    for path in found:
        if _version_of(path) >= major:
            return path
    raise BackupError(
        f"no {name} of version {major} or newer is here: install PostgreSQL {major}'s client "
        "programs, or this project's `embedded` dependencies"
    )


def _version_of(path: Path) -> int:
    """From a line such as `pg_dump (PostgreSQL) 18.6 (Debian 18.6-1)`."""
    line = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return int(line.partition("(PostgreSQL)")[2].split(".")[0].strip())


def _finish(child: subprocess.Popen) -> None:
    _, errors = child.communicate()
    if child.returncode:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise BackupError(lines[0] if lines else "the database's program failed without a word")


def _scalar(connection: psycopg.Connection, statement: Any, *values: Any) -> Any:
    row = connection.execute(statement, values).fetchone()
    return row[0] if row else None


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return bool(_scalar(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name))


def _digest_of(file: IO[bytes]) -> str:
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    part = tarfile.TarInfo(name)
    part.size, part.mode = len(text.encode()), 0o600
    tar.addfile(part, io.BytesIO(text.encode()))


def _sync(path: Path) -> None:
    """On disk before it has its name: a power cut leaves no half backup."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
