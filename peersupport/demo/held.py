"""What waits for a look in the demo: in a category where everything does, and what came back."""

from datetime import datetime, timedelta

from forums.actions import send_back, submit_topic
from forums.models import Category, HeldPost
from moderation.models import ReviewItem
from peersupport.members.models import Member

from . import texts


def hold_demo_posts(places: dict[str, Category], people: dict[str, Member], now: datetime) -> None:
    """Sent some hours ago. One of them a moderator gave back, with a word about what to change."""
    for row in texts.read("held.toml")["held"]:
        held = submit_topic(
            places[row["category"]], author=people[row["author"]], title=row["title"],
            body=row["body"].strip(),
        ).what  # fmt: skip
        sent_at = now - timedelta(hours=row["hours_ago"])
        HeldPost.objects.filter(pk=held.pk).update(held_at=sent_at)
        items = ReviewItem.objects.about(held)
        items.update(opened_at=sent_at)
        if answer := row.get("answer"):
            send_back(held, by=people[row["by"]], answer=answer)
            items.update(state=ReviewItem.State.DECIDED, decided_at=now, looked_at=now)
