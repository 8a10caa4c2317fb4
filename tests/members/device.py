"""A device that makes and shows passkeys, as browsers pass on what it answers (WebAuthn level 2)."""

import base64
import hashlib
import html
import json
import re
import secrets
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

PRESENT, VERIFIED, KEY_INSIDE = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def question_on(page: str) -> dict:
    """What a page asks a device."""
    return json.loads(html.unescape(re.search(r'data-question="([^"]*)"', page)[1]))


@dataclass
class Device:
    site: str = settings.OTP_WEBAUTHN_RP_ID
    origin: str = settings.OTP_WEBAUTHN_ALLOWED_ORIGINS[0]
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0

    def make(self, question: dict) -> str:
        """Answer to a request for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )
        inside = bytes(16) + struct.pack(">H", len(self.number)) + self.number + public
        facts = self._facts(PRESENT | VERIFIED | KEY_INSIDE) + inside
        sealed = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": facts})
        said = self._said("webauthn.create", question)
        return self._answer({"clientDataJSON": text(said), "attestationObject": text(sealed)})

    def show(self, question: dict) -> str:
        """Answer to a request for a passkey."""
        self.count += 1
        facts, said = self._facts(PRESENT), self._said("webauthn.get", question)
        signature = self.key.sign(facts + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({
            "clientDataJSON": text(said), "authenticatorData": text(facts),
            "signature": text(signature), "userHandle": None,
        })  # fmt: skip

    def _facts(self, flags):
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + struct.pack(">I", self.count)

    def _said(self, what, question):
        said = {"type": what, "challenge": question["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, response):
        number = text(self.number)
        return json.dumps({
            "id": number, "rawId": number, "type": "public-key", "response": response,
            "clientExtensionResults": {},
        })  # fmt: skip
