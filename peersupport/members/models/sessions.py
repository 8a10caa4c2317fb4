from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from ..querysets import SessionManager


class Session(AbstractBaseSession):
    """What one browser keeps with us, and whose it is. Written by `members.sessions` alone."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    auth_hash = models.CharField(max_length=64, blank=True)  # it ends when the member's is another
    device = models.CharField(max_length=80, blank=True)  # such as "Firefox on Android"
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # to the hour

    objects = SessionManager()

    def __str__(self):
        return f"Session of {self.member_id}"

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def number(self) -> str:
        """What a page calls it by: its key would let a reader of that page in."""
        return salted_hmac("members.session", self.pk, algorithm="sha256").hexdigest()[:32]
