"""Who is on duty in the demo, and last week's decisions, some of them read again."""

from datetime import UTC, datetime, time, timedelta

from forums.models import Post
from moderation.actions import decide, draw_sample, open_item, review_again
from moderation.models import Decision, SampledDecision
from moderation.safety.models import Shift
from peersupport.activity.models import Activity
from peersupport.members.models import Member

DECIDED = 6
HOURS = [("priya", 8, 14), ("iris", 14, 20)]
OTHERWISE = "A word to them would have been enough: it was their first post here."


def run_demo_duty(people: dict[str, Member], now: datetime) -> None:
    """Hours for the coming days, and a sample that waits to be read."""
    for member in (people["priya"], people["iris"]):
        member.refresh_from_db()  # with the second step that was set up
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    for day in range(7):
        for handle, start, end in HOURS:
            begins = midnight + timedelta(days=day, hours=start)
            Shift.objects.create(
                member=people[handle], starts_at=begins,
                ends_at=midnight + timedelta(days=day, hours=end),
            )  # fmt: skip
    _decide(people["priya"], now)
    draw_sample()
    for number, sampled in enumerate(SampledDecision.objects.order_by("pk")[: DECIDED - 2]):
        agrees = number > 0
        why = "" if agrees else OTHERWISE
        review_again(sampled, by=people["iris"], agrees=agrees, why=why)
    quiet = Activity.objects.filter(verb__startswith="moderation.", settled_at=None)
    quiet.update(settled_at=now)  # nobody is told of what the demo begins with


def _decide(by: Member, now: datetime) -> None:
    """What somebody looked at last week and left as it was."""
    monday = now.astimezone(UTC) - timedelta(days=now.astimezone(UTC).weekday() + 7)
    posts = Post.objects.filter(author__isnull=False, number=2).exclude(author=by.pk)
    for number, post in enumerate(posts.exclude(author__handle="iris").order_by("pk")[:DECIDED]):
        item = open_item(post, reason="other")
        made = decide(item, by=by, version=item.version)
        at = monday + timedelta(hours=10 * number)
        Decision.objects.filter(pk=made.pk).update(made_at=at)
