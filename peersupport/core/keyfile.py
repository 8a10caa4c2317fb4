"""The keys of conversations, in a small file beside the backups and in none of them.

A backup is kept for weeks. Were the keys in it, what is destroyed today could be read in it until
then; so only the newest file of keys is kept, and each backup replaces it. It is text: a room and
its sealed key on each line, as PostgreSQL's COPY writes them, then their number and checksum.
"""

import hashlib
from pathlib import Path

import psycopg

NAME = "conversation-keys.dump"
TABLE = "rooms_roomkey"
END = b"\\."  # no row begins like this


class KeyFileError(Exception):
    """A file of keys that is not whole, in one line that a person can act on."""


def write_keys(connection: psycopg.Connection, path: Path) -> None:
    """Write all keys that this connection sees; the file is private from the start."""
    path.touch(mode=0o600, exist_ok=False)
    digest, count = hashlib.sha256(), 0
    with path.open("wb") as file:
        if _is_there(connection):
            rows = connection.cursor().copy(
                f"COPY (SELECT room_id, sealed FROM {TABLE} ORDER BY room_id) TO STDOUT"  # noqa: S608
            )
            with rows as lines:
                for line in lines:
                    file.write(line)
                    digest.update(line)
                    count += bytes(line).count(b"\n")
        file.write(b"%s %d %s\n" % (END, count, digest.hexdigest().encode()))


def load_keys(connection: psycopg.Connection, path: Path) -> None:
    """Put back the keys of rooms that exist; those of others are left out. All or nothing."""
    rows = _whole(path)
    connection.execute(f"CREATE TEMPORARY TABLE kept (LIKE {TABLE}) ON COMMIT DROP")
    with connection.cursor().copy("COPY kept (room_id, sealed) FROM STDIN") as copy:
        copy.write(rows)
    connection.execute(
        f"""INSERT INTO {TABLE} (room_id, sealed)
            SELECT room_id, sealed FROM kept JOIN rooms_room r ON r.id = kept.room_id
            ON CONFLICT DO NOTHING"""  # noqa: S608
    )
    connection.commit()


def rooms_and_keys(connection: psycopg.Connection) -> tuple[int, int]:
    """How many rooms there are, and how many of them have their key."""
    row = connection.execute(
        f"SELECT count(*), count(k.room_id) FROM rooms_room r LEFT JOIN {TABLE} k ON k.room_id = r.id"  # noqa: S608
    ).fetchone()
    return row or (0, 0)


def _whole(path: Path) -> bytes:
    text = path.read_bytes()
    body, found, end = text.rpartition(END)
    count, _, digest = end.decode(errors="replace").strip().partition(" ")
    if not found or digest != hashlib.sha256(body).hexdigest() or int(count) != body.count(b"\n"):
        raise KeyFileError(f"{path.name} is not whole: damaged, or changed since it was written")
    return body


def _is_there(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{TABLE}"]).fetchone()
    return bool(row and row[0])
