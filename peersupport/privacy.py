"""A member's data across all areas: the one place to read what is exported and how it is erased.

Each area's own `privacy.py` knows its tables; this file knows the areas, and their order.
"""

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forums import privacy as forums
from groups import privacy as groups
from groups.resources import privacy as resources
from groups.rooms import privacy as rooms
from moderation import privacy as moderation
from moderation.safety import privacy as safety
from peersupport.activity import privacy as activity
from peersupport.administration import privacy as administration
from peersupport.core.archives import write_archive
from peersupport.core.context import SITE
from peersupport.core.datamap import data_map
from peersupport.core.personal import Keep, Table
from peersupport.core.redaction import Redaction
from peersupport.members import actions
from peersupport.members import privacy as members
from peersupport.members.models import DataExport, Erasure, Member, RetentionRun
from peersupport.notifications import privacy as notifications
from peersupport.notifications.actions import post_account_mail

log = logging.getLogger(__name__)
LATE = timedelta(hours=1)  # no request lasts that long

# What is erased first stands first: an area may ask those after it, and the account goes last.
AREAS = [
    forums, rooms, resources, groups, safety, moderation, administration, notifications, activity,
    members,
]  # fmt: skip
SWEPT = forums.SWEPT | administration.SWEPT  # by the areas themselves


# ── what there is ───────────────────────────────────────────────────────────────────────────
def tables_of(member: Member) -> Iterator[Table]:
    for area in reversed(AREAS):
        yield from area.export(member)


def holdings(member: Member) -> dict[str, Any]:
    """What the page about erasing counts, and the groups that should be handed over first."""
    counts: dict[str, int] = {}
    for area in (forums, rooms, groups):
        counts |= area.held(member)
    return {"counts": counts, "leads": groups.holdings(member)}


# ── copies ──────────────────────────────────────────────────────────────────────────────────
@shared_task
def build_exports() -> None:
    """Make the copies that were asked for. Twice at once makes each of them once."""
    for export in DataExport.objects.to_build().order_by("pk"):
        build_export(export)


