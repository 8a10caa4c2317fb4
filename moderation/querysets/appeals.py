from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AppealQuerySet(models.QuerySet):
    def visible_to(self, member):
        """One's own; and to those who answer appeals, the ones that they had no part in.

        Max decided, Ada appealed, Rob reported it: of the three Ada alone sees it, as her own. Max
        does not, whatever role he is given later.
        """
        if not member.is_authenticated:
            return self.none()
        own = Q(member=member.pk)
        return self.filter(own | self._for_others(member)) if _answers(member) else self.filter(own)

    def to_review(self, member):
        """Those that this person may answer."""
        return self.filter(self._for_others(member)) if _answers(member) else self.none()

    def _for_others(self, member):
        """Not by, about or from this person."""
        pk = member.pk
        return (
            ~Q(member=pk)
            & ~Q(decided_by=pk)
            & ~Q(decision__item__decisions__made_by=pk)
            & ~Q(decision__item__reports__reporter=pk)
        )

    def told_to(self, member):
        """What a notice may lead this person to; who appealed is led to the decision."""
        return self.to_review(member)

    def open(self):
        return self.filter(state="open")

    def waited_half(self, now):
        """At least half the time until their answer is due is over."""
        return self.filter(opened_at__lte=now - (F("answer_by") - F("opened_at")) / 2)

    def for_notice(self):
        return self


def _answers(member):
    """Moderators on duty, and whom the site named; rules ask for the course as well."""
    is_named = member.handle in settings.APPEAL_REVIEWERS and member.second_factor_at is not None
    return member.is_moderating or is_named
