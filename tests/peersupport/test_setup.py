"""`manage.py setup`: what it asks, what it writes, and a whole site from nothing."""

import json
import os
import socketserver
import subprocess
import sys
import threading
import uuid

import dj_database_url
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from peersupport.core import envfile, places
from peersupport.core.backups import Database
from peersupport.core.encryption import read_ring
from peersupport.management.commands.setup import STARTERS

SERVER = Database.of(dj_database_url.parse(places.database_url()))
PASSWORD = "seven tall lanterns by the river"


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "site" / "site.env"
    monkeypatch.setenv("ENV_FILE", str(path))
    return path


@pytest.fixture
def password_file(tmp_path):
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n")
    return path


@pytest.fixture
def answer(monkeypatch):
    """Somebody who types: for the questions with these words, these answers one after another."""

    def answer(**answers):
        asked = []

        def type_in(prompt):
            asked.append(prompt)
            for words, lines in answers.items():
                if words.replace("_", " ") in prompt and lines:
                    return lines.pop(0)
            return ""

        monkeypatch.setattr("builtins.input", type_in)
        monkeypatch.setattr("getpass.getpass", type_in)
        return asked

    return answer


@pytest.fixture
def database():
    database = SERVER.called(f"setup_{uuid.uuid4().hex[:12]}")
    with SERVER.called("postgres").connect(autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database.name}")
        yield database
        connection.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


