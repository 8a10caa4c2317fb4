import hmac
from typing import Any

from django.conf import settings
from django.db import models

from forums.querysets import AliasQuerySet
from peersupport.core.encryption import unseal

from .topics import Topic


class Alias(models.Model):
    """Under which number somebody writes in a topic without their name.

    No column leads to the member. `token` is a hash of their id under a key of this row alone, which
    is sealed: who holds a dump cannot try members on it, and two of one person do not look equal.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases")
    number = models.PositiveSmallIntegerField()
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed_key = models.BinaryField()
    token = models.BinaryField()

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "number"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="alias_number_in_topic"),
            models.UniqueConstraint(fields=["topic", "stand_in"], name="alias_stands_in_once"),
        ]

    def __str__(self):
        return f"Alias {self.number} in topic {self.topic_id}"

    @property
    def bound_to(self) -> str:
        """What the key is sealed for. Topics may be split and merged; the stand-in stays."""
        return f"forums.alias:{self.stand_in_id}"

    def is_of(self, member: Any) -> bool:
        """Whether this is the person who asks. Raises Unreadable when the key was lost."""
        key = unseal(bytes(self.sealed_key), bound_to=self.bound_to)
        return hmac.compare_digest(token_of(member.pk, key), bytes(self.token))


def token_of(member_id: int, key: bytes) -> bytes:
    return hmac.digest(key, b"forums.alias:%d" % member_id, "sha256")
