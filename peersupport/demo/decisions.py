"""One decision of the demo, its statement of reasons and an appeal that somebody else reads."""

from datetime import datetime, timedelta

from forums.models import Post
from moderation.actions import (
    appeal,
    ask_restoration,
    decide,
    report,
    say_in_appeal,
    settle_standing,
    take_appeal,
)
from moderation.models import (
    Appeal,
    AppealWord,
    Decision,
    NormRule,
    Report,
    ReviewItem,
    Sanction,
    Step,
)
from peersupport.activity.models import Activity
from peersupport.members.models import Member

ABOUT = "I draw the lecturer."
FACTS = (
    "You wrote that you draw your lecturer during the lecture. Two people knew at once who was meant, "
    "and the lecturer never agreed to be talked about here."
)
SAID = [  # who, how many hours ago, what, whether it is new
    ("grumpyotter", 20, "It was a joke about my own bad notes. I name nobody, and the pause keeps me from my "
     "group, which meets tomorrow. Could it end earlier?", False),
    ("tomas", 16, "Thank you for writing. I am a different moderator and I am reading everything again. "
     "Is there only one lecturer for that course?", False),
    ("grumpyotter", 3, "Four of us are in different courses, so nobody in my group can know which one it is.", True),
]  # fmt: skip


def build_decision(people: dict[str, Member], now: datetime) -> Appeal:
    """Priya paused a member, who appeals; Tomas reads it. Nobody is told of it by letter."""
    for handle in ("priya", "tomas"):
        people[handle].refresh_from_db()  # with the second step that was set up
    post = Post.objects.get(body__startswith=ABOUT)
    for handle in ("quietpencil", "ewa-t"):
        item = report(post, reporter=people[handle], reason="privacy").item
    item.refresh_from_db()
    decision = decide(
        item, by=people["priya"], version=item.version, step=Step.PAUSE, days=3, facts=FACTS,
        norm=NormRule.objects.get(key="privacy"),
    )  # fmt: skip
    _at(decision, now - timedelta(hours=26))
    ask_restoration(decision, by=people["grumpyotter"])
    asked = _appeal(Decision.objects.get(pk=decision.pk), people, now)
    Activity.objects.filter(settled_at=None, verb__startswith="moderation.").update(settled_at=now)
    return asked


def _at(decision: Decision, then: datetime) -> None:
    """As if it had been decided then."""
    told = {"told_at": then + timedelta(minutes=1), "seen_at": then + timedelta(hours=2)}
    Decision.objects.filter(pk=decision.pk).update(made_at=then, **told)
    Sanction.objects.filter(decision=decision).update(
        starts_at=then, ends_at=then + timedelta(days=3), strike_until=then + Sanction.STRIKE_FADES
    )
    before = then - timedelta(hours=2)
    Report.objects.filter(item=decision.item_id).update(reported_at=before, closed_at=then)
    items = ReviewItem.objects.filter(pk=decision.item_id)
    items.update(opened_at=before, looked_at=before, decided_at=then)
    if decision.about is not None:
        settle_standing(decision.about)


def _appeal(decision: Decision, people: dict[str, Member], now: datetime) -> Appeal:
    asked = appeal(decision, by=people["grumpyotter"], text=SAID[0][2], wish=Appeal.Wish.SOONER)
    take_appeal(asked, by=people["tomas"])
    for handle, _, text, is_new in SAID[1:]:
        say_in_appeal(asked, by=people[handle], text=text, is_new_fact=is_new)
    for word, (_, hours, *_rest) in zip(asked.words.all(), SAID, strict=True):
        AppealWord.objects.filter(pk=word.pk).update(written_at=now - timedelta(hours=hours))
    begun = now - timedelta(hours=SAID[0][1])
    Appeal.objects.filter(pk=asked.pk).update(
        opened_at=begun, answer_by=begun + Appeal.ANSWER_WITHIN, taken_at=begun + timedelta(hours=2)
    )
    return asked
