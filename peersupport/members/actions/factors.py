import base64
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Func, IntegerField, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp_webauthn.models import WebAuthnCredential

from peersupport.core.encryption import current_key, seal, unseal
from peersupport.core.exceptions import Refused

from ..models import Authenticator, Member, RecoveryCode, SecurityEvent, seed_of
from .doors import note

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
    return forget_second_factor(member)


def forget_second_factor(member: Member) -> Member:
    Authenticator.objects.filter(user=member).delete()
    WebAuthnCredential.objects.filter(user=member).delete()
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


def check_code(member: Member, code: str) -> Device | None:
    """The authenticator whose code this is, or None. A recovery code counts once in its place."""

    def check(authenticator):
        return authenticator if _is_right(member, authenticator, plain_code(code)) else None

    return guess(member, check)


def guess(member: Member, check: Callable[[Authenticator], Device | None]) -> Device | None:
    """What `check` finds, if this member may still try; it is asked under the lock.

    Raises Refused after ten wrong answers within an hour, whatever is shown then. What was tried is
    kept even when it is wrong, so call it outside of a transaction that is rolled back.
    """
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=member, confirmed=True)
        authenticator = rows.first()
        if authenticator is None:
            return None
        since = timezone.now() - timedelta(hours=GUESS_HOURS)
        authenticator.guesses = [at for at in authenticator.guesses if at > since]
        if len(authenticator.guesses) >= MOST_GUESSES:
            raise Refused(_("Too many wrong codes. Wait an hour, then try again."))
        found = check(authenticator)
        authenticator.guesses = [] if found else [*authenticator.guesses, timezone.now()]
        authenticator.save(update_fields=["guesses", "last_step"])
        if not found:
            note(member, SecurityEvent.Kind.CODE_REFUSED)
    return found


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
