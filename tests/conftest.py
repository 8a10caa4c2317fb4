"""Rows that tests stand on: `make_<noun>` fixtures and people named by their part."""

import itertools
import json
import subprocess
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from forums.actions import reply, start_topic
from forums.models import Category, Topic
from groups.resources import inspection
from groups.resources.actions import Chosen, attach, take_in
from moderation.models import Decision, Norm, NormRule, Report, ReviewItem
from peersupport.core.names import handle_key
from peersupport.members.actions import (
    new_seed,
    publish_policy,
    turn_on_second_factor,
)
from peersupport.members.models import Authenticator, Member, NormsInForce, Role, Tier, Trust
from peersupport.members.sessions import SessionStore

PASSWORD = "a long enough phrase"
_numbers = itertools.count(1)
# Handles that no two of which look alike: digits are words.
_WORDS = ["zero", "ua", "du", "tri", "kva", "kfn", "ses", "sep", "ok", "nau"]


@pytest.fixture(autouse=True, scope="session")
def mail_goes_through_the_outbox(django_test_environment):
    """pytest-django keeps all mail in memory; here only what leaves the outbox is."""
    settings.MAILERS = settings.MAILERS | {
        "default": {"BACKEND": "peersupport.notifications.outbox.OutboxBackend"}
    }


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What migrations brought is there, also in a database whose tables a test emptied before."""
    with django_db_blocker.unblock():
        write_norm_rules()


def write_norm_rules() -> None:
    if not NormRule.objects.exists():
        import_module("moderation.migrations.0004_queue").add_rules(apps, None)


@pytest.fixture
def committed(transactional_db):
    """What a test writes is seen by other connections; emptying the tables afterwards is allowed.

    The activity table refuses that. Django closes this connection once they are empty, and the
    setting ends with it.
    """
    write_norm_rules()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture
def norms(db):
    """Norms in force, which `make_member` has people accept."""
    return norms_in_force()


def norms_in_force() -> Norm:
    """Nearly every test begins with it, so it takes three statements and not eleven."""
    norm = Norm.objects.filter(version=1).first() or Norm.objects.create(
        version=1, title="Norms", body="Be kind.", html="<p>Be kind.</p>",
        published_at=timezone.now(),
    )  # fmt: skip
    NormsInForce.objects.bulk_create(
        [NormsInForce(pk=1, version=1)], update_conflicts=True,
        unique_fields=["id"], update_fields=["version"],
    )  # fmt: skip
    return norm


def kindness_rule() -> NormRule:
    """The rule of that name, which tests that empty all tables take away."""
    words = {"name": "Kindness", "sentence": "No insults, no threats, no piling on."}
    return NormRule.objects.get_or_create(key="kindness", defaults=words)[0]


@pytest.fixture
def policies(db):
    """Terms and privacy notice in force, version 1.0 of each."""
    return [
        publish_policy(kind, body=f"My {kind} text.", is_major=True)
        for kind in ("terms", "privacy")
    ]


@pytest.fixture
def make_member(norms):
    return new_member


def new_member(**fields) -> Member:
    """Somebody with a confirmed address who has agreed to the norms in force."""
    number = next(_numbers)
    handle = fields.pop("handle", "m-" + "-".join(_WORDS[int(d)] for d in str(number)))
    defaults = {
        "email": f"{handle}@example.org",
        "display_name": handle.title(),
        "tier": Tier.MEMBER,
        "trust_level": Trust.REGULAR,
        "last_visit_day": timezone.now().date(),  # counted already: reading writes nothing more
        "norms_version": NormsInForce.objects.get().version,
        "terms_version": 1,
        "privacy_version": 1,
        "read_before": timezone.now() - timedelta(days=30),
    }
    member = Member(handle=handle, handle_key=handle_key(handle), **(defaults | fields))
    member.set_password(PASSWORD)
    member.save()
    member.emailaddress_set.create(email=member.email, verified=True, primary=True)
    return with_factor(member) if member.is_staff else member


def without_factor(member: Member) -> Member:
    """Somebody with a role who has not set up a second factor yet."""
    Authenticator.objects.filter(user=member).delete()
    Member.objects.filter(pk=member.pk).update(second_factor_at=None)
    member.refresh_from_db()
    return member


def with_factor(member: Member) -> Member:
    """Somebody without a role who is asked for a code at the door."""
    turn_on_second_factor(member, sealed_seed=new_seed(member), codes=[])
    member.refresh_from_db()
    return member


def unconfirmed(member: Member) -> Member:
    """Somebody who never followed the link in the first letter."""
    member.emailaddress_set.update(verified=False)
    return member


class SignedIn(Client):
    """Django's test client, which shows the second factor of whoever has one."""

    def force_login(self, user, backend=None):
        """A session is written as a login leaves it, in four statements in place of fourteen."""
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        if user.second_factor_at:
            store[DEVICE_ID_SESSION_KEY] = "shown"
        store.create()
        self._set_login_cookies(SimpleNamespace(session=store))


