from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..querysets import CommunityInvitationQuerySet


class CommunityInvitation(models.Model):
    """A way to an account: for one address, for addresses of one domain, or for who holds the link.

    The link is a signature over this row's key (`actions.community_token`); nothing in the table
    opens anything.
    """

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)
    domain = models.CharField(max_length=253, blank=True)  # what stands behind the @
    most_uses = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CommunityInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(uses__lte=F("most_uses")), name="community_invitation_not_overused"
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(domain="", most_uses=1),
                name="community_invitation_for_one_thing",
            ),
        ]

    def __str__(self):
        return f"Invitation {self.pk} to the community"

    @property
    def uses_left(self) -> int:
        return self.most_uses - self.uses

    def fits(self, email: str) -> bool:
        """Whether this address is one that it was made for."""
        email = email.casefold()
        return email == self.address or (
            not self.address and self.domain in {"", email.rpartition("@")[2]}
        )
