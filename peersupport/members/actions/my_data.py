"""A copy of one's data, and being forgotten."""

import hmac
import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused
from peersupport.core.names import handle_key
from peersupport.core.wake import wake

from ..models import EXPORT_DAYS, DataExport, Erasure, Member, Tier, Trust, WrittenBy

MOST_ATTEMPTS = 5
LEASE = timedelta(minutes=6)  # a task is ended after five: CELERY_TASK_TIME_LIMIT
FORMER = "former-"  # how handles of nobody begin


# ── a copy ──────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_export(member: Member) -> DataExport:
    """Ask for a copy of everything. Asked twice, it is one; a new one takes the old one's place."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    waiting = member.exports.filter(state=DataExport.State.WAITING).first()
    if waiting is not None:
        return waiting
    drop_exports(member.exports.all())
    wake("peersupport.privacy.build_exports")
    return DataExport.objects.create(member=member)


def drop_exports(exports: Iterable[DataExport]) -> int:
    """Delete copies, files first once this transaction is committed. Returns how many."""
    exports = list(exports)
    paths = [export_path(export) for export in exports if export.file]
    DataExport.objects.filter(pk__in=[export.pk for export in exports]).delete()
    transaction.on_commit(lambda: _delete_files(paths))
    return len(exports)


def _delete_files(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def new_export_file() -> str:
    """A name that nobody guesses."""
    return f"{secrets.token_urlsafe(32)}.zip"


def export_path(export: DataExport) -> Path:
    return Path(settings.EXPORT_FOLDER) / export.file


@transaction.atomic
def begin_export(export: DataExport, *, parts: int) -> DataExport | None:
    """Lease it and count an attempt. None when another worker has it, or it failed too often."""
    waiting = DataExport.objects.to_build().select_for_update(of=["self"], skip_locked=True)
    found = waiting.filter(pk=export.pk).first()
    if found is None:
        return None
    found.attempts, found.parts, found.parts_done = found.attempts + 1, parts, 0
    found.leased_until = timezone.now() + LEASE
    if found.attempts > MOST_ATTEMPTS:
        found.state = DataExport.State.FAILED
        found.expires_at = timezone.now() + timedelta(days=EXPORT_DAYS)
    found.save(
        update_fields=["attempts", "leased_until", "parts", "parts_done", "state", "expires_at"]
    )
    return found if found.is_waiting else None


def note_part(export: DataExport, *, done: int) -> None:
    """So that the page can say how far it is."""
    DataExport.objects.filter(pk=export.pk).update(parts_done=done)


@transaction.atomic
def finish_export(export: DataExport, *, draft: Path) -> bool:
    """Hand a finished copy out, unless the member was erased or asked anew meanwhile."""
    Member.objects.select_for_update().get(pk=export.member_id)
    found = DataExport.objects.waiting().select_for_update(of=["self"]).filter(pk=export.pk)
    if (mine := found.first()) is None:
        return False
    now = timezone.now()
    mine.state, mine.file, mine.size = DataExport.State.READY, draft.name, draft.stat().st_size
    mine.ready_at, mine.expires_at = now, now + timedelta(days=EXPORT_DAYS)
    mine.save(update_fields=["state", "file", "size", "ready_at", "expires_at"])
    return True


# ── being forgotten ─────────────────────────────────────────────────────────────────────────
@transaction.atomic
def ask_erasure(member: Member, *, choice: str) -> Erasure:
    """Ask to be forgotten in a week. Asked twice, the first request stands."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if is_only_administrator(member):
        raise Refused(_("You are the only administrator. Make somebody else one first."))
    found = member.erasures.open().first()
    return found or Erasure.objects.create(member=member, choice=choice)


def is_only_administrator(member: Member) -> bool:
    """Whether nobody could look after the site without them. Asked again when the week is over."""
    others = Member.objects.filter(is_superuser=True, is_active=True).exclude(pk=member.pk)
    return member.is_superuser and not others.exists()


def erasure_token(erasure: Erasure) -> str:
    """What lets the member stop it without signing in."""
    return signing.dumps(erasure.pk, salt="members.erasure")


def read_erasure_token(token: str) -> Erasure | None:
    """The request a token is for, as long as it can be stopped."""
    try:
        pk = signing.loads(token, salt="members.erasure")
    except signing.BadSignature:
        return None
    return Erasure.objects.open().filter(pk=pk).first()


@transaction.atomic
def stop_erasure(erasure: Erasure) -> Erasure:
    """The member stays."""
    found = Erasure.objects.open().select_for_update().filter(pk=erasure.pk).first()
    if found is None:
        raise Refused(_("This was carried out, or stopped, already."))
    found.stopped_at = timezone.now()
    found.save(update_fields=["stopped_at"])
    return found


def former_member() -> Member:
    """Somebody who is nobody: what stands beside words whose author left, in one discussion."""
    handle = f"{FORMER}{secrets.token_hex(8)}"
    return Member.objects.create(
        handle=handle, handle_key=handle_key(handle), display_name=_("Former member"),
        email=None, claimed_at=None, is_active=False, password=make_password(None),
    )  # fmt: skip


def is_forgotten(member: Member) -> bool:
    return member.email is None and not member.is_active and member.handle.startswith(FORMER)


def empty_account(member: Member) -> Member:
    """What is left of an account: a number without a person. Call it with the row locked."""
    member.handle = f"{FORMER}{secrets.token_hex(8)}"
    member.handle_key, member.display_name = handle_key(member.handle), _("Former member")
    member.email = member.claimed_at = member.last_login = member.second_factor_at = None
    member.checked_up_at = member.last_visit_day = member.last_sanction_at = None
    member.paused_until = member.suspended_at = member.suspended_until = None
    member.limits, member.limited_until, member.kept_out_until = [], None, None
    member.source_id, member.source = None, ""
    member.pronouns = member.about = member.locale = member.role = member.hidden_name = ""
    member.theme = member.text_size = ""
    member.interests, member.languages, member.qualifications = [], [], []
    member.time_zone, member.tier, member.read_before = "UTC", Tier.NEWCOMER, member.joined_at
    member.steps_skipped, member.shown_to, member.written_by = [], {}, WrittenBy.EVERYONE
    member.trust_level, member.days_visited, member.sessions_ended = Trust.NEW, 0, 0
    member.is_superuser = member.is_active = member.listed = False
    member.hidden_notes, member.hidden_tags, member.has_muted = [], [], False
    member.calm_mode = member.shortcuts = member.first_steps = False
    member.is_profile_hidden = False
    member.set_unusable_password()
    member.save()
    member.groups.clear()
    member.user_permissions.clear()
    return member


def close_erasure(erasure: Erasure, *, counts: dict[str, int]) -> Erasure:
    """Done: what stays is the receipt."""
    erasure.done_at, erasure.counts = timezone.now(), counts
    erasure.receipt = erasure.receipt or uuid.uuid4()
    erasure.digest = erased_digest(erasure.member)
    erasure.save(update_fields=["done_at", "counts", "receipt", "digest"])
    return erasure


def erased_digest(member: Member, *, number: int | None = None) -> str:
    """How the ledger knows an account: useless without the key of that number.

    It holds when the account began: a number given anew after a restore is somebody else.
    """
    number = number or max(settings.FIELD_KEYS)
    text = f"members.erased:{member.pk}:{member.joined_at.isoformat()}"
    return f"{number}${hmac.digest(settings.FIELD_KEYS[number], text.encode(), 'sha256').hex()}"
