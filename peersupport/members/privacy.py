"""What an account keeps of a member, how long, and how it is emptied."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp_webauthn.models import (
    WebAuthnAttestation,
    WebAuthnCredential,
    WebAuthnUserHandle,
)
from guardian.models import UserObjectPermission

from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction

from .actions import drop_exports, empty_account, end_all_sessions, withdraw_consent
from .models import (
    WORDS,
    Authenticator,
    BarredAddress,
    Block,
    CommunityInvitation,
    ConsentRecord,
    DataExport,
    Erasure,
    FactorReset,
    Member,
    Mute,
    RecoveryCode,
    RetentionRun,
    SecurityEvent,
    Session,
    TrustHold,
    TrustRecord,
)


def unconfirmed(before: datetime) -> models.QuerySet:
    """Accounts whose address nobody confirmed: nobody can have used them.

    Not imported authors who claimed their account, nor those that a command made.
    """
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return Member.objects.filter(
        Exists(addresses), ~Exists(addresses.filter(verified=True)), joined_at__lt=before,
        last_login=None, source="", role="", is_superuser=False,
    )  # fmt: skip


def _delete_each(members: models.QuerySet) -> int:
    """Those of whom nothing is recorded; the record does not let the others go."""
    removed = 0
    for member in members:
        try:
            with transaction.atomic():
                member.delete()
            removed += 1
        except ProtectedError:
            pass
    return removed


KEEP = [
    Keep("unconfirmed-accounts", 7, "accounts whose address was never confirmed",
         unconfirmed, _delete_each),
    Keep("exports", 7, "copies of members’ data, with their files",
         lambda before: DataExport.objects.filter(
             Q(expires_at__lte=timezone.now()) | Q(asked_at__lt=before, file="")
         ), drop_exports),
    Keep("sessions", 0, "sessions that ended; one lasts two weeks at most",
         lambda before: Session.objects.filter(expire_date__lt=before)),
    Keep("security-events", 365, "signing in and changes of password or second step",
         lambda before: SecurityEvent.objects.filter(happened_at__lt=before)),
    Keep("barred-addresses", 0, "addresses that made no account until a day that has come",
         lambda before: BarredAddress.objects.filter(until__lt=before)),
    Keep("factor-resets", 730, "resets of two-step sign-in",
         lambda before: FactorReset.objects.filter(
             Q(done_at__lt=before) | Q(stopped_at__lt=before)
         )),
    Keep("stopped-erasures", 30, "requests to erase that were stopped",
         lambda before: Erasure.objects.filter(stopped_at__lt=before)),
    Keep("erasures", 730, "receipts of erasures",
         lambda before: Erasure.objects.filter(done_at__lt=before)),
    Keep("admin-log", 730, "what staff did in the administration",
         lambda before: LogEntry.objects.filter(action_time__lt=before)),
    Keep("retention-runs", 730, "reports of this clearing",
         lambda before: RetentionRun.objects.filter(ran_at__lt=before)),
    Keep("community-invitations", 30, "invitations that ended, with the addresses they went to",
         lambda before: CommunityInvitation.objects.filter(expires_at__lt=before)),
]  # fmt: skip


OF_MEMBER = [SecurityEvent, RecoveryCode, FactorReset, TrustHold, TrustRecord]  # deleted
OF_USER = [
    Authenticator, EmailAddress, UserObjectPermission, SocialAccount, WebAuthnCredential,
    WebAuthnUserHandle,
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    yield table(Member.objects.filter(pk=member.pk))
    of_member = [
        Member.groups.through, Member.user_permissions.through, SecurityEvent, RecoveryCode,
        FactorReset, DataExport, Erasure, ConsentRecord, Session, Block, Mute, TrustRecord, TrustHold,
    ]  # fmt: skip
    for model in of_member:
        yield table(model.objects.filter(member=member).order_by("pk"))
    of_user = [
        Authenticator, EmailAddress, UserObjectPermission, LogEntry, SocialAccount,
        WebAuthnCredential,
    ]  # fmt: skip
    for model in of_user:
        yield table(model.objects.filter(user=member).order_by("pk"))
    yield table(CommunityInvitation.objects.filter(made_by=member).order_by("pk"))


def held(member: Any) -> dict[str, int]:
    return {}


def erase(member: Member, *, redaction: Redaction, **how: Any) -> dict[str, int]:
    """The account itself. Call it last: the areas above ask whose rows are whose by it."""
    EmailConfirmation.objects.filter(email_address__user=member).delete()
    SocialToken.objects.filter(account__user=member).delete()
    WebAuthnAttestation.objects.filter(credential__user=member).delete()
    for model in OF_MEMBER:
        model.objects.filter(member=member).delete()
    for model in OF_USER:
        model.objects.filter(user=member).delete()
    for model in (Block, Mute):  # in either direction
        model.objects.filter(Q(member=member) | Q(other=member)).delete()
    theirs = Q(made_by=member)
    for address in redaction.addresses:  # deleted, not emptied: an empty address means anybody
        theirs |= Q(address__iexact=address)
    CommunityInvitation.objects.filter(theirs).delete()
    for purpose in WORDS:  # what was said stays on record; who uses it finds a no
        withdraw_consent(member, purpose)
    copies = drop_exports(DataExport.objects.select_for_update().filter(member=member))
    member_type = ContentType.objects.get_for_model(Member)
    about = LogEntry.objects.filter(content_type=member_type, object_id=str(member.pk))
    about.update(object_repr=_("Former member"), change_message="")
    sessions = end_all_sessions(member)
    empty_account(member)
    return {"copies": copies, "sessions": sessions}
