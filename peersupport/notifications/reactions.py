"""What members hear of what happens to their account. Idempotent; database only."""

from peersupport.activity.models import Activity
from peersupport.members.models import Member, TrustRecord

from .actions import tell
from .models import Kind


def tell_risen(activity: Activity) -> None:
    """Who rose hears of it, on the site alone; who sank is not told: the page about levels says it."""
    if activity.data["level"] <= activity.data["was"]:
        return
    record = TrustRecord.objects.filter(pk=activity.target_id).first()
    if record is not None:
        risen = Member.objects.reachable().filter(pk=record.pk)
        tell(risen, kind=Kind.ACCOUNT, activity=activity, target=record, by_letter=False)
