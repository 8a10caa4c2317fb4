from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SecurityEvent(models.Model):
    """What happened to an account's doors: shown to the member, kept for the audit."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        CODE_REFUSED = "code_refused", _("A code was refused")
        FACTOR_ON = "factor_on", _("Two-step sign-in was turned on")
        FACTOR_OFF = "factor_off", _("Two-step sign-in was turned off")
        CODES_MADE = "codes_made", _("New recovery codes were made")
        CODE_USED = "code_used", _("A recovery code was used")
        PASSWORD_CHANGED = "password_changed", _("The password was changed")
        EMAIL_ASKED = "email_asked", _("Another e-mail address was asked for")
        EMAIL_CHANGED = "email_changed", _("The e-mail address was changed")
        SESSION_ENDED = "session_ended", _("A device was logged out")
        SESSIONS_ENDED = "sessions_ended", _("All other devices were logged out")
        ROLE_CHANGED = "role_changed", _("The role on the staff was changed")
        ACCOUNT_CLOSED = "account_closed", _("The account was closed by the staff")
        ACCOUNT_REOPENED = "account_reopened", _("The account was opened again by the staff")
        RESET_ASKED = "reset_asked", _("An administrator was asked to reset two-step sign-in")
        PASSKEY_ADDED = "passkey_added", _("A passkey was added")
        PASSKEY_REMOVED = "passkey_removed", _("A passkey was removed")
        CONNECTED = "connected", _("An account of an institution was connected")
        DISCONNECTED = "disconnected", _("An account of an institution was disconnected")
        RESET_STOPPED = "reset_stopped", _("The reset of two-step sign-in was stopped")

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="security_events"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    device = models.CharField(max_length=80, blank=True)  # such as "Firefox on Android"
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["member", "-id"], name="security_event_newest")]

    def __str__(self):
        return f"{self.kind} of {self.member_id}"


class BarredAddress(models.Model):
    """An address that makes no account for a while: its member was kept out when they left.

    A keyed digest: it answers whether an address is barred, and cannot be read back.
    """

    digest = models.CharField(max_length=80, unique=True)  # see actions.barred_digest
    barred_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    def __str__(self):
        return f"Barred address {self.pk}"
