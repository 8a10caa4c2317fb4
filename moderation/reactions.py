"""Who on the staff hears that a hidden author is asked for. Idempotent; database only."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from peersupport.activity.models import Activity
from peersupport.members.models import Member, Role
from peersupport.notifications.actions import post_account_mail, tell
from peersupport.notifications.models import Kind

from . import rules
from .models import AuthorshipRequest, Decision, Sanction


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
