from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.rooms.querysets import LineQuerySet
from moderation.models import Moderated
from peersupport.core import richtext

from .rooms import Room

EDITABLE = timedelta(minutes=10)
GONE_BY_MODERATION = Moderated.Standing.REMOVED


class Line(Moderated):
    """One thing that somebody said in a room. Its words are sealed: no table shows them.

    They are bound to the room, the number and the column: put elsewhere, they do not open.
    """

    class Kind(models.TextChoices):
        SAID = "said", _("Said")
        CAME = "came", _("Came in")
        LEFT = "left", _("Left")

    room = models.ForeignKey(Room, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.SAID)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lines")
    sealed_body = models.BinaryField(default=b"")  # as typed: Markdown
    sealed_html = models.BinaryField(default=b"")  # rendered and cleaned once, when written
    sent_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    change_number = models.PositiveIntegerField(default=0)  # in the room, of its latest change
    reaction_counts = models.JSONField(default=dict, blank=True)
    files = models.JSONField(default=list, blank=True)  # Attachment.facts of each
    attachments = GenericRelation("resources.Attachment", "target_id", "target_type")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # a host
    hidden_because = models.CharField(max_length=200, blank=True)
    hidden_at = models.DateTimeField(null=True)
    submit_token = models.UUIDField(null=True, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["room", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="line_number_in_room"),
            models.UniqueConstraint(fields=["author", "submit_token"], name="line_sent_once"),
        ]
        indexes = [
            models.Index(fields=["author", "-id"], name="line_by_author"),
            models.Index(fields=["room", "sent_at"], name="line_by_age"),
            models.Index(
                fields=["room", "change_number"], name="line_by_change",
                condition=Q(change_number__gt=0),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Line {self.number} in room {self.room_id}"

    def get_absolute_url(self):
        return f"{self.room.get_absolute_url()}#line-{self.number}"

    @property
    def body(self) -> str:
        """What was typed. Raises Unreadable when the room's key is lost or was destroyed."""
        return self.room.data_key.unseal(self.sealed_body, bound_to=self.bound_to("body"))

    @property
    def html(self) -> str:
        """The same, safe to show."""
        return self.room.data_key.unseal(self.sealed_html, bound_to=self.bound_to("html"))

    @property
    def excerpt(self) -> str:
        """The first words on one line; the first file's name where there are no words."""
        return richtext.excerpt(self.html, 90) or next((f["name"] for f in self.files), "")

    def bound_to(self, column: str) -> str:
        return f"rooms.line:{self.room_id}:{self.number}:{column}"

    @property
    def editable_until(self) -> datetime:
        return self.sent_at + EDITABLE

    @property
    def is_said(self) -> bool:
        return self.kind == self.Kind.SAID


class LineReaction(models.Model):
    """A word for a line in a group's room."""

    class Kind(models.TextChoices):
        WITH_YOU = "with_you", _("With you")
        SAME_HERE = "same_here", _("Same here")
        HELPFUL = "helpful", _("Helpful")
        THANK_YOU = "thank_you", _("Thank you")

    line = models.ForeignKey(Line, models.CASCADE, related_name="reactions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reacted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "member", "kind"], name="line_reaction_once")
        ]

    def __str__(self):
        return f"{self.kind} for line {self.line_id}"
