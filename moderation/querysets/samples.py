from django.apps import apps
from django.db import models
from django.db.models import Count, Q


class SampleQuerySet(models.QuerySet):
    def with_figures(self):
        """Each with how many were drawn, read again, and agreed with."""
        return self.annotate(
            drawn=Count("decisions"),
            read=Count("decisions", filter=Q(decisions__agrees__isnull=False)),
            agreed=Count("decisions", filter=Q(decisions__agrees=True)),
        )


class SampledDecisionQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Moderators on duty: never what they decided, and never what is about them or reported by
        them."""
        if not member.is_authenticated or not member.is_moderating:
            return self.none()
        theirs = Q(decided_by=member.pk) | Q(decision__about=member.pk)
        reports = apps.get_model("moderation.Report").objects
        reported = reports.filter(reporter=member.pk, item__isnull=False).values("item")
        return self.exclude(theirs).exclude(decision__item__in=reported)

    def waiting(self):
        return self.filter(agrees=None)