@pytest.fixture
def migrated(database):
    """Where nothing is left to migrate: that takes a while."""
    with SERVER.called("postgres").connect(autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {database.name}")
        connection.execute(f"CREATE DATABASE {database.name} TEMPLATE {SERVER.name}")
    return database


@pytest.fixture
def mail_server():
    """As much of a mail server as a test letter needs; `refusal` makes it say no."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 test")
            for line in self.rfile:
                verb = line.decode().split()[0].upper()
                if verb == "RCPT" and self.server.refusal:
                    self.say(self.server.refusal)
                elif verb == "DATA":
                    self.say("354 go on")
                    self.server.letters.append(self.read_letter())
                    self.say("250 thanks")
                else:
                    self.say("221 bye" if verb == "QUIT" else "250 ok")

        def say(self, words):
            self.wfile.write(f"{words}\r\n".encode())

        def read_letter(self):
            lines = iter(self.rfile.readline, b".\r\n")
            return b"".join(lines).decode()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.refusal, server.letters, server.daemon_threads = "", [], True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def set_up(file, database, *options, **given):
    """Run the command as an operator does; returns what it printed and whether it went well."""
    given = {"name": "Lantern", "address": "lantern.example.org"} | given
    known = {k: v for k, v in os.environ.items() if k not in {"SITE_NAME", "MODE"}}
    done = subprocess.run(
        [sys.executable, "manage.py", "setup", "--no-input", *options]
        + [f"--{name.replace('_', '-')}={value}" for name, value in given.items()],
        cwd=settings.BASE_DIR, text=True, check=False, capture_output=True,
        env=known | {"ENV_FILE": str(file), "DATABASE_URL": database.url},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def rows(database, statement):
    with database.connect() as connection:
        return connection.execute(statement).fetchall()


def test_a_site_from_nothing_then_again(file, database, password_file, mail_server):
    mail = {"mail_host": "127.0.0.1", "mail_port": mail_server.server_address[1], "mail_tls": "no"}
    code, said = set_up(
        file, database, **mail, time_zone="Europe/Vienna", admin_email="Ann@lantern.example.org",
        admin_name="Ann", admin_password_file=password_file, test_letter="ann@lantern.example.org",
    )  # fmt: skip

    assert code == 0, said
    assert PASSWORD not in said
    assert file.stat().st_mode & 0o777 == 0o600
    first = envfile.read(file)
    assert first["MODE"] == "production"
    assert first["SITE_URL"] == "https://lantern.example.org"
    assert first["ALLOWED_HOSTS"] == "lantern.example.org"
    assert len(first["SECRET_KEY"]) >= 50
    assert list(read_ring(first["FIELD_KEYS"])) == [1]
    assert PASSWORD not in file.read_text()
    assert "Lantern: a test letter" in mail_server.letters[0]
    assert "From: Lantern <no-reply@lantern.example.org>" in mail_server.letters[0]

    ((email, role, is_superuser, norms_version, password, verified),) = rows(
        database,
        """SELECT m.email, role, is_superuser, norms_version, password, verified
           FROM members_member m JOIN account_emailaddress e ON e.user_id = m.id""",
    )
    assert (email, role, is_superuser) == ("ann@lantern.example.org", "administrator", True)
    assert (norms_version, verified) == (1, True)
    assert password.startswith("argon2")
    assert first["AGE_MINIMUM"] == "16"
    texts = rows(database, "SELECT kind, major, minor, body FROM members_policydocument ORDER BY 1")
    assert [text[:3] for text in texts] == [("privacy", 1, 0), ("terms", 1, 0)]
    assert all("Lantern" in body and "$" not in body for *_, body in texts)
    assert rows(database, "SELECT purpose, method FROM members_consentrecord") == [
        ("norms", "setup")
    ]
    assert {slug for (slug,) in rows(database, "SELECT slug FROM forums_category")} == set(STARTERS)
    assert rows(database, "SELECT count(*) FROM auth_group") == [(2,)]

    before = file.read_text()
    norms = rows(database, "SELECT * FROM moderation_norm")
    code, said = set_up(file, database, name="Lanterns", admin_email="ann@lantern.example.org",
                        admin_name="Other", admin_password_file=password_file)  # fmt: skip

    assert code == 0, said
    assert "already" in said
    assert file.read_text() == before.replace("SITE_NAME=Lantern\n", "SITE_NAME=Lanterns\n")
    assert rows(database, "SELECT * FROM moderation_norm") == norms
    assert rows(database, "SELECT password FROM members_member") == [(password,)]


def test_the_mail_servers_own_words_are_shown(file, migrated, mail_server):
    mail_server.refusal = "550 5.7.1 We do not know you"
    mail = {"mail_host": "127.0.0.1", "mail_port": mail_server.server_address[1], "mail_tls": "no"}

    code, said = set_up(file, migrated, **mail, categories="none", test_letter="a@example.org")

    assert code == 1
    assert "The test letter was not sent: 550 5.7.1 We do not know you" in said
    assert "There is no administrator yet" in said
    assert rows(migrated, "SELECT version FROM moderation_norm") == [(1,)]


def test_the_file_it_writes_starts_in_production(file, answer):
    answer(the_community_called=["Night owls"], Under_which_address=["owls.example.org"])
    call_command("setup", file_only=True)

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR, text=True, check=False, capture_output=True,
        env={"PATH": os.environ["PATH"], "ENV_FILE": str(file)},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_a_wrong_answer_is_explained_and_asked_again(file, answer, capsys):
    asked = answer(
        the_community_called=["Owls"],
        Under_which_address=["http://owls.example.org", "owls", "https://Owls.example.org/"],
        Time_zone=["Vienna", "Europe/Vienna"],
        Its_port=["465", "25"],
    )
    call_command("setup", file_only=True)

    said = capsys.readouterr().out
    assert sum("Under which address" in prompt for prompt in asked) == 3
    assert "such as Europe/Vienna" in said
    assert "not supported: use 587" in said
    assert envfile.read(file) | {
        "SITE_URL": "https://owls.example.org", "TIME_ZONE": "Europe/Vienna", "EMAIL_PORT": "25",
    } == envfile.read(file)  # fmt: skip


def test_a_weak_password_is_refused_and_no_password_is_ever_written(file, answer, capsys):
    asked = answer(
        the_community_called=["Owls"], Under_which_address=["owls.example.org"],
        First_administrator=["ann@owls.example.org"], Their_name=["Ann"],
        Their_password=["password", PASSWORD, PASSWORD], Once_more=["a slip", PASSWORD],
    )  # fmt: skip
    call_command("setup", file_only=True)

    said = capsys.readouterr().out
    assert sum("Their password" in prompt for prompt in asked) == 3
    assert "The two differ" in said
    assert PASSWORD not in said + file.read_text()


def test_running_out_of_answers_writes_nothing(file, monkeypatch):
    def leave(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", leave)
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("setup", file_only=True)
    assert not file.exists()


def test_secrets_are_kept_and_other_lines_left_alone(file):
    file.parent.mkdir()
    file.write_text('# ours\nEDIT_WINDOW_DAYS=3\nSITE_NAME="Old"\n\nMINE = yes\n')
    options = {"no_input": True, "file_only": True, "address": "owls.example.org"}

    call_command("setup", **options, name="Owls")
    first = file.read_text()
    call_command("setup", **options, name="Owls", sign_up="closed")

    assert first.startswith("# ours\nEDIT_WINDOW_DAYS=3\nSITE_NAME=Owls\n\nMINE = yes\n")
    second = envfile.read(file)
    assert second["SIGNUP_MODE"] == "closed"
    assert second["EDIT_WINDOW_DAYS"] == "3"


def test_a_domain_is_named_where_addresses_are_asked_for_one(file):
    options = {"no_input": True, "file_only": True, "address": "owls.example.org", "name": "Owls"}

    with pytest.raises(CommandError, match="name a domain"):
        call_command("setup", **options, sign_up="domain")
    call_command("setup", **options, sign_up="domain", sign_up_domains="@Uni.Example, b.example")

    assert envfile.read(file)["SIGNUP_DOMAINS"] == "uni.example,b.example"


def test_a_secret_that_has_its_own_file_is_not_copied(file, monkeypatch, tmp_path):
    for name in ("SECRET_KEY_FILE", "DATABASE_PASSWORD_FILE", "EMAIL_HOST_PASSWORD_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "secret"))
    call_command("setup", no_input=True, file_only=True, name="Owls", address="owls.example.org")

    assert not {"SECRET_KEY", "DATABASE_URL", "EMAIL_HOST_PASSWORD"} & set(envfile.read(file))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "--address"),
        ({"address": "http://owls.example.org"}, "--address: Enter the name"),
        ({"mail_tls": "maybe"}, "--mail-tls"),
        ({"database_url": "postgresql://nobody@127.0.0.1:1/x"}, "--database-url: It does not answer"),
        ({"redis_url": "redis://127.0.0.1:1/0"}, "--redis-url: It does not answer"),
        ({"categories": "gossip"}, "--categories: There is no gossip"),
        ({"admin_email": "ann@owls.example.org"}, "--admin-password-file must name a file"),
        ({"admin_email": "ann@owls.example.org", "admin_handle": "admin"}, "--admin-handle"),
        ({"name": 'The "best"'}, "--name"),
    ],
)  # fmt: skip
def test_without_input_a_wrong_option_is_an_error(file, options, words):
    given = {"address": "owls.example.org"} | options if options else {}
    with pytest.raises(CommandError, match=words):
        call_command("setup", no_input=True, file_only=True, **given)
    assert not file.exists()


def test_help_lines_are_checked_and_written_beside_the_file(file, answer):
    answer(
        the_community_called=["Owls"], Under_which_address=["owls.example.org"],
        Enter_help_lines=["yes"], Name_of_the_line=["Nightline", "Nobody", ""],
        phone=["01 234"], place=["Vienna"],
    )  # fmt: skip
    call_command("setup", file_only=True)

    beside = file.with_name("help-lines.json")
    assert envfile.read(file)["HELP_LINES_FILE"] == str(beside)
    (line,) = json.loads(beside.read_text())
    assert (line["name"], line["place"], line["phone"]) == ("Nightline", "Vienna", "01 234")


@pytest.mark.parametrize(
    "lines",
    [
        "Samaritans",
        [{"name": "No way to reach it"}],
        [{"phone": "1"}],
        [{"name": "x", "phone": "1", "colour": "red"}],
        [{"name": "x", "link": "http://example.org"}],
        [{"name": "x", "phone": 112}],
    ],
)
def test_a_help_line_that_helps_nobody_is_refused(lines):
    with pytest.raises(ValidationError):
        envfile.help_lines(lines)


@pytest.mark.parametrize("value", ["two\nlines", 'a "quoted" word', " spaces "])
def test_the_file_refuses_what_it_could_not_give_back(file, value):
    with pytest.raises(envfile.Unwritable, match="EMAIL_HOST_PASSWORD_FILE"):
        envfile.write(file, {"EMAIL_HOST_PASSWORD": value})
    assert not file.exists()


@pytest.mark.parametrize("value", ["p#a$s=s\\w'd%", "Ünïcode — 你好", ""])
def test_the_site_reads_what_the_file_says(file, monkeypatch, value):
    envfile.write(file, {"HELLO_THERE": "old"})
    envfile.write(file, {"HELLO_THERE": value})
    monkeypatch.delenv("HELLO_THERE", raising=False)
    places.load_env_file()
    assert os.environ.pop("HELLO_THERE") == value == envfile.read(file)["HELLO_THERE"]
