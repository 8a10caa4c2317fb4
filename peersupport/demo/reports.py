"""What Amara reported and what came of it, and what was published of the months before."""

from datetime import date, datetime, timedelta
from random import Random

from forums.models import Post
from moderation.actions import publish_month, report
from moderation.actions.figures import (
    KINDS,
    OTHER,
    OUTCOMES,
    WORRY,
    DecisionFact,
    Facts,
    HoldFact,
    ReportFact,
)
from moderation.models import Decision, NormRule, Report, ReviewItem
from moderation.registry import Act
from peersupport.activity.models import Activity
from peersupport.members.models import Member

MONTHS = 6
RULES = {"kindness": 30, "privacy": 2, "safety": 9, "sources": 16, "honesty": 3, "spam": 40}
# Whose words, why, how many hours ago, and what came of it: nothing yet, looked at, or a decision.
TOLD = [
    ("theo", "other", 320, Act.KEEP),
    ("grumpyotter", "spam", 190, Act.ASK_EDIT),
    ("nightbus", "unkind", 9, ""),
    ("quietpencil", "worry", 3, "looked at"),
]


def build_reports(people: dict[str, Member], now: datetime) -> None:
    """Nobody is told of it: it was before the demo began."""
    for author, reason, hours, came_of_it in TOLD:
        post = Post.objects.filter(author=people[author], topic__category__read__lte=1)
        post = post.filter(topic__category__group=None, standing="visible").latest("pk")
        made = report(post, reporter=people["amara"], reason=reason)
        _at(made, now - timedelta(hours=hours), came_of_it)
        if came_of_it in Act:
            _decide(made, Act(came_of_it), people)
    Activity.objects.filter(settled_at=None, verb__startswith="moderation.").update(settled_at=now)
    norms = list(NormRule.objects.values_list("key", "name"))
    for back in range(MONTHS, 0, -1):
        publish_month(
            _months_before(now.date(), back), month_of(back, 160 + 20 * (6 - back), norms=norms)
        )


def _at(made: Report, then: datetime, came_of_it: str) -> None:
    Report.objects.filter(pk=made.pk).update(reported_at=then)
    looked_at = then + timedelta(minutes=40) if came_of_it else None
    rows = ReviewItem.objects.filter(pk=made.item_id)
    item = rows.get()
    rows.update(
        opened_at=then, looked_at=looked_at, look_by=then + (item.look_by - item.opened_at),
        act_by=then + (item.act_by - item.opened_at),
    )  # fmt: skip


def _decide(made: Report, act: Act, people: dict[str, Member]) -> None:
    item = ReviewItem.objects.get(pk=made.item_id)
    then = item.opened_at + timedelta(hours=2)
    Decision.objects.create(
        item=item, target_type=item.target_type, target_id=item.target_id, about=item.author,
        made_by=people["priya"], made_at=then, act=act, told_at=then, seen_at=then,
        norm=NormRule.objects.get(key="spam") if act != Act.KEEP else None,
        facts="" if act == Act.KEEP else "The link at the end sells essays. Please take it out.",
    )  # fmt: skip
    ReviewItem.objects.filter(pk=item.pk).update(state=ReviewItem.State.DECIDED, decided_at=then)
    Report.objects.filter(pk=made.pk).update(
        state=Report.State.CLOSED, closed_at=then, closed_by=people["priya"]
    )


def _months_before(day: date, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def month_of(
    seed: int, reports: int = 280, people: int = 150, norms: list[tuple[str, str]] | None = None
) -> Facts:
    """A month of moderation as it may have been. The same seed, the same month."""
    dice = Random(seed)  # noqa: S311
    keys, weights = [*RULES, OTHER, WORRY], [*RULES.values(), 14, 20]
    told = dice.choices(keys, weights, k=reports)
    return Facts(
        reports=[_report(dice, norm, people, slower=seed) for norm in told],
        decisions=[_decision(dice, people) for _ in range(reports * 7 // 10)],
        holds=[
            HoldFact(dice.randint(1, people), dice.random() < 0.75) for _ in range(reports // 6)
        ],
        norms=norms if norms is not None else [(key, key.title()) for key in RULES],
    )


def _report(dice: Random, norm: str, people: int, slower: int) -> ReportFact:
    priority = 1 if norm == WORRY else 2 if norm in {"kindness", "safety"} else 3
    look = dice.expovariate(1 / (30 + 6 * (slower % 10) + 20 * (priority - 1)))
    return ReportFact(
        dice.randint(1, people), norm, dice.choices(OUTCOMES, [2, 1])[0], priority, look,
        look + dice.expovariate(1 / 300),
    )  # fmt: skip


def _decision(dice: Random, people: int) -> DecisionFact:
    kind = dice.choices(KINDS, [40, 22, 14, 70, 2, 18, 4, 5, 3])[0]
    is_appealed = kind != "kept" and dice.random() < 0.2
    changed = is_appealed and dice.random() < 0.5
    return DecisionFact(dice.randint(1, people), kind, is_appealed, changed, dice.random() < 0.02)
