"""Small secrets in the database: sealed with AES-256-GCM, each for one row and no other.

A sealed value is `key id . nonce . ciphertext`: 1 byte, 12 bytes, and the text with its tag. What it
is bound to is authenticated with it, so a value that was copied to another row does not open.
(AES-GCM as in NIST SP 800-38D, with a random nonce of 96 bits.)
"""

import base64
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(Exception):
    """A sealed value that no key of the ring opens for this row."""


def seal(plain: bytes, *, bound_to: str) -> bytes:
    """Seal a secret with the ring's current key, for the row that `bound_to` names."""
    number, key = current_key()
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes([number]) + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unseal(sealed: bytes, *, bound_to: str) -> bytes:
    """Open a sealed value. Raises Unreadable for another row's, a changed one, or a lost key."""
    sealed = bytes(sealed)
    key = settings.FIELD_KEYS.get(sealed[0]) if sealed else None
    if key is None:
        raise Unreadable("its key is not in the ring")
    nonce, text = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, text, bound_to.encode())
    except (InvalidTag, ValueError):
        raise Unreadable("it was sealed for another row, or changed") from None


class DataKey:
    """A random key for the words of one conversation; the ring's key seals it, and only it.

    Who destroys it has destroyed those words, wherever copies of them lie. What it seals is
    `nonce . ciphertext`: 12 bytes, and the text with its tag.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str, *, bound_to: str) -> bytes:
        """Seal words for the row that `bound_to` names; no words are no bytes."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return (
            nonce + self._cipher.encrypt(nonce, text.encode(), bound_to.encode()) if text else b""
        )

    def unseal(self, sealed: bytes, *, bound_to: str) -> str:
        """Open words. Raises Unreadable for another row's and for changed ones."""
        sealed = bytes(sealed)
        if not sealed:
            return ""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, bound_to.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unreadable("it was sealed for another row, or changed") from None


def current_key() -> tuple[int, bytes]:
    """The key with the highest number seals; the others only open."""
    number = max(settings.FIELD_KEYS)
    return number, settings.FIELD_KEYS[number]


def is_current(sealed: bytes) -> bool:
    """Whether a value was sealed with the key that seals today."""
    return bytes(sealed)[:1] == bytes([current_key()[0]])


def new_key() -> str:
    """A random key as the ring's file writes it."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_ring(text: str) -> Mapping[int, bytes]:
    """Keys by number (1 to 255) from `1:base64,2:base64`; raises ImproperlyConfigured."""
    ring = {}
    for item in filter(None, (part.strip() for part in text.replace("\n", ",").split(","))):
        number, _, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not (number.isdecimal() and 1 <= int(number) <= 255 and len(key) == KEY_BYTES):
            raise ImproperlyConfigured(
                "FIELD_KEYS must be keys such as 1:BASE64, with 32 random bytes each"
            )
        if int(number) in ring:
            raise ImproperlyConfigured(f"FIELD_KEYS holds two keys with the number {number}")
        ring[int(number)] = key
    if not ring:
        raise ImproperlyConfigured("FIELD_KEYS must hold at least one key")
    return ring