@pytest.fixture
def client():
    return SignedIn()


@pytest.fixture
def asker(make_member):
    return make_member(display_name="Asker")


@pytest.fixture
def helper(make_member):
    return make_member(display_name="Helper")


@pytest.fixture
def stranger(make_member):
    return make_member(display_name="Stranger")


@pytest.fixture
def moderator(make_member):
    return make_member(display_name="Moderator", role=Role.MODERATOR)


@pytest.fixture
def administrator(make_member):
    return make_member(display_name="Administrator", role=Role.ADMINISTRATOR, is_superuser=True)


@pytest.fixture
def make_category(db):
    return new_category


def new_category(**fields) -> Category:
    number = next(_numbers)
    return Category.objects.create(
        **({"slug": f"category-{number}", "name": f"Category {number}"} | fields)
    )


@pytest.fixture
def category(make_category):
    return make_category(slug="study-skills", name="Study skills")


@pytest.fixture
def make_topic(category, asker):
    def make(**fields):
        defaults = {
            "author": asker,
            "title": f"Topic {next(_numbers)}",
            "body": "What do you think?",
        }
        place = fields.pop("category", category)
        later = {
            name: fields.pop(name)
            for name in ("is_locked", "is_pinned", "standing")
            if name in fields
        }
        topic = start_topic(place, **(defaults | fields))
        if later:
            Topic.objects.filter(pk=topic.pk).update(**later)
            topic.refresh_from_db()
        return topic

    return make


@pytest.fixture
def edits_are_kept(settings):
    """Authors' first minutes of free editing are over at once."""
    settings.FREE_EDIT_MINUTES = 0


@pytest.fixture
def topic(make_topic):
    return make_topic()


@pytest.fixture
def make_post(helper):
    def make(topic, **fields):
        return reply(topic, **({"author": helper, "body": f"Reply {next(_numbers)}."} | fields))

    return make


@pytest.fixture
def own_store(settings, tmp_path):
    """Files of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def close_report(report, *, by):
    """A report that was dealt with, where how it was decided is not what is tested."""
    now = timezone.now()
    Report.objects.filter(pk=report.pk).update(state="closed", closed_at=now, closed_by=by)
    report.refresh_from_db()
    item = report.item
    if not item.reports.open().exists():
        ReviewItem.objects.filter(pk=item.pk).update(state="decided", decided_at=now)
        Decision.objects.create(
            item=item, target_type=item.target_type, target_id=item.target_id, made_by=by,
            about=item.author if item.author_id != by.pk else None, told_at=now,
        )  # fmt: skip
    return report


@pytest.fixture
def quickly(monkeypatch, own_store):
    """Files are looked at in this process, where starting one for each is not what is tested."""

    def run(command, **how):
        try:
            found = inspection.inspect(*map(Path, command[3:]))
        except inspection.Refusal as refusal:
            found = {"refused": str(refusal)}
        return subprocess.CompletedProcess(command, 0, json.dumps(found).encode(), b"")

    monkeypatch.setattr("groups.resources.actions.taking_in.subprocess.run", run)


@pytest.fixture
def make_file(asker, own_store):
    """A file that somebody attached; posted when `to` is given."""

    def make(name="notes.txt", data=b"Bring a pen.\n", *, owner=asker, to=None, alt=""):
        row = take_in(SimpleUploadedFile(name, data), owner=owner)
        if to is not None:
            to.files = attach([Chosen(row.uuid, alt)], by=owner, to=to)
            to.save(update_fields=["files"])
            row.refresh_from_db()
        return row

    return make
