"""Prepares a real site: asks, writes the environment file, then applies it in a new process.

The process that asks still runs under the settings of before; only one that starts with the new
file knows the new database, mail server and name. It gets its plan through a pipe, and the
administrator's password in it is hashed already.
"""

import getpass
import json
import os
import re
import secrets
import smtplib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, transaction
from django.db.models import Max

from forums.models import Category
from moderation.actions import accept_norms, publish_norms
from moderation.models import Norm
from peersupport.administration.actions import grant_role
from peersupport.core import envfile
from peersupport.core.embedded import LaunchError, borrowed_services
from peersupport.core.encryption import new_key
from peersupport.core.names import handle_from
from peersupport.demo import texts
from peersupport.demo.community import AUDIENCES
from peersupport.members.actions import name_member, publish_policy
from peersupport.members.forms import free_handle
from peersupport.members.models import ConsentRecord, Member, PolicyDocument, Role, Tier


@dataclass(frozen=True)
class Question:
    """A setting, the option that answers it without asking, and what may be said."""

    setting: str
    option: str
    words: str
    check: Callable[[str], str]
    default: str = ""


QUESTIONS = [
    Question("SITE_NAME", "name", "What is the community called?", envfile.plain),
    Question("SITE_URL", "address", "Under which address will people find it?", envfile.address),
    Question("TIME_ZONE", "time-zone", "Time zone of those who run it", envfile.time_zone, "UTC"),
    Question("LANGUAGE_CODE", "language", "Language", envfile.one_of(*dict(settings.LANGUAGES)), "en"),
    Question("SIGNUP_MODE", "sign-up", "Who may sign up? (open, invitation, domain or closed)",
             envfile.one_of("open", "invitation", "domain", "closed"), "open"),
    Question("SIGNUP_DOMAINS", "sign-up-domains", "With domain: which ones, with commas (or nothing)",
             envfile.domains),
    Question("AGE_MINIMUM", "age-minimum", "Youngest age, asked before sign-up (0: nobody is asked,"
             " an institution vouches)", envfile.age, "16"),
    Question("SITE_CONTACT", "contact", "Address for questions, shown on pages (or nothing)",
             envfile.mail_address),
    Question("DATABASE_URL", "database-url", "PostgreSQL, such as postgresql://user:password@host/name"
             " (nothing: the embedded server, for a trial)", envfile.database),
    Question("REDIS_URL", "redis-url", "Redis, such as redis://host:6379/0 (nothing: embedded)",
             envfile.redis_server),
    Question("EMAIL_HOST", "mail-host", "Mail server", envfile.host_name, "localhost"),
    Question("EMAIL_PORT", "mail-port", "Its port", envfile.port, "587"),
    Question("EMAIL_USE_TLS", "mail-tls", "Does it speak STARTTLS? (yes or no)", envfile.yes_no, "1"),
    Question("EMAIL_HOST_USER", "mail-user", "Account there (or nothing)", envfile.one_line),
    Question("MAIL_FROM", "mail-from", "Letters come from", envfile.sender),
]  # fmt: skip
HEARD_ELSEWHERE = {"DATABASE_URL": "DATABASE_PASSWORD_FILE"}  # see deploy/entrypoint.sh
# The demo's categories that stand on their own are a sensible start.
STARTERS = {
    row["slug"]: row for row in texts.read("categories.toml")["category"] if not row["parent"]
}


