"""Who may decide what, and who may learn who wrote something without a name."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.duty import on_duty_now
from peersupport.members.models import Role
from peersupport.members.rules import bar_to_writing, minute_after

from .models import (
    Appeal,
    AuthorshipRequest,
    Decision,
    Report,
    ReviewItem,
    SampledDecision,
    Sanction,
    Step,
)
from .registry import Act, content_of, places_moderated_by

ASKING_ROLES = {Role.MODERATOR, Role.ADMINISTRATOR}


def can_ask(member: Any) -> bool:
    """Moderators and administrators on duty, which includes their second factor."""
    return member.is_authenticated and member.is_on_duty and member.role in ASKING_ROLES


def can_answer(member: Any, request: AuthorshipRequest) -> bool:
    """Another one of them; of the two, at least one is an administrator."""
    if not can_ask(member) or member.pk == request.asked_by_id or not request.is_waiting:
        return False
    return Role.ADMINISTRATOR in {member.role, request.asked_by.role}


def can_open(member: Any, request: AuthorshipRequest) -> bool:
    """Who asked, once another agreed."""
    return can_ask(member) and member.pk == request.asked_by_id and request.may_open


def can_read(member: Any, request: AuthorshipRequest) -> bool:
    """Who asked, as long as it is open; nobody else has to know the name."""
    return can_ask(member) and member.pk == request.asked_by_id and request.is_open


def can_open_at_once(member: Any) -> bool:
    """When somebody is in danger now: who may ask, and is trained for it."""
    needed = settings.AUTHORSHIP_EMERGENCY_QUALIFICATION
    return can_ask(member) and bool(needed) and needed in member.qualifications


def can_open_excerpt(member: Any, report: Report) -> bool:
    """What a report of private words brings along: for who decides it, and did not make it.

    Who moderates a group opens what was said in its rooms, as they could read it there. That nobody
    reads about a conversation of their own is asked where it is open.
    """
    if member.pk == report.reporter_id:
        return False
    if can_ask(member):
        return True
    return report.item is not None and can_decide(member, report.item)


MOST_REPORTS = 20  # an hour, of one person


def can_report(member: Any, reason: str) -> bool:
    """Whoever is signed in, so many times an hour. A worry about somebody is never too many."""
    if reason == Report.Reason.WORRY:
        return True
    since = timezone.now() - timedelta(hours=1)
    made = Report.objects.made_by(member).filter(reported_at__gt=since)
    return made.exclude(reason=Report.Reason.WORRY).count() < MOST_REPORTS


def somebody_is_on_duty() -> bool:
    """Whether anybody is there who looks at reports: what pages promise depends on it.

    Where nobody can know, because no worker runs, nothing is promised either.
    """
    return on_duty_now().is_on


# Within the edge of their place, others than moderators do these; the rest is for the whole site.
STEPS_INSIDE = {Step.NOTHING, Step.MESSAGE, Step.WARN, Step.PLACE}


def is_moderator(member: Any) -> bool:
    """Moderators and administrators on duty, with the course that the site asks of them (M12)."""
    if not member.is_authenticated or not member.is_moderating:
        return False
    wanted = settings.MODERATOR_QUALIFICATION
    return not wanted or wanted in member.qualifications


def may_moderate(member: Any) -> bool:
    """Whether there is a queue for this person at all: of the site, or of a place of theirs."""
    return is_moderator(member) or bool(member.is_authenticated and places_moderated_by(member))


def moderates_place(member: Any, item: ReviewItem) -> bool:
    """Whether an item is in a place that this person moderates, without a role of the site."""
    if item.place_type is None or not member.is_authenticated:
        return False
    model = item.place_type.model_class()
    return item.place_id in places_moderated_by(member).get(model, ())


def has_made(member: Any, item: ReviewItem) -> bool:
    """Whether it is theirs though no name says so: written without one, or a group they lead."""
    if item.author_id is not None or item.target is None or not member.is_authenticated:
        return False
    return content_of(item.target).is_from(item.target, member)


def can_decide(member: Any, item: ReviewItem) -> bool:
    """Who moderates there, about others than themself, and about nothing that they reported."""
    if not member.is_authenticated or member.is_paused or item.author_id == member.pk:
        return False
    if has_made(member, item):
        return False
    if any(each.reporter_id == member.pk for each in item.reports.all()):
        return False
    return is_moderator(member) or moderates_place(member, item)


def acts_open_to(member: Any, item: ReviewItem, acts: Any) -> list[Act]:
    """What this person may do to the thing itself; in a place all that can be done to it."""
    return [act for act in Act if act in acts] if can_decide(member, item) else []


def steps_open_to(member: Any, item: ReviewItem) -> list[Step]:
    """What this person may decide about the author: outside of one place moderators alone."""
    if item.author_id is None:
        return [Step.NOTHING]
    steps = set(Step) if is_moderator(member) else set(STEPS_INSIDE)
    if item.place_id is None:
        steps.discard(Step.PLACE)
    if item.author.is_staff:  # what staff may not do any more is decided where roles are given
        steps -= {Step.SUSPEND, Step.BAN}
    return [step for step in Step if step in steps]


# For how many days each step can be; what is not here has no length to choose.
DAYS = {
    Step.LIMIT: range(1, 91),
    Step.PAUSE: (1, 3, 7),
    Step.PLACE: range(1, 366),
    Step.SUSPEND: range(1, 366),
}


def days_open_to(step: Step) -> Collection[int]:
    """Between how many days one chooses; nothing for what has no end or takes nothing."""
    return DAYS.get(step, ())


def length_in_words(step: Step) -> str:
    """What to choose, for somebody who chose something else."""
    if step == Step.PAUSE:
        return _("Choose a pause of 1, 3 or 7 days.")
    return _("Choose how long: between 1 and %(most)s days.") % {"most": max(days_open_to(step))}


def kept_out_until(member: Any, place: models.Model) -> datetime | None:
    """Until when somebody may read in a category or a group, and not write or join. One statement,
    and only for whom some place is closed."""
    if not member.is_authenticated or member.kept_out_until is None:
        return None
    if member.kept_out_until <= timezone.now():
        return None
    kept_out = Sanction.objects.in_force().at_place(place).filter(member=member.pk)
    return kept_out.aggregate(until=Max("ends_at"))["until"]


def bar_at(member: Any, place: models.Model) -> str:
    """Why somebody may not write in a place just now, and until when; "" when nothing keeps them."""
    if not member.is_authenticated:
        return ""
    if bar := bar_to_writing(member):
        return bar
    if (until := kept_out_until(member, place)) is None:
        return ""
    words = _("You can read here, and write here again from %(time)s.")
    return words % {"time": minute_after(until)}


def can_undo(member: Any, decision: Decision) -> bool:
    """Who decided, for half a minute."""
    is_theirs = decision.made_by_id == member.pk and decision.state == Decision.State.IN_FORCE
    return is_theirs and timezone.now() < decision.undo_until


def can_appeal(member: Any, decision: Decision) -> bool:
    """Whom a decision restricts, within half a year; once, and again when it was answered."""
    if decision.about_id != member.pk or not decision.restricts or not decision.stands:
        return False
    return decision.undo_until < timezone.now() < decision.appeal_until


def is_reviewer(member: Any) -> bool:
    """Who answers appeals: moderators, and whom the site named for it (`APPEAL_REVIEWERS`)."""
    if not member.is_authenticated or member.is_suspended or not member.second_factor_at:
        return False
    return is_moderator(member) or member.handle in settings.APPEAL_REVIEWERS


def can_review(member: Any, appeal: Appeal) -> bool:
    """One of them who had no part in it: did not decide, report it, or appeal."""
    if not is_reviewer(member) or member.pk in {appeal.decided_by_id, appeal.member_id}:
        return False
    item = appeal.decision.item
    had_a_part = item.decisions.filter(made_by=member.pk) or item.reports.filter(reporter=member.pk)
    return not had_a_part and not has_made(member, item)


def can_read_again(member: Any, sampled: SampledDecision) -> bool:
    """A moderator who did not decide it, whom it is not about, and who did not report it."""
    decision = sampled.decision
    if member.pk in {sampled.decided_by_id, decision.about_id} or not is_moderator(member):
        return False
    if has_made(member, decision.item):
        return False
    return not decision.item.reports.filter(reporter=member.pk).exists()


def can_ask_restoration(member: Any, decision: Decision) -> bool:
    """Whom a decision that stands is about, and who reported it: a conversation takes both."""
    if not decision.restricts or not decision.stands:
        return False
    has_reported = decision.item.reports.filter(reporter=member.pk)
    return decision.about_id == member.pk or has_reported.exists()


def moderates_somewhere(member: Any) -> bool:
    """Whether there is anything that this person decides."""
    return is_moderator(member) or bool(member.is_authenticated and places_moderated_by(member))
