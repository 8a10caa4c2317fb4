from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.models import Group
from groups.rooms.querysets import RoomQuerySet, SeatQuerySet
from peersupport.core.encryption import DataKey, Unreadable, unseal
from peersupport.members.models import Member

MOST_PEOPLE = 8  # in a private conversation
HERE = timedelta(minutes=3)  # a host who looked at a room within them is there
DAYS_KEPT = 30  # of a group's room, where nothing else was said


class Room(models.Model):
    """Where people talk line by line: a private conversation, or a room of a group.

    A conversation is a room with seats and no group. Lines are numbered within their room; the
    numbers are never given twice, so that a page which knows one asks for all after it.
    """

    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="rooms")
    name = models.CharField(_("name"), max_length=60, blank=True)  # of a group's room
    pair = models.CharField(
        max_length=41, null=True, unique=True, editable=False
    )  # the two people of a conversation that began with two, for as long as both are in it
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)
    last_line_at = models.DateTimeField(default=timezone.now)
    change_number = models.PositiveIntegerField(default=0)  # of the latest change to a line
    # What hosts decide about a group's room.
    slow_seconds = models.PositiveIntegerField(_("slow mode"), default=0)
    needs_host = models.BooleanField(_("only with a host present"), default=False)
    open_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True
    )  # Monday is 0; empty: every day
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)  # in the group's time zone
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    history_days = models.PositiveSmallIntegerField(
        _("how far back one can read, in days"), default=DAYS_KEPT
    )
    days_kept = models.PositiveSmallIntegerField(
        _("how long lines are kept, in days"), default=DAYS_KEPT
    )

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None) | Q(pair=None), name="room_of_a_group_or_of_two"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="room_opens_and_closes",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["started_by", "-started_at"], name="room_by_starter"),
            models.Index(
                fields=["last_line_at"], name="conversation_by_age", condition=Q(group=None)
            ),
        ]

    def __str__(self):
        return self.name or f"Room {self.pk}"

    def get_absolute_url(self):
        if self.group_id:
            return reverse("rooms:room_detail", args=[self.group.slug, self.pk])
        return reverse("rooms:conversation_detail", args=[self.pk])

    @property
    def is_private(self) -> bool:
        return self.group_id is None

    @property
    def title(self) -> str:
        """What a group's room is called; its first one needs no name."""
        return self.name or gettext("Chat")

    @cached_property
    def data_key(self) -> DataKey:
        """What seals and opens this room's words. Raises Unreadable when it is lost or destroyed."""
        field = self._meta.get_field("key")
        if field.is_cached(self):
            key = field.get_cached_value(self)  # None where there is none, as `self.key` is not
        else:
            key = RoomKey.objects.filter(room=self.pk).first()
        if key is None:
            raise Unreadable("its key was destroyed")
        return key.opened


class RoomKey(models.Model):
    """The key of one room's words, sealed by the key ring.

    In a table of its own that backups keep apart: once it is gone here, the words it sealed are
    gone in every copy. (No constraint holds it to its room, so that each can be restored alone.)
    """

    room = models.OneToOneField(
        Room, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="key"
    )
    sealed = models.BinaryField()

    def __str__(self):
        return f"Key of room {self.pk}"

    @property
    def opened(self) -> DataKey:
        """Raises Unreadable when the ring no longer holds the key that sealed this one."""
        return DataKey(unseal(bytes(self.sealed), bound_to=self.bound_to(self.pk)))

    @staticmethod
    def bound_to(room_id: int) -> str:
        return f"rooms.roomkey:{room_id}:sealed"


class Seat(models.Model):
    """One person's place in a conversation, and in a group's room what they have read of it."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked, and has not answered")
        IN = "in", _("In the conversation")
        DECLINED = "declined", _("Declined")
        LEFT = "left", _("Left")

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    state = models.CharField(max_length=8, choices=State, default=State.IN)
    since = models.DateTimeField(default=timezone.now)  # of this state
    first_number = models.PositiveIntegerField(default=1)  # lines before it are not theirs to read
    read_number = models.PositiveIntegerField(default=0)
    last_line_at = models.DateTimeField(default=timezone.now)  # the room's: orders the inbox
    is_muted = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    sealed_draft = models.BinaryField(default=b"")
    drafted_at = models.DateTimeField(null=True)
    wrote_at = models.DateTimeField(null=True)  # their last line
    seen_at = models.DateTimeField(null=True)  # a host in a room: looked at it then
    paused_until = models.DateTimeField(null=True)  # by a host: reads, and does not write
    paused_because = models.CharField(max_length=200, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "member"], name="one_seat_in_a_room")
        ]
        indexes = [
            models.Index(
                fields=["member", "-last_line_at", "-id"], name="seat_inbox",
                condition=Q(state__in=["in", "asked"]),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Seat {self.pk}"

    @property
    def unread_count(self) -> int:
        """Lines since they read here last. Asks for the room's row, which lists bring along."""
        return max(self.room.last_number - max(self.read_number, self.first_number - 1), 0)

    @property
    def draft(self) -> str:
        """What they began to write. Raises Unreadable when the key is lost."""
        return self.room.data_key.unseal(self.sealed_draft, bound_to=self.bound_to)

    @property
    def bound_to(self) -> str:
        return f"rooms.seat:{self.room_id}:{self.pk}:draft"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def is_paused(self, now=None) -> bool:
        """Whether a host gave this person a pause that lasts."""
        return self.paused_until is not None and self.paused_until > (now or timezone.now())

    def is_here(self, now=None) -> bool:
        """Whether they looked at the room within the last minutes."""
        return self.seen_at is not None and self.seen_at > (now or timezone.now()) - HERE


def pair_of(one: Member, other: Member) -> str:
    """What names two people together, whoever writes first."""
    low, high = sorted([one.pk, other.pk])
    return f"{low}:{high}"
