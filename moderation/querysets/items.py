from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from ..registry import places_moderated_by


class ReviewItemQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Moderators on duty see all; others those of their places. Nobody what is about them."""
        if not member.is_authenticated:
            return self.none()
        items = self.exclude(author=member.pk)
        if member.is_moderating:
            return items
        inside = Q(pk__in=[])
        for model, ids in places_moderated_by(member).items():
            place_type = ContentType.objects.get_for_model(model)
            inside |= Q(place_type=place_type, place_id__in=ids)
        return items.filter(inside)

    def open(self):
        return self.filter(state="open")

    def free(self):
        """Nobody works on these just now."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=timezone.now()))

    def claimed_by(self, member):
        return self.filter(claimed_by=member.pk, claimed_until__gt=timezone.now())

    def with_decision(self):
        """Each with, as `standing`, the decision that was not taken back."""
        decisions = apps.get_model("moderation.Decision").objects.exclude(state="undone")
        return self.prefetch_related(Prefetch("decisions", decisions, to_attr="standing"))

    def about(self, target):
        about = ContentType.objects.get_for_model(target)
        return self.filter(target_type=about, target_id=target.pk)
