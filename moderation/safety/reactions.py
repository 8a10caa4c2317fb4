"""Tell people what cannot wait. Idempotent; database only; nobody's words in it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from moderation.models import Priority, ReviewItem
from peersupport.activity.models import Activity
from peersupport.core.context import SITE
from peersupport.members.models import Member
from peersupport.notifications.actions import post_account_mail, tell
from peersupport.notifications.models import Kind

from . import actions


def alert_at_once(activity: Activity) -> None:
    """An item was opened: what cannot wait does not wait for the next minute either."""
    actions.alert(activity.target_id or 0)


def tell_alerted(activity: Activity) -> None:
    """A notice and a letter for whom an alert goes to, unless somebody has looked meanwhile."""
    item = ReviewItem.objects.urgent(raised=True).filter(pk=activity.target_id or 0).first()
    if item is None:
        return
    members = list(Member.objects.reachable().filter(pk__in=activity.data["told"]))
    tell(members, kind=Kind.ACCOUNT, activity=activity, target=item, by_letter=False)
    for member in members:
        key = f"alert:{activity.pk}:{member.pk}"
        _write(item, activity, key=key, address=str(member.email), language=member.locale)
    if activity.data["officer"] and settings.DPO_EMAIL:
        _write(item, activity, key=f"alert:{activity.pk}:officer", address=settings.DPO_EMAIL)


def _write(item: ReviewItem, activity: Activity, *, key: str, address: str, language="") -> None:
    with translation.override(language or settings.LANGUAGE_CODE):
        priority = Priority(item.priority)
        facts = {
            "item": item, "step": activity.data["step"], "priority": priority.label, "site": SITE,
            "url": settings.SITE_URL + item.get_absolute_url(),
        }  # fmt: skip
        subject = _("Item %(number)s waits: %(priority)s") % {
            "number": item.pk, "priority": priority.label,
        }  # fmt: skip
        text = render_to_string("letters/alert.txt", facts)
    post_account_mail(key=key, address=address, subject=subject, text=text)
