"""What changes an account, besides what allauth does itself."""

import base64
import hmac
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.db import transaction
from django.db.models import Func, IntegerField, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from peersupport.core.encryption import current_key, seal, unseal
from peersupport.core.exceptions import Refused
from peersupport.core.names import clean_display_name, handle_key

from .models import (
    Authenticator,
    FactorReset,
    Member,
    NormsInForce,
    RecoveryCode,
    Role,
    SecurityEvent,
    seed_of,
)


def accept_norms(member: Member, *, version: int) -> Member:
    """Remember that a member agreed to a version of the norms; never goes backwards."""
    Member.objects.filter(pk=member.pk, norms_version__lt=version).update(norms_version=version)
    member.refresh_from_db(fields=["norms_version"])
    member.__dict__.pop("has_accepted_norms", None)
    return member


def put_norms_in_force(version: int) -> None:
    """From now on everybody is asked to agree to this version before they write."""
    NormsInForce.objects.update_or_create(pk=1, defaults={"version": version})


def name_member(member: Member, *, handle: str, display_name: str) -> Member:
    """Give an account its public names. Does not save."""
    member.handle = handle.casefold()
    member.handle_key = handle_key(member.handle)
    member.display_name = clean_display_name(display_name)
    return member


@transaction.atomic
def change_role(member: Member, *, role: Role) -> Member:
    """Give or take a staff role; an administrator may do everything in the admin."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    member.role = role
    member.is_superuser = role == Role.ADMINISTRATOR
    member.save(update_fields=["role", "is_superuser"])
    member.groups.set(Group.objects.filter(name=role))
    return member


CLAIM_SECONDS = 14 * 24 * 3600


def claim_token(member: Member) -> str:
    """What lets one person take over an imported account, once, within fourteen days."""
    return signing.dumps([member.pk, member.password], salt="members.claim")


def read_claim_token(token: str) -> Member | None:
    """The unclaimed member a token is for, or None: too old, used, or never made by us."""
    try:
        pk, password = signing.loads(token, salt="members.claim", max_age=CLAIM_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Member.objects.filter(pk=pk, password=password, claimed_at=None, is_active=True).first()


@transaction.atomic
def claim(token: str, *, email: str, password: str) -> Member:
    """Give an imported account to who holds its token. They still confirm the address by mail."""
    member = read_claim_token(token)
    member = member and Member.objects.select_for_update().get(pk=member.pk)
    if member is None or member.claimed_at is not None:
        raise Refused(_("This invitation no longer works. Ask for a new one."))
    member.email, member.claimed_at = email.casefold(), timezone.now()
    member.set_password(password)
    member.save(update_fields=["email", "claimed_at", "password"])
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=False)
    return member


# ── two-step sign-in ──────────────────────────────────────────────────────────────────────────
SEED_BYTES = 20  # what RFC 4226 recommends for SHA-1
MOST_GUESSES, GUESS_HOURS = 10, 1
RECOVERY_CODES, CODE_LETTERS = 10, "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that look alike


def new_seed(member: Member) -> bytes:
    """A seed for an app, sealed for this member: nothing is stored until a code of it was right."""
    return seal(secrets.token_bytes(SEED_BYTES), bound_to=seed_of(member.pk))


def open_seed(sealed: bytes, member: Member) -> bytes:
    """The 20 bytes of a sealed seed. Raises encryption.Unreadable for another member's."""
    return unseal(sealed, bound_to=seed_of(member.pk))


def seed_text(seed: bytes) -> str:
    """A seed as one types it: base32 in groups of four."""
    text = base64.b32encode(seed).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def step_of_code(seed: bytes, code: str, *, after: int = -1) -> int | None:
    """The 30-second step (since 1970) whose code this is, one step of clock drift allowed, or None.

    `after` is the last step that counted: a code is never right twice (RFC 6238 §5.2).
    """
    if not (code.isascii() and code.isdecimal() and len(code) == 6):
        return None
    clock = TOTP(seed)
    return clock.t() if clock.verify(int(code), tolerance=1, min_t=after + 1) else None


