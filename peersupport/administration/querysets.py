from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone


class RoleGrantQuerySet(models.QuerySet):
    def open(self):
        """In force: it ends by its date, by somebody's hand, or with another grant."""
        return self.filter(ended_at=None)

    def expired(self):
        """Whose last day is over, and which nobody has ended yet."""
        return self.open().filter(expires_at__lte=timezone.now())

    def for_review(self):
        """With the day on which each was last looked at: that of the grant itself at first."""
        return self.select_related("member", "granted_by").annotate(
            looked_at=Coalesce(Max("reviews__reviewed_at"), F("granted_at")),
            signed_in_at=Max(
                "member__security_events__happened_at",
                filter=Q(member__security_events__kind="signed_in"),
            ),
        )


class SelfAuditQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Administrators read every record, nobody else any."""
        return self if member.is_superuser and member.is_on_duty else self.none()
