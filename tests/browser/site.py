"""A whole site as `make demo` starts it, for tests that need the real thing."""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.request import urlopen

import psycopg

from peersupport.core import places
from peersupport.core.devmail import read_letter
from peersupport.demo.texts import PASSWORD

START_SECONDS = 180
STOP_SECONDS = 10
SAY_DATABASE = """
import json
from django.db import connection
d = connection.get_connection_params()
print(json.dumps({k: d[k] for k in ("dbname", "user", "host", "port")}))
"""


@dataclass
class Site:
    """The demo of one data folder, on a port of its own."""

    data_dir: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}.log"

    def env(self) -> dict[str, str]:
        kept = {
            k: v
            for k, v in os.environ.items()
            if k not in {"MODE", "SITE_URL", "DATABASE_URL", "REDIS_URL"}
        }
        kept |= {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "ENV_FILE": os.devnull}
        return kept | {"LETTER_LEASE_SECONDS": "4"} | self.environment

    def start(self, *arguments: str) -> "Site":
        """With static files that are built already; the rest is as on anybody's machine."""
        with contextlib.suppress(FileNotFoundError):
            shutil.copytree(
                places.data_dir() / "static", self.data_dir / "static", dirs_exist_ok=True
            )
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", *arguments], cwd=places.BASE_DIR,
                env=self.env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while "Ready in" not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)
        return self

    def output(self) -> str:
        return self.log.read_text()

    def stop(self) -> float:
        """Ask it to stop as Ctrl-C does. Returns how many seconds it took."""
        if self.process is None or self.process.poll() is not None:
            return 0.0
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(STOP_SECONDS + 5)
        return time.monotonic() - began

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=places.BASE_DIR, env=self.env(),
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def get(self, path: str) -> str:
        with urlopen(self.url + path, timeout=10) as answer:
            return answer.read().decode()

    def sql(self, statement: str, *values) -> list[tuple]:
        """Ask the site's own database."""
        with psycopg.connect(**self.sockets, autocommit=True) as connection:
            found = connection.execute(statement, values)
            return found.fetchall() if found.description else []

    @cached_property
    def sockets(self) -> dict[str, str]:
        """Where the site's database listens, as the site itself says."""
        return json.loads(self.manage("shell", "-v0", "-c", SAY_DATABASE))

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Addresses of demo content that pages.py names."""
        topic = "SELECT '/t/' || t.id || '/' || t.slug || '/' FROM forums_topic t "
        one = lambda rest: self.sql(topic + rest)[0][0]  # noqa: E731
        edited = self.sql(
            "SELECT '/t/' || topic_id || '/-/history/' || number || '/' FROM forums_post WHERE edited_at IS NOT NULL ORDER BY id LIMIT 1"
        )
        post = self.sql("SELECT id FROM forums_post WHERE number = 2 ORDER BY id LIMIT 1")
        request = "SELECT r.id FROM groups_joinrequest r WHERE state = "
        waiting, declined = (
            self.sql(f"{request}'{s}' ORDER BY id")[0][0] for s in ("waiting", "declined")
        )
        proposal = self.sql("SELECT id FROM groups_group WHERE state = 'proposed'")[0][0]
        removal = self.sql("SELECT id FROM groups_removal")[0][0]
        room = self.sql(
            "SELECT coalesce(min(r.id), 0) FROM rooms_room r JOIN groups_group g ON g.id = r.group_id"
            " WHERE g.slug = 'first-in-the-family-m7k4w'"
        )[0][0]
        appeal, decision = self.sql("SELECT id, decision_id FROM moderation_appeal")[0]
        restoration = self.sql("SELECT id FROM moderation_restoration")[0][0]
        prompt = self.sql("SELECT max(id) FROM forums_prompt WHERE state = 'scheduled'")[0][0]
        held = self.sql("SELECT max(id) FROM forums_heldpost WHERE state = 'returned'")[0][0]
        return {
            "poll": one("WHERE has_poll ORDER BY id LIMIT 1"),
            "appeal": f"/moderation/appeals/{appeal}/",
            "decision": f"/decisions/{decision}/",
            "restoration": f"/moderation/conversations/{restoration}/",
            "prompt": f"/forums/-/prompts/{prompt}/",
            "held": f"/drafts/waiting/{held}/",
            "request": f"/groups/thesis-table-q2f8r/-/decline/{waiting}/",
            "declined": f"/groups/-/request/{declined}/",
            "proposal": f"/admin/groups/group/{proposal}/change/",
            "room": f"/groups/first-in-the-family-m7k4w/chat/{room}/",
            "removal": f"/groups/-/removal/{removal}/",
            "split": one("JOIN forums_movedpost m ON m.topic_id = t.id LIMIT 1"),
            "moved": self.sql("SELECT '/t/' || min(topic_id) || '/' FROM forums_movedpost")[0][0],
            "long": one("ORDER BY last_number DESC LIMIT 1"),
            "question": one(
                "JOIN forums_category c ON c.id = t.category_id WHERE c.read = 0"
                " AND answer_id IS NOT NULL ORDER BY reply_count DESC, t.id LIMIT 1"
            ),
            "edited": edited[0][0],
            "tags": self.sql("SELECT '/t/' || min(id) || '/-/tags/' FROM forums_topic")[0][0],
            "sampled": self.sql(
                "SELECT '/moderation/sample/' || id || '/' FROM moderation_sampleddecision"
                " WHERE agrees IS NULL ORDER BY id LIMIT 1"
            )[0][0],
            "kept": self.sql(
                "SELECT '/t/' || p.topic_id || '/-/bookmark/' || p.number || '/' FROM forums_bookmark b"
                " JOIN forums_post p ON p.id = b.post_id ORDER BY b.id LIMIT 1"
            )[0][0],
            "unnamed": one("WHERE t.has_aliases ORDER BY t.id LIMIT 1"),
            "files": one("JOIN forums_post p ON p.topic_id = t.id WHERE p.files <> '[]' LIMIT 1"),
            "folded": one(
                "JOIN forums_post p ON p.topic_id = t.id JOIN members_mute m ON m.other_id = p.author_id"
                " JOIN forums_category c ON c.id = t.category_id WHERE c.read = 0 AND p.number > 1"
                " AND t.answer_id IS DISTINCT FROM p.id ORDER BY t.id LIMIT 1"
            ),
            "line_report": self.sql(
                "SELECT '/rooms/' || l.room_id || '/' || l.number || '/-/report/' FROM rooms_line l"
                " JOIN rooms_seat s ON s.room_id = l.room_id AND s.state = 'in'"
                " JOIN members_member m ON m.id = s.member_id AND m.handle = 'amara'"
                " WHERE l.author_id <> m.id AND l.kind = 'said' AND l.standing = 'visible'"
                " ORDER BY l.id LIMIT 1"
            )[0][0],
            "item": self.sql(
                "SELECT coalesce('/moderation/queue/' || min(id) || '/', '/moderation/queue/')"
                " FROM moderation_reviewitem WHERE state = 'open'"
            )[0][0],
            "report": f"/reports/new/forums.post/{post[0][0]}/",
        }

    def pid(self, name: str) -> int:
        """Of `web`, `worker`, `beat`, `redis` or `postgres`."""
        files = {
            "postgres": "servers/postgres/postmaster.pid", "redis": "servers/redis.pid",
        }  # fmt: skip
        file = self.data_dir / files.get(name, f"run/{name}.pid")
        return int(file.read_text().split()[0])

    def letters(self) -> list[dict[str, str]]:
        """The letters that left, in no order."""
        return [read_letter(file) for file in (self.data_dir / "mail").glob("*.log")]

    def link_in_letter_to(self, address: str, pattern: str, seconds: float = 60) -> str:
        """Wait for a letter to somebody and return the first address in it that matches."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for letter in self.letters():
                if letter["to"] == address and (found := re.search(pattern, letter["text"])):
                    return found[0]
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address} with {pattern}")


def free_port() -> int:
    """Below those that the system hands out: no connection of a test may take it before its site."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


__all__ = ["PASSWORD", "Site", "free_port"]
