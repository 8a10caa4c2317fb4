"""A backup is only a backup once it was restored: every test here restores, or is refused."""

import io
import json
import os
import subprocess
import sys
import tarfile
import uuid
from datetime import UTC, datetime, timedelta

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection as django

from groups.rooms.models import Room, RoomKey
from peersupport.core import backups, keyfile, places
from peersupport.core.backups import BackupError, Database, make_backup, opened, scratch_beside
from peersupport.core.encryption import KEY_BYTES, DataKey, seal
from peersupport.management.commands import restore
from peersupport.members.actions import erased_digest
from peersupport.members.models import Member

SERVER = Database.of(dj_database_url.parse(places.database_url()))


@pytest.fixture(scope="module")
def site():
    """A migrated database of its own with a little in it, committed as on a real site."""
    database = SERVER.called(f"backup_{uuid.uuid4().hex[:12]}")
    with SERVER.called("postgres").connect(autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database.name} TEMPLATE {SERVER.name}")
    fill(database)
    yield database
    with SERVER.called("postgres").connect(autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


@pytest.fixture
def empty(site):
    """An address of the same server where there is no database yet."""
    database = site.called(f"empty_{uuid.uuid4().hex[:12]}")
    yield database
    with SERVER.called("postgres").connect(autocommit=True) as connection:
        for (name,) in connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{database.name}%"]
        ).fetchall():
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def backup(site, tmp_path):
    return make_backup(site, tmp_path / "backups")


def manage(database, *arguments):
    redis = places.redis_url().replace("db=0", "db=9")  # a restore empties it
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, check=True, text=True,
        capture_output=True, env=os.environ | {"DATABASE_URL": database.url, "REDIS_URL": redis},
    ).stdout  # fmt: skip


def fill(database, times=3):
    with database.connect() as connection:
        for _ in range(times):
            connection.execute(
                """INSERT INTO activity_activity (verb, data, happened_at, attempts)
                   VALUES ('forums.replied', '{"topic": 1, "note": "Grüße — 你好"}', now(), 0)"""
            )


def put(connection, row):
    """Insert a row as Django would, past it: it is another database. Returns its number."""
    fields = [f for f in row._meta.concrete_fields if row.pk or f.name != "id"]
    names = ", ".join(f'"{f.column}"' for f in fields)
    values = [f.get_db_prep_save(getattr(row, f.attname), django) for f in fields]
    marks = ", ".join("%s" for _ in fields)
    statement = f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks}) RETURNING id"
    return connection.execute(statement, values).fetchone()[0]


def databases(beginning):
    """Names of this test's own: others run at the same time."""
    with SERVER.called("postgres").connect() as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows if name.startswith(beginning)}