class Command(BaseCommand):
    help = "Prepare a real site: asks, writes the environment file, fills the database. Rerunnable."
    requires_system_checks = []

    def add_arguments(self, parser):
        for question in QUESTIONS:
            parser.add_argument(
                f"--{question.option}", help=f"{question.setting}: {question.words}"
            )
        parser.add_argument("--mail-password-file", help="a file that holds the mail password")
        parser.add_argument("--admin-email", help="the first administrator's address")
        parser.add_argument("--admin-name", help="… the name to show")
        parser.add_argument("--admin-handle", help="… the handle")
        parser.add_argument("--admin-password-file", type=Path, help="… a file with the password")
        parser.add_argument("--categories", help=f"of {','.join(STARTERS)}; or all, or none")
        parser.add_argument("--help-lines", type=Path, help="a JSON list of this site's help lines")
        parser.add_argument("--test-letter", help="an address to send a test letter to")
        parser.add_argument("--no-input", action="store_true", help="ask nothing")
        parser.add_argument("--file-only", action="store_true", help="write the file and stop")
        parser.add_argument("--apply", action="store_true", help="(run by setup itself)")

    def handle(self, *args, **options):
        if options["apply"]:
            self._apply(json.load(sys.stdin))
            return
        self.options = options
        self.file = envfile.path()
        self.is_first = not self.file.exists()
        if not options["no_input"]:
            self.stdout.write("Enter keeps what stands in [brackets]; - empties it.")
        try:
            values = self._settings()
            plan = {
                "administrator": self._administrator(values),
                "categories": self._categories(),
            }
            lines = self._help_lines()
            plan["test_letter"] = self._ask_for(
                "test-letter", "Send a test letter to (or nothing)", envfile.mail_address,
                (plan["administrator"] or {}).get("email", ""),
            )  # fmt: skip
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped. Nothing was written.") from None
        self._write(values, lines)
        if not options["file_only"]:
            self._apply_in_new_process(plan)

    # ── asking ──────────────────────────────────────────────────────────────────────────────
    def _settings(self):
        values = {}
        for question in QUESTIONS:
            if self._has_file(question.setting):
                continue
            default = os.environ.get(question.setting) or question.default
            if question.setting == "MAIL_FROM" and not default:
                default = default_sender(values)
            values[question.setting] = self._ask_for(
                question.option, question.words, question.check, default
            )
        if values.get("SIGNUP_MODE") == "domain" and not values.get("SIGNUP_DOMAINS"):
            raise CommandError("--sign-up-domains: name a domain, such as uni.example.org")
        return values | self._mail_password() | self._derived(values)

    def _has_file(self, setting):
        """Whether the value comes from a file of its own, and not from the environment file."""
        other = HEARD_ELSEWHERE.get(setting, f"{setting}_FILE")
        return bool(os.environ.get(f"{setting}_FILE") or os.environ.get(other))

    def _ask_for(self, option, words, check, default=""):
        """The answer of an option, else of a person, else the default; checked in every case."""
        given = self.options[option.replace("-", "_")]
        if given is not None or self.options["no_input"]:
            try:
                return check((default if given is None else given).strip())
            except ValidationError as error:
                raise CommandError(f"--{option}: {' '.join(error.messages)}") from None
        while True:
            answer = input(f"{words}{f' [{default}]' if default else ''}: ").strip()
            try:
                return check("" if answer == "-" else answer or default)
            except ValidationError as error:
                self.stdout.write(f"  {' '.join(error.messages)}")

    def _mail_password(self):
        if given := self.options["mail_password_file"]:
            if not Path(given).is_file():
                raise CommandError(f"--mail-password-file: there is no file {given}")
            return {"EMAIL_HOST_PASSWORD_FILE": str(Path(given).resolve())}
        if self.options["no_input"] or self._has_file("EMAIL_HOST_PASSWORD"):
            return {}
        while True:
            password = getpass.getpass("Password there (Enter: none, or as it was): ")
            try:
                return {"EMAIL_HOST_PASSWORD": envfile.one_line(password)} if password else {}
            except ValidationError as error:
                self.stdout.write(f"  {' '.join(error.messages)}")

    def _derived(self, values):
        """What nobody should be asked for. Secrets are made once and kept ever after."""
        host = values["SITE_URL"].removeprefix("https://")
        hosts = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h]
        derived = {
            "MODE": "production",
            "ALLOWED_HOSTS": ",".join(hosts if host in hosts else [host, *hosts]),
            "TRUSTED_PROXIES": os.environ.get("TRUSTED_PROXIES") or "1",
        }
        if not self._has_file("SECRET_KEY"):
            derived["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(60)
        if not self._has_file("FIELD_KEYS"):
            derived["FIELD_KEYS"] = os.environ.get("FIELD_KEYS") or f"1:{new_key()}"
        return derived

    def _administrator(self, values):
        words = "First administrator’s e-mail" if self.is_first else "A new administrator’s e-mail"
        email = self._ask_for("admin-email", f"{words} (or nothing)", envfile.mail_address)
        if not email:
            return None
        name = self._ask_for(
            "admin-name", "Their name to show", envfile.display_name, email.split("@")[0]
        )
        handle = self._ask_for(
            "admin-handle", "Their handle", envfile.handle_of, handle_from(name, set())
        )
        member = name_member(Member(email=email.casefold()), handle=handle, display_name=name)
        return {
            "email": member.email, "handle": handle, "display_name": name,
            "password": make_password(self._password(member)),
        }  # fmt: skip

    def _password(self, member):
        file = self.options["admin_password_file"]
        if file or self.options["no_input"]:
            if not (file and file.is_file()):
                raise CommandError("--admin-password-file must name a file with the password")
            password = file.read_text(encoding="utf-8").rstrip("\r\n")
            try:
                validate_password(password, member)
            except ValidationError as error:
                raise CommandError(f"--admin-password-file: {' '.join(error.messages)}") from None
            return password
        while True:
            password = getpass.getpass("Their password (not shown): ")
            try:
                validate_password(password, member)
            except ValidationError as error:
                self.stdout.write(f"  {' '.join(error.messages)}")
                continue
            if getpass.getpass("Once more: ") == password:
                return password
            self.stdout.write("  The two differ.")

    def _categories(self):
        default = "all" if self.is_first else "none"
        words = f"Starting categories, of {', '.join(STARTERS)} (or all, or none)"
        return self._ask_for("categories", words, starters, default).split()

    def _help_lines(self):
        """The text of the site's own list; None leaves things as they are."""
        if file := self.options["help_lines"]:
            try:
                return envfile.help_lines(json.loads(file.read_text(encoding="utf-8")))
            except (OSError, ValueError, ValidationError) as error:
                said = error.messages[0] if isinstance(error, ValidationError) else error
                raise CommandError(f"--help-lines: {said}") from None
        if (
            self.options["no_input"]
            or input("Enter help lines of your place? [no]: ")[:1] not in "yY1"
        ):
            return None
        return self._asked_lines()

    def _asked_lines(self):
        lines = []
        while name := input("Name of the line (Enter: that is all): ").strip():
            rest = {field: input(f"  {field}: ").strip() for field in envfile.LINE_FIELDS[1:]}
            try:
                lines = envfile.help_lines([*lines, {"name": name, **rest}])
            except ValidationError as error:
                self.stdout.write(f"  {' '.join(error.messages)}")
        return lines or None

    # ── writing ─────────────────────────────────────────────────────────────────────────────
    def _write(self, values, lines):
        try:
            if lines:
                file = self.file.with_name("help-lines.json")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps(lines, indent=1, ensure_ascii=False), encoding="utf-8")
                values["HELP_LINES_FILE"] = str(file)
            changed = envfile.write(self.file, values)
        except (OSError, envfile.Unwritable) as error:
            raise CommandError(f"Nothing was changed: {error}") from None
        self.stdout.write(f"{self.file}: {', '.join(changed) if changed else 'nothing to change'}.")

    def _apply_in_new_process(self, plan):
        known = os.environ | envfile.read(self.file) | {"ENV_FILE": str(self.file)}
        self.stdout.flush()
        done = subprocess.run(
            [sys.executable, "manage.py", "setup", "--apply"], cwd=settings.BASE_DIR,
            input=json.dumps(plan), text=True, env=known, check=False, stdout=None,
        )  # fmt: skip
        if done.returncode:
            raise CommandError("Not everything is done: see above, then run setup again.")
        self.stdout.write("Done. Start web, worker and beat, or start them again.")

    # ── in the new process ──────────────────────────────────────────────────────────────────
    def _apply(self, plan):
        try:
            with borrowed_services():
                self._fill(plan)
        except (LaunchError, OperationalError) as error:
            raise CommandError(f"the database: {str(error).strip()}") from None
        if plan["test_letter"]:
            self._send_test_letter(plan["test_letter"])

    def _fill(self, plan):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("sync_roles", verbosity=0)
        with transaction.atomic():
            self._publish_norms()
            self._publish_policies()
            self._create_categories(plan["categories"])
            self._appoint(plan["administrator"])
        if not Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
            self.stdout.write("There is no administrator yet: run setup again to name one.")

    def _publish_norms(self):
        if Norm.objects.exclude(published_at=None).exists():
            return
        version = (Norm.objects.aggregate(last=Max("version"))["last"] or 0) + 1
        publish_norms(
            Norm(version=version, title="How we treat each other", body=texts.norms()), by=None
        )
        self.stdout.write("Norms: the starting text is in force; organisers can publish another.")

    def _publish_policies(self):
        """They count at once; whoever runs the site replaces them by a version of their own."""
        for kind in PolicyDocument.Kind.values:
            if not PolicyDocument.objects.filter(kind=kind).exists():
                document = publish_policy(kind, body=texts.policy(kind), is_major=True)
                self.stdout.write(
                    f"{document}: the starting text. Read it, and add what is missing."
                )

    def _create_categories(self, slugs):
        last = Category.objects.aggregate(last=Max("position"))["last"] or 0
        for position, slug in enumerate(slugs, last + 1):
            row = STARTERS[slug]
            words = {name: row[name] for name in ("name", "description", "hue", "icon")}
            rights = {name: AUDIENCES[row[name]] for name in ("see", "read", "start", "reply")}
            rest = words | rights | {"is_sensitive": row["sensitive"], "position": position}
            rest["is_support"] = row["sensitive"]  # nothing waits there
            if Category.objects.get_or_create(slug=slug, defaults=rest)[1]:
                self.stdout.write(f"Category: {row['name']}.")

    def _appoint(self, given):
        """Make somebody administrator. An account that exists keeps its name and password."""
        if given is None:
            return
        member = Member.objects.filter(email=given["email"]).first()
        if member is None:
            member = self._create_member(given)
        elif member.role == Role.ADMINISTRATOR:
            self.stdout.write(f"{member.email} is an administrator already: nothing changed.")
            return
        grant_role(
            member, role=Role.ADMINISTRATOR, reason="Named when the site was set up.", by=None
        )
        self.stdout.write(f"Administrator: {member.email}.")

    def _create_member(self, given):
        try:
            handle = free_handle(given["handle"])
        except ValidationError as error:
            raise CommandError(f"--admin-handle: {' '.join(error.messages)}") from None
        member = name_member(
            Member(email=given["email"], password=given["password"], tier=Tier.MEMBER),
            handle=handle, display_name=given["display_name"],
        )  # fmt: skip
        member.time_zone = settings.TIME_ZONE
        member.save()
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        norm = Norm.objects.exclude(published_at=None)[0]
        accept_norms(norm, member=member, method=ConsentRecord.Method.SETUP)
        return member

    def _send_test_letter(self, to):
        """Past the outbox on purpose: the mail server's answer is wanted now."""
        letter = EmailMessage(
            f"{settings.SITE_NAME}: a test letter",
            f"If you read this, {settings.SITE_URL} can send mail.\n", to=[to],
        )  # fmt: skip
        try:
            letter.send(using="delivery")
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(f"The test letter was not sent: {words_of(error)}") from None
        self.stdout.write(f"A test letter is on its way to {to}.")


def default_sender(values):
    host = values["SITE_URL"].removeprefix("https://")
    name = re.sub(r"[^\w\s'-]", "", values["SITE_NAME"]).strip()
    return f"{name} <no-reply@{host}>" if name else f"no-reply@{host}"


def starters(text):
    """Slugs of starting categories with a space between them."""
    slugs = re.split(r"[,\s]+", text.strip(", "))
    if text in {"all", "none", ""}:
        slugs = list(STARTERS) if text == "all" else []
    if unknown := [slug for slug in slugs if slug not in STARTERS]:
        raise ValidationError(f"There is no {unknown[0]}: choose of {', '.join(STARTERS)}.")
    return " ".join(slugs)


def words_of(error):
    """What the mail server itself said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return str(error) or type(error).__name__
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
