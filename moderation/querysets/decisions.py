from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Moderators on duty see all; everybody those about themselves."""
        if not member.is_authenticated:
            return self.none()
        if member.is_moderating:
            return self
        return self.about(member)

    def about(self, member):
        """Those that a member is told of: not what was taken back at once."""
        return self.filter(about=member.pk).exclude(state="undone")

    def answered_to(self, member):
        """Those that this person made and somebody else looked at again: they read how it ended."""
        return self.filter(made_by=member.pk, appeal__state="answered")

    def past_of(self, item, *, within=None):
        """Earlier ones about the author of an item, newest first, and until when a strike counts.

        `within` leaves out what was decided elsewhere, for who moderates some places only.
        """
        earlier = self.about(item.author).exclude(item=item.pk)
        if within is not None:
            earlier = earlier.filter(item__in=within.order_by().values("pk"))
        counts = ~Q(sanctions__lifted__in=["undone", "overturned"])
        return earlier.annotate(strike_until=Max("sanctions__strike_until", filter=counts))

    def concerning(self, member):
        """Those that mean something for them: that something of theirs was kept tells of a report."""
        return self.about(member).exclude(act="keep", step="nothing")

    def told_to(self, member):
        """What a notice may lead this person to."""
        return self.concerning(member) | self.answered_to(member)

    def for_notice(self):
        return self

    def to_tell(self):
        """Those that can no longer be undone, and whose statement was not sent."""
        before = timezone.now() - self.model.UNDO_WITHIN
        return self.filter(told_at=None, made_at__lt=before).exclude(state="undone")


class SanctionQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Moderators on duty see all; everybody their own."""
        if not member.is_authenticated:
            return self.none()
        return self if member.is_moderating else self.filter(member=member.pk)

    def in_force(self, now=None):
        now = now or timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), lifted="", starts_at__lte=now)

    def strikes(self, now=None):
        """Those that still count: not faded, and not taken back or overturned."""
        taken_back = ["undone", "overturned"]
        return self.filter(strike_until__gt=now or timezone.now()).exclude(lifted__in=taken_back)

    def closing(self, model, *, to):
        """Ids of places of a kind from which a member is kept out just now."""
        place_type = ContentType.objects.get_for_model(model)
        closed = self.in_force().filter(member=to.pk, kind="place", place_type=place_type)
        return closed.order_by().values("place_id")

    def at_place(self, place):
        place_type = ContentType.objects.get_for_model(place)
        return self.filter(kind="place", place_type=place_type, place_id=place.pk)