def rebuilt(path, **changes):
    """The same archive with some parts replaced."""
    changed = path.with_name(f"changed-{path.name}")
    with tarfile.open(path) as old, tarfile.open(changed, "w") as new:
        for member in old.getmembers():
            content = changes.get(member.name.split(".")[0], old.extractfile(member).read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return changed


def part(path, name):
    with tarfile.open(path) as archive:
        return archive.extractfile(name).read()


def manifest_of(path, **changes):
    return json.dumps(json.loads(part(path, "manifest.json")) | changes).encode()


def test_every_row_of_every_table_comes_back(site, backup):
    with opened(backup) as archive, scratch_beside(site) as scratch:
        archive.pour_into(scratch)
        with site.connect() as before, scratch.connect() as after:
            assert backups.fingerprint(before) == backups.fingerprint(after)
            assert backups.fingerprint(after)["activity_activity"][0] >= 3
    assert databases(scratch.name) == set()


def test_triggers_and_sequences_come_back_too(site, backup):
    with opened(backup) as archive, scratch_beside(site) as scratch:
        archive.pour_into(scratch)
        fill(scratch, times=1)
        with (
            scratch.connect() as connection,
            pytest.raises(psycopg.errors.RaiseException),
        ):
            connection.execute("DELETE FROM activity_activity")


def test_the_command_writes_a_private_file_and_deletes_old_ones(site, tmp_path):
    long_ago = datetime.now(UTC) - timedelta(days=31)
    old = tmp_path / f"commonroom-{long_ago:%Y%m%dT%H%M%SZ}.tar"
    old.touch()

    said = manage(site, "backup", str(tmp_path), "--keep-days", "30")

    made, keys = sorted(
        tmp_path.iterdir(), key=lambda path: path.name != keyfile.NAME, reverse=True
    )
    assert str(made) in said
    with site.connect() as connection:
        (name,) = connection.execute("SELECT archive FROM administration_upkeep").fetchone()
    assert name == made.name
    assert f"deleted {old.name}" in said
    assert [path.stat().st_mode & 0o777 for path in (made, keys)] == [0o600, 0o600]


def test_the_weekly_drill_checks_and_leaves_nothing(site, backup, empty, capsys, monkeypatch):
    kept = []
    monkeypatch.setattr(restore, "note_upkeep", lambda kind, archive: kept.append((kind, archive)))

    call_command("restore", backup, into=empty.url, check_only=True)

    assert kept == [("drill", backup.name)]

    assert "all as they were" in capsys.readouterr().out
    assert databases(empty.name) == set()


def test_a_restore_fills_an_empty_place(site, backup, empty):
    call_command("restore", backup, into=empty.url)

    with site.connect() as before, empty.connect() as after:
        assert backups.fingerprint(before) == backups.fingerprint(after)


def test_who_was_erased_since_stays_erased(site, tmp_path, empty, settings, capsys):
    member = Member(
        handle="gone", handle_key="gone", display_name="Gone Since", email="g@e.example"
    )
    with site.connect() as connection:
        member.pk = put(connection, member)
    backup = make_backup(site, tmp_path)
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    line = {"digest": erased_digest(member), "choice": "remove"}
    settings.ERASURE_LEDGER.write_text(json.dumps(line) + "\n")

    call_command("restore", backup, into=empty.url)

    assert "1 members of the erasure ledger" in capsys.readouterr().out
    with empty.connect() as after:
        names = after.execute("SELECT display_name, email FROM members_member").fetchall()
    assert names == [("Former member", None)]


CONVERSATIONS, DATA_KEY = [71, 72], os.urandom(KEY_BYTES)
WORDS = DataKey(DATA_KEY).seal("Tea at four?", bound_to="a line")


@pytest.fixture
def conversations(site):
    """Two rooms with their keys, as rows; words are sealed with keys that only those hold."""
    with site.connect() as connection:
        for pk in CONVERSATIONS:
            put(connection, Room(pk=pk))
            sealed = seal(DATA_KEY, bound_to=RoomKey.bound_to(pk))
            connection.execute("INSERT INTO rooms_roomkey VALUES (%s, %s)", [pk, sealed])
    yield keys_in(site)
    with site.connect() as connection:
        connection.execute("DELETE FROM rooms_roomkey")
        connection.execute("DELETE FROM rooms_room")


def keys_in(database):
    with database.connect() as connection:
        return dict(connection.execute("SELECT room_id, sealed FROM rooms_roomkey").fetchall())


def test_what_was_destroyed_since_is_unreadable_in_every_backup(
    site, conversations, tmp_path, empty, capsys
):
    first = make_backup(site, tmp_path)
    with opened(first) as archive:
        assert archive.manifest["tables"]["rooms_roomkey"] == [0, "0"]
    assert all(key not in first.read_bytes() for key in conversations.values())
    with site.connect() as connection:  # as groups.rooms.actions.destroy does
        connection.execute("DELETE FROM rooms_roomkey WHERE room_id = 71")
        connection.execute("DELETE FROM rooms_room WHERE id = 71")
    first = first.rename(tmp_path / "first.tar")  # the second may be of the same second
    make_backup(site, tmp_path)

    call_command("restore", first, into=empty.url)

    assert "1 of 2 conversations and rooms have their key; 1 have none" in capsys.readouterr().out
    assert keys_in(empty) == {72: conversations[72]}
    left = RoomKey(room_id=72, sealed=keys_in(empty)[72]).opened
    assert left.unseal(WORDS, bound_to="a line") == "Tea at four?"
    with empty.connect() as connection:
        (rooms,) = connection.execute("SELECT count(*) FROM rooms_room").fetchone()
    assert rooms == 2
    assert [path.name for path in tmp_path.glob("*keys*")] == [keyfile.NAME]


def test_without_the_file_of_keys_a_restore_says_what_nobody_can_read(
    site, conversations, tmp_path, empty, capsys, monkeypatch
):
    monkeypatch.setattr(restore, "note_upkeep", lambda kind, archive: None)
    backup = make_backup(site, tmp_path)
    (tmp_path / keyfile.NAME).unlink()

    call_command("restore", backup, into=empty.url, check_only=True)

    said = capsys.readouterr().out
    assert "nobody can read the 2 conversations" in said
    assert "name it with --keys" in said


def test_a_file_of_keys_is_put_back_whole_or_not_at_all(site, conversations, tmp_path):
    make_backup(site, tmp_path)
    path = tmp_path / keyfile.NAME
    whole = path.read_bytes()
    with site.connect() as connection:
        connection.execute("DELETE FROM rooms_roomkey")

    for broken in (whole[: len(whole) // 2], whole.replace(b"71", b"73"), b""):
        path.write_bytes(broken)
        with site.connect() as connection, pytest.raises(keyfile.KeyFileError):
            keyfile.load_keys(connection, path)
    assert keys_in(site) == {}
    path.write_bytes(whole)
    with site.connect() as connection:
        keyfile.load_keys(connection, path)
    assert keys_in(site) == conversations


def test_it_replaces_rows_only_when_told_to_and_keeps_them(site, backup, empty, capsys):
    call_command("restore", backup, into=empty.url)
    fill(empty, times=1)

    with pytest.raises(CommandError, match="add --yes"):
        call_command("restore", backup, into=empty.url)
    call_command("restore", backup, into=empty.url, yes=True)

    kept = next(iter(databases(f"{empty.name}_before_")))
    assert kept in capsys.readouterr().out
    with empty.connect() as after, empty.called(kept).connect() as before:
        counts = [backups.fingerprint(c)["activity_activity"][0] for c in (after, before)]
    assert counts[1] == counts[0] + 1


def test_a_site_that_runs_is_not_touched(backup, empty):
    call_command("restore", backup, into=empty.url)

    with empty.connect(), pytest.raises(CommandError, match="stop the site first"):
        call_command("restore", backup, into=empty.url, yes=True)


def test_a_dump_that_was_changed_is_refused(site, backup):
    dump = bytearray(part(backup, "database.dump"))
    dump[len(dump) // 2] ^= 1

    with pytest.raises(CommandError, match="damaged or changed"):
        call_command("restore", rebuilt(backup, database=bytes(dump)), check_only=True)


def test_a_dump_of_other_rows_is_refused_even_under_its_own_checksum(site, backup, tmp_path, empty):
    fill(site, times=1)
    other = make_backup(site, tmp_path / "other")
    digest = json.loads(part(other, "manifest.json"))["dump_sha256"]
    forged = rebuilt(
        backup, database=part(other, "database.dump"),
        manifest=manifest_of(backup, dump_sha256=digest),
    )  # fmt: skip

    with pytest.raises(CommandError, match="not what was dumped: activity_activity"):
        call_command("restore", forged, into=empty.url)
    assert databases(empty.name) == set()


def test_half_a_file_is_refused(backup, tmp_path):
    half = tmp_path / "half.tar"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])

    with pytest.raises(CommandError, match="not a whole backup"):
        call_command("restore", half, check_only=True)


def test_a_backup_of_a_newer_version_is_refused(backup, empty):
    newer = rebuilt(backup, manifest=manifest_of(backup, migrations=["forums.9999_next_year"]))

    with pytest.raises(CommandError, match="newer version: it knows forums.9999"):
        call_command("restore", newer, into=empty.url)


def test_uploaded_files_come_back_and_changed_ones_are_refused(site, tmp_path):
    uploads, restored = tmp_path / "uploads", tmp_path / "restored"
    (uploads / "2026").mkdir(parents=True)
    (uploads / "2026" / "notes é.txt").write_text("kept")
    backup = make_backup(site, tmp_path / "backups", media=uploads)

    with opened(backup) as archive:
        assert archive.pour_media(restored) == 1
    assert (restored / "2026" / "notes é.txt").read_text() == "kept"

    with (
        pytest.raises(BackupError, match="notes"),
        opened(rebuilt(backup, **{"media/2026/notes é": b"other"})),
    ):
        pass


def test_a_database_without_a_site_is_not_backed_up(empty, tmp_path):
    with SERVER.called("postgres").connect(autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {empty.name}")

    with pytest.raises(BackupError, match="never migrated"):
        make_backup(empty, tmp_path)
    assert not list(tmp_path.iterdir())


def test_tools_older_than_the_server_are_not_used():
    with pytest.raises(BackupError, match="no pg_dump of version 99"):
        backups.tool("pg_dump", 99)
