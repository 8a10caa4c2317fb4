"""Passkeys: a key that stays on a device, beside the codes of the app."""

import json
import struct
import time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialUserEntity

from peersupport.core.exceptions import Refused

from ..models import Member, SecurityEvent
from .doors import note
from .factors import guess

MOST_PASSKEYS = 10
ASKED_SECONDS = 600  # how long a question to a device may wait for its answer
# What reading an answer that no browser made may end in.
UNREADABLE = (
    WebAuthnException, OTPWebAuthnApiError, ValueError, TypeError, LookupError, AttributeError,
    struct.error,
)  # fmt: skip

Options = dict[str, Any]  # what the browser is asked
State = dict[str, Any]  # what our session keeps of it


class Ceremony(WebAuthnHelper):
    """The package's arithmetic. Nothing is kept of a device but its key and how to reach it."""

    def get_user_entity(self, user):
        """Names stay on the device; the number tells it that two keys are one member's."""
        number = salted_hmac("members.passkey", str(user.pk), algorithm="sha256").digest()
        return PublicKeyCredentialUserEntity(
            id=number, name=user.handle, display_name=user.display_name
        )

    def create_credential(self, *args, **kwargs):
        passkey = super().create_credential(*args, **kwargs)
        passkey.aaguid = ""  # the make of a device
        return passkey

    def create_attestation(self, *args):
        """Proof of the make of a device: neither asked for nor kept."""


def passkeys_of(member: Member) -> list[WebAuthnCredential]:
    return list(WebAuthnCredential.objects.filter(user=member).order_by("pk"))


def ask_for_new_passkey(member: Member) -> tuple[Options, State]:
    """What a device is asked in order to make a key for this member. Stores nothing."""
    return _asked(Ceremony(None).register_begin(member))


def ask_for_passkey(member: Member) -> tuple[Options, State]:
    """What a device is asked in order to show that it holds one of this member's keys."""
    return _asked(Ceremony(None).authenticate_begin(member, require_user_verification=False))


def _asked(ceremony: tuple[Options, State]) -> tuple[Options, State]:
    options, state = ceremony
    return options, state | {"until": time.time() + ASKED_SECONDS}


def _is_waiting(state: State | None) -> bool:
    return state is not None and state["until"] > time.time()


@transaction.atomic
def add_passkey(
    member: Member, *, name: str, answer: str, state: State | None
) -> WebAuthnCredential:
    """Keep the key that a device made; from now on it stands in for the code."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.second_factor_at:
        raise Refused(_("Turn on two-step sign-in first."))
    if len(passkeys_of(member)) >= MOST_PASSKEYS:
        raise Refused(_("You have ten passkeys. Remove one first."))
    try:
        with transaction.atomic():
            if not _is_waiting(state):
                raise ValueError
            passkey = Ceremony(None).register_complete(member, state, json.loads(answer))
    except (*UNREADABLE, IntegrityError):
        raise Refused(_("That did not work, and nothing was kept. Try again.")) from None
    passkey.name = name
    passkey.save(update_fields=["name"])
    note(member, SecurityEvent.Kind.PASSKEY_ADDED)
    return passkey


def check_passkey(member: Member, *, answer: str, state: State | None) -> WebAuthnCredential | None:
    """The passkey that gave this answer, or None. Counted like a code: see `guess`."""

    def check(_authenticator):
        if not _is_waiting(state):
            return None
        try:
            with transaction.atomic():
                return Ceremony(None).authenticate_complete(member, state, json.loads(answer))
        except UNREADABLE:
            return None

    return guess(member, check)


@transaction.atomic
def remove_passkey(member: Member, *, pk: int) -> Member:
    """Forget a key, of a device that was lost perhaps: other sessions end."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    passkey = WebAuthnCredential.objects.filter(user=member, pk=pk)
    if not passkey.delete()[0]:
        raise Refused(_("That passkey is gone already."))
    member.second_factor_at = timezone.now()
    member.save(update_fields=["second_factor_at"])
    note(member, SecurityEvent.Kind.PASSKEY_REMOVED)
    return member
