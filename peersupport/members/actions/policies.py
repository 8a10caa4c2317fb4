"""Versions of terms and privacy notice, and what members say to them and to each purpose."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from peersupport.core.exceptions import Refused
from peersupport.core.richtext import render

from ..models import WORDS, ConsentRecord, Member, PolicyDocument, Purpose
from ..rules import has_consented

Method = ConsentRecord.Method


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def publish_policy(
    kind: str,
    *,
    body: str,
    is_major: bool,
    changes: str = "",
    effective_from: datetime | None = None,
) -> PolicyDocument:
    """Add the next version of the terms or the privacy notice; a major one asks everybody again."""
    latest = PolicyDocument.objects.select_for_update().filter(kind=kind).first()
    if latest and latest.sha256 == sha256_of(body):
        raise Refused(_("This is the text of the latest version, word for word."))
    effective_from = effective_from or timezone.now()
    if latest and effective_from < latest.effective_from:
        raise Refused(
            _("The latest version counts from a later day. Choose that day or one after.")
        )
    major, minor = (latest.major, latest.minor) if latest else (0, 0)
    major, minor = (major + 1, 0) if is_major or latest is None else (major, minor + 1)
    return PolicyDocument.objects.create(
        kind=kind, major=major, minor=minor, locale=settings.LANGUAGE_CODE, body=body,
        html=render(body), sha256=sha256_of(body), changes=changes,
        effective_from=effective_from,
    )  # fmt: skip


@transaction.atomic
def accept_policies(
    member: Member, documents: Iterable[PolicyDocument], *, method: Method = Method.ACCEPTED
) -> Member:
    """A member agrees to these versions; what counts for them never goes backwards."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    for document in documents:
        ConsentRecord.objects.create(
            member=member, purpose=document.kind, granted=True, version=document.version,
            document=document, text_sha256=document.sha256, method=method,
        )  # fmt: skip
        column = f"{document.kind}_version"
        setattr(member, column, max(getattr(member, column), document.major))
    member.save(update_fields=["terms_version", "privacy_version"])
    return member


def record_norms(member: Member, *, version: int, text: str, method: Method) -> ConsentRecord:
    """That a member agreed to a version of the norms, whose text is kept above, in moderation."""
    return ConsentRecord.objects.create(
        member=member, purpose=Purpose.NORMS, granted=True, version=str(version),
        text_sha256=sha256_of(text), method=method,
    )  # fmt: skip


@transaction.atomic
def give_consent(
    member: Member, purpose: Purpose, *, method: Method = Method.SETTINGS
) -> ConsentRecord | None:
    """Say yes to one of the free choices. None when the answer was yes already."""
    return _say(member, Purpose(purpose), granted=True, method=method)


@transaction.atomic
def withdraw_consent(
    member: Member, purpose: Purpose, *, method: Method = Method.SETTINGS
) -> ConsentRecord | None:
    """Say no from now on. None when the answer was no already."""
    return _say(member, Purpose(purpose), granted=False, method=method)


def _say(member: Member, purpose: Purpose, *, granted: bool, method: Method):
    if purpose not in WORDS:
        raise Refused(_("Membership stands on this. To take it back, close your account."))
    member = Member.objects.select_for_update().get(pk=member.pk)  # one word after another
    if purpose == Purpose.DIRECTORY:
        Member.objects.filter(pk=member.pk).update(listed=granted)
    if has_consented(member, purpose) == granted:
        return None
    notice = PolicyDocument.objects.in_force().filter(kind=PolicyDocument.Kind.PRIVACY).first()
    with override(settings.LANGUAGE_CODE):
        words = str(WORDS[purpose])
    return ConsentRecord.objects.create(
        member=member, purpose=purpose, granted=granted, version=notice.version if notice else "",
        document=notice, text_sha256=sha256_of(words), method=method,
    )  # fmt: skip