def new_recovery_codes() -> list[str]:
    """Ten codes of eight letters and figures (40 bits each), for people to keep."""
    draw = ["".join(secrets.choice(CODE_LETTERS) for _ in range(8)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:4]}-{code[4:]}" for code in draw]


@transaction.atomic
def turn_on_second_factor(
    member: Member, *, sealed_seed: bytes, codes: list[str], last_step: int = -1
) -> Authenticator:
    """From now on nobody comes in with the password alone. Other sessions end.

    `last_step` is that of the code which connected the app: it opens nothing any more.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.second_factor_at:
        raise Refused(_("Two-step sign-in is on already."))
    open_seed(sealed_seed, member)  # it must be this member's, and readable
    authenticator = Authenticator.objects.create(
        user=member, name="app", sealed_seed=sealed_seed, last_step=last_step, confirmed=True
    )
    _keep_codes(member, codes)
    member.second_factor_at = timezone.now()
    member.save(update_fields=["second_factor_at"])
    note(member, SecurityEvent.Kind.FACTOR_ON)
    return authenticator


@transaction.atomic
def turn_off_second_factor(member: Member) -> Member:
    """Back to the password alone. Who has a role on the staff cannot."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.is_staff:
        raise Refused(_("Your role asks for two-step sign-in. You can connect another app."))
    return _forget_second_factor(member)


def _forget_second_factor(member: Member) -> Member:
    Authenticator.objects.filter(user=member).delete()
    member.recovery_codes.all().delete()
    if member.second_factor_at:
        member.second_factor_at = None
        member.save(update_fields=["second_factor_at"])
        note(member, SecurityEvent.Kind.FACTOR_OFF)
    return member


