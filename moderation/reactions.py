"""Who on the staff hears that a hidden author is asked for. Idempotent; database only."""

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from peersupport.activity.models import Activity
from peersupport.core.context import SITE
from peersupport.members.models import Member, Role
from peersupport.notifications.actions import post_account_mail, tell
from peersupport.notifications.models import Kind

from . import rules
from .models import Appeal, AuthorshipRequest, Decision, Restoration, Sanction


def tell_who_may_answer(activity: Activity) -> None:
    """A request waits, or a review: whoever may answer it hears of it, by letter as well."""
    asked = _request(activity)
    if asked is None:
        return
    members = [member for member in _staff() if rules.can_answer(member, asked)]
    _tell(members, activity, asked)
    for member in members:
        address = settings.SITE_URL + asked.get_absolute_url()
        post_account_mail(
            key=f"authorship:{activity.pk}:{member.pk}", address=str(member.email),
            subject=_("Staff of %(site)s wait for your answer") % {"site": settings.SITE_NAME},
            text=render_to_string(
                "letters/authorship_waits.txt", {"asked": asked, "member": member, "url": address}
            ),
        )  # fmt: skip


def tell_who_asked(activity: Activity) -> None:
    """Agreed or declined."""
    asked = _request(activity)
    if asked is not None:
        _tell(_staff().filter(pk=asked.asked_by_id), activity, asked)


def tell_administrators(activity: Activity) -> None:
    """A name was opened; when it was an emergency, who may review it hears of it too."""
    asked = _request(activity)
    if asked is None:
        return
    if asked.is_emergency:
        tell_who_may_answer(activity)
    others = _staff().filter(role=Role.ADMINISTRATOR).exclude(pk=activity.actor_id)
    _tell(others, activity, asked)


def tell_ended(activity: Activity) -> None:
    """A pause, a limit or a suspension is over: who had it hears that they can write again."""
    if activity.data["why"] != Sanction.Lifted.ENDED:
        return  # what was lifted before its time is told with the reasons for it
    decision = Decision.objects.filter(pk=activity.data["decision"]).first()
    member = Member.objects.reachable().filter(pk=activity.data["member"])
    if decision is not None:
        tell(member, kind=Kind.ACCOUNT, activity=activity, target=decision, by_letter=False)


def _request(activity: Activity) -> AuthorshipRequest | None:
    requests = AuthorshipRequest.objects.select_related("asked_by")
    return requests.filter(pk=activity.target_id or 0).first()


def _staff():
    return Member.objects.reachable().filter(
        role__in=rules.ASKING_ROLES, second_factor_at__isnull=False
    )


def _tell(members, activity: Activity, asked: AuthorshipRequest) -> None:
    tell(members, kind=Kind.ACCOUNT, activity=activity, target=asked, by_letter=False)


def tell_who_may_review(activity: Activity) -> None:
    """An appeal waits: those who may answer it hear of it; at half the time, whoever has it."""
    appeal = _appeal(activity)
    if appeal is None or not appeal.is_open:
        return
    if activity.data.get("is_late") is False and appeal.reviewer is not None:
        people = [appeal.reviewer]
    else:
        everybody = Member.objects.reviewing().reachable().exclude(pk=activity.actor_id)
        people = [member for member in everybody if rules.can_review(member, appeal)]
    tell(people, kind=Kind.ACCOUNT, activity=activity, target=appeal, by_letter=False)
    if not people:
        _ask_for_a_reviewer(activity)


def _ask_for_a_reviewer(activity: Activity) -> None:
    """Nobody is left who may answer: administrators are asked to name somebody. Nothing of it is told."""
    for member in Member.objects.reachable().filter(role=Role.ADMINISTRATOR):
        with translation.override(member.locale or settings.LANGUAGE_CODE):
            post_account_mail(
                key=f"appeal-alone:{activity.pk}:{member.pk}", address=str(member.email),
                subject=_("Nobody can answer an appeal on %(site)s") % {"site": settings.SITE_NAME},
                text=render_to_string("account/email/appeal_alone_message.txt", {"site": SITE}),
            )  # fmt: skip


def tell_other_in_appeal(activity: Activity) -> None:
    """Something was said in an appeal: the other of the two hears of it."""
    appeal = _appeal(activity)
    if appeal is None:
        return
    if activity.actor_id != appeal.member_id:
        _tell_about(appeal.member_id, activity, appeal.decision)
    elif appeal.reviewer_id is not None:
        _tell_about(appeal.reviewer_id, activity, appeal)


def tell_answered(activity: Activity) -> None:
    """Who appealed and who decided read how it ended; who reported hears that something changed."""
    appeal = _appeal(activity)
    if appeal is None or appeal.is_open:
        return
    for person in (appeal.member_id, appeal.decided_by_id):
        _tell_about(person, activity, appeal.decision)
    _write_answer(appeal, activity)
    if activity.data["outcome"] == Appeal.Outcome.KEPT:
        return
    for report in appeal.decision.item.reports.all():
        _tell_about(report.reporter_id, activity, report)


def _write_answer(appeal: Appeal, activity: Activity) -> None:
    member = Member.objects.reachable().filter(pk=appeal.member_id).first()
    if member is None:
        return
    context = {"appeal": appeal, "decision": appeal.decision, "site": SITE, "member": member}
    with translation.override(member.locale or settings.LANGUAGE_CODE):
        post_account_mail(
            key=f"appeal:{activity.pk}", address=str(member.email),
            subject=_("Your appeal was answered"),
            text=render_to_string("account/email/appeal_message.txt", context),
        )  # fmt: skip


def _appeal(activity: Activity) -> Appeal | None:
    appeals = Appeal.objects.select_related("decision__item", "reviewer")
    return appeals.filter(pk=activity.target_id or 0).first()


def _tell_about(member_id: int, activity: Activity, target: models.Model) -> None:
    people = Member.objects.reachable().filter(pk=member_id)
    tell(people, kind=Kind.ACCOUNT, activity=activity, target=target, by_letter=False)


def tell_of_restoration(activity: Activity) -> None:
    """Asked for: those who moderate there. Written down: whom it is about. Due: who led it."""
    restorations = Restoration.objects.select_related("decision__item", "decision__made_by")
    asked = restorations.filter(pk=activity.target_id or 0).first()
    if asked is None:
        return
    if activity.verb == "moderation.restoration_settled":
        if asked.decision.about_id and asked.state == Restoration.State.AGREED:
            _tell_about(asked.decision.about_id, activity, asked.decision)
    elif activity.verb == "moderation.restoration_due":
        if asked.led_by_id:
            _tell_about(asked.led_by_id, activity, asked)
    else:
        _tell_about(asked.decision.made_by_id, activity, asked)