def build_export(export: DataExport) -> bool:
    """Make one copy and say so by letter. Returns whether it was handed out."""
    begun = actions.begin_export(export, parts=len(AREAS))
    if begun is None:
        return False
    folder = Path(settings.EXPORT_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / actions.new_export_file()
    try:
        _write_export(begun, draft)
        with transaction.atomic():
            if actions.finish_export(begun, draft=draft):
                _say_ready(begun)
                draft = None
                return True
    except Exception:
        log.exception("export_failed", extra={"export": begun.pk})
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
    return False


def _write_export(export: DataExport, draft: Path) -> None:
    tables: list[Table] = []
    with translation.override(export.member.locale or settings.LANGUAGE_CODE):
        for number, area in enumerate(reversed(AREAS), start=1):
            tables += area.export(export.member)
            actions.note_part(export, done=number)
        about = {"site": SITE, "member": export.member, "made_at": timezone.now()}
        write_archive(draft, tables, files=resources.files_of(export.member), **about)


def _say_ready(export: DataExport) -> None:
    address = reverse("members:data_export_detail", args=[export.pk])
    write(
        export.member, "export_ready", key=f"export:{export.pk}", link=settings.SITE_URL + address
    )


# ── being forgotten ─────────────────────────────────────────────────────────────────────────
@shared_task
def carry_out_erasures() -> None:
    """Erase whoever asked a week ago and did not change their mind."""
    for erasure in Erasure.objects.due().order_by("pk"):
        try:
            carry_out(erasure)
        except Exception:  # tried again in ten minutes; others need not wait for it
            log.exception("erasure_failed", extra={"erasure": erasure.pk})
    _forget_late_words()


def _forget_late_words() -> None:
    """What was being posted at the very moment of an erasure arrives just after it."""
    since = timezone.now() - LATE
    for erasure in Erasure.objects.filter(done_at__gte=since).select_related("member"):
        if forums.written_by(erasure.member) or rooms.is_left(erasure.member):
            forget(erasure.member, choice=erasure.choice)


@transaction.atomic
def carry_out(erasure: Erasure) -> Erasure | None:
    """Erase one member. None when it was stopped or done meanwhile, or must wait."""
    member = Member.objects.select_for_update().get(pk=erasure.member_id)
    due = Erasure.objects.due().select_for_update(of=["self"]).filter(pk=erasure.pk).first()
    if due is None:
        return None
    if actions.is_only_administrator(member):
        log.error("erasure_waits_for_another_administrator", extra={"erasure": due.pk})
        return None
    address, language = member.email, member.locale
    counts = forget(member, choice=due.choice)
    due.member = member
    done = actions.close_erasure(due, counts=counts)
    if address:
        write_to(
            address, "erasure_done", language=language, key=f"erased:{done.receipt}",
            erasure=done, counts=counts,
        )  # fmt: skip
    note_in_ledger(done)
    return done


@transaction.atomic
def forget(member: Member, *, choice: str) -> dict[str, int]:
    """Take a member out of every table, their words as they chose. Returns what went, by kind."""
    member_now = Member.objects.select_for_update().get(pk=member.pk)
    redaction = _redaction_of(member_now)
    counts: Counter[str] = Counter()
    for area in AREAS:
        counts.update(area.erase(member_now, choice=choice, redaction=redaction))
    counts["texts that named them"] = _sweep(redaction)
    return {kind: number for kind, number in counts.items() if number}


def _redaction_of(member: Member) -> Redaction:
    addresses = set(member.emailaddress_set.values_list("email", flat=True)) | {member.email}
    namesakes = Member.objects.filter(display_name__iexact=member.display_name)
    return Redaction(
        handle=member.handle, name=member.display_name, instead=_("Former member"),
        addresses=frozenset(filter(None, addresses)), posts=forums.written_by(member),
        is_shared=namesakes.exclude(pk=member.pk).exists(),
    )  # fmt: skip


def _sweep(redaction: Redaction) -> int:
    """Every field in which people may name somebody, as the data map lists them."""
    changed = 0
    for entry in data_map().values():
        if entry.words and entry.model not in SWEPT:
            rows = apps.get_model(entry.model)._base_manager.all()
            changed += redaction.sweep(rows, entry.words)
    return changed


def note_in_ledger(erasure: Erasure) -> None:
    """A line on disk, apart from database and backups: what a restored backup is held against.

    Before the commit: a line for an erasure that comes a moment later does no harm, a missing one
    would bring somebody back.
    """
    path = Path(settings.ERASURE_LEDGER)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {"digest": erasure.digest, "choice": erasure.choice}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def replay_ledger(path: Path) -> int:
    """Erase again whoever a ledger names and a restored backup brought back. Returns how many."""
    if not path.exists():
        return 0
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    choices = {line["digest"]: line["choice"] for line in lines}
    back = []
    for member in Member.objects.iterator():
        digests = [actions.erased_digest(member, number=number) for number in settings.FIELD_KEYS]
        found = [choices[digest] for digest in digests if digest in choices]
        if found and not actions.is_forgotten(member):
            back.append((member, found[0]))
    for member, choice in back:
        forget(member, choice=choice)
        member.erasures.open().update(done_at=timezone.now())
    return len(back)


# ── letters about it ────────────────────────────────────────────────────────────────────────
def write(member: Member, template: str, *, key: str, **context: Any) -> None:
    """A letter to a member's own address."""
    if member.email:
        write_to(member.email, template, language=member.locale, key=key, **context)


def write_to(address: str, template: str, *, language: str, key: str, **context: Any) -> None:
    with translation.override(language or settings.LANGUAGE_CODE):
        words = {"site": SITE} | context
        subject = render_to_string(f"account/email/{template}_subject.txt", words)
        text = render_to_string(f"account/email/{template}_message.txt", words)
    post_account_mail(key=key, address=address, subject=" ".join(subject.split()), text=text)


# ── how long things are kept ────────────────────────────────────────────────────────────────
def rules() -> list[Keep]:
    return [rule for area in AREAS for rule in area.KEEP]


@shared_task
def apply_retention() -> None:
    """Daily: remove what is older than its rule says, and keep a report in figures."""
    removed = {}
    for rule in rules():
        try:
            if count := rule.apply():
                removed[rule.name] = count
        except Exception:  # one rule that fails must not keep the others from running
            log.exception("retention_failed", extra={"rule": rule.name})
    _sweep_files()
    RetentionRun.objects.create(removed=removed)


def _sweep_files() -> None:
    """Files of copies without a row: a worker died, or a backup was restored."""
    folder = Path(settings.EXPORT_FOLDER)
    known = set(DataExport.objects.exclude(file="").values_list("file", flat=True))
    day_ago = timezone.now().timestamp() - 86_400
    for path in folder.glob("*.zip") if folder.exists() else ():
        if path.name not in known and path.stat().st_mtime < day_ago:
            path.unlink(missing_ok=True)