@transaction.atomic
def replace_recovery_codes(member: Member, *, codes: list[str]) -> None:
    """Other codes; the old ones stop working at once."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.second_factor_at:
        raise Refused(_("Turn on two-step sign-in first."))
    _keep_codes(member, codes)
    note(member, SecurityEvent.Kind.CODES_MADE)


def _keep_codes(member: Member, codes: list[str]) -> None:
    member.recovery_codes.all().delete()
    number = max(settings.FIELD_KEYS)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(member=member, digest=_digest(member, code, number)) for code in codes
    )


def _digest(member: Member, code: str, number: int) -> str:
    """What is kept of a recovery code: useless without the key of that number."""
    text = f"members.recovery:{member.pk}:{plain_code(code)}"
    return (
        f"{number}${hmac.digest(settings.FIELD_KEYS[number], text.encode(), 'sha256').hex()[:60]}"
    )


def plain_code(text: str) -> str:
    """A code as it was meant: without spaces and dashes, in capitals."""
    return "".join(text.split()).replace("-", "").upper()


def check_code(member: Member, code: str) -> Authenticator | None:
    """The authenticator whose code this is, or None. A recovery code counts once in its place.

    Raises Refused after ten wrong ones within an hour, whatever is typed then. What was tried is
    kept even when the code is wrong, so call it outside of a transaction that is rolled back.
    """
    with transaction.atomic():
        found = Authenticator.objects.select_for_update().filter(user=member, confirmed=True)
        authenticator = found.first()
        if authenticator is None:
            return None
        since = timezone.now() - timedelta(hours=GUESS_HOURS)
        authenticator.guesses = [at for at in authenticator.guesses if at > since]
        if len(authenticator.guesses) >= MOST_GUESSES:
            raise Refused(_("Too many wrong codes. Wait an hour, then try again."))
        is_right = _is_right(member, authenticator, plain_code(code))
        authenticator.guesses = [] if is_right else [*authenticator.guesses, timezone.now()]
        authenticator.save(update_fields=["guesses", "last_step"])
        if not is_right:
            note(member, SecurityEvent.Kind.CODE_REFUSED)
    return authenticator if is_right else None


def _is_right(member: Member, authenticator: Authenticator, code: str) -> bool:
    step = step_of_code(authenticator.seed, code, after=authenticator.last_step)
    if step is not None:
        authenticator.last_step = step
        return True
    digests = [_digest(member, code, number) for number in settings.FIELD_KEYS]
    unused = member.recovery_codes.filter(digest__in=digests, used_at=None)
    if unused.update(used_at=timezone.now()):
        note(member, SecurityEvent.Kind.CODE_USED)
        return True
    return False


def note(member: Member, kind: SecurityEvent.Kind, *, device: str = "") -> None:
    """Keep what happened to the doors of an account."""
    SecurityEvent.objects.create(member=member, kind=kind, device=device[:80])


def is_new_device(member: Member, device: str) -> bool:
    """Whether somebody signed in before, but never from a device of this description."""
    before = member.security_events.filter(kind=SecurityEvent.Kind.SIGNED_IN)
    return before.exists() and not before.filter(device=device).exists()


@transaction.atomic
def reseal_seeds(*, most: int = 500) -> int:
    """Seal up to `most` seeds with the newest key. Returns how many; 0 when all of them are.

    Raises encryption.Unreadable when a seed's key is no longer in the ring: nothing changes then.
    """
    number = Func("sealed_seed", Value(0), function="get_byte", output_field=IntegerField())
    older = Authenticator.objects.alias(number=number).exclude(number=current_key()[0])
    rows = list(older.order_by("pk").select_for_update(of=["self"])[:most])
    for row in rows:
        row.sealed_seed = seal(row.seed, bound_to=seed_of(row.user_id))
    Authenticator.objects.bulk_update(rows, ["sealed_seed"])
    return len(rows)


# ── a lost phone and lost codes ───────────────────────────────────────────────────────────────
@transaction.atomic
def ask_factor_reset(member: Member, *, by: Member, reason: str) -> FactorReset:
    """Let somebody back in who lost phone and codes: in a day, unless they stop it by letter."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not (by.is_superuser and by.is_on_duty) or by.pk == member.pk:
        raise Refused(_("Another administrator has to do this."))
    if not member.second_factor_at:
        raise Refused(_("Two-step sign-in is not on for this account."))
    if not reason.strip():
        raise Refused(_("Say why, and how you know that it is them."))
    if FactorReset.objects.filter(member=member, stopped_at=None, done_at=None).exists():
        raise Refused(_("A reset is under way already."))
    note(member, SecurityEvent.Kind.RESET_ASKED)
    return FactorReset.objects.create(member=member, asked_by=by, reason=reason)


def reset_token(reset: FactorReset) -> str:
    """What lets the member stop a reset without signing in."""
    return signing.dumps(reset.pk, salt="members.factor-reset")


def read_reset_token(token: str) -> FactorReset | None:
    """The reset a token is for, as long as it can be stopped."""
    try:
        pk = signing.loads(token, salt="members.factor-reset")
    except signing.BadSignature:
        return None
    open_ones = FactorReset.objects.filter(stopped_at=None, done_at=None)
    return open_ones.select_related("member").filter(pk=pk).first()


@transaction.atomic
def stop_factor_reset(reset: FactorReset) -> None:
    """The member does not want it, or it was not them who asked."""
    open_ones = FactorReset.objects.filter(pk=reset.pk, stopped_at=None, done_at=None)
    if open_ones.update(stopped_at=timezone.now()):
        note(reset.member, SecurityEvent.Kind.RESET_STOPPED)


@transaction.atomic
def settle_factor_resets() -> int:
    """Carry out the resets whose day is over. Returns how many."""
    due = FactorReset.objects.filter(stopped_at=None, done_at=None, due_at__lte=timezone.now())
    resets = list(due.select_for_update(skip_locked=True, of=["self"]).select_related("member"))
    for reset in resets:
        _forget_second_factor(reset.member)
        reset.done_at = timezone.now()
        reset.save(update_fields=["done_at"])
    return len(resets)
