"""A month of moderation as it may have been, from a seed."""

from datetime import date
from random import Random

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

NORMS = [("kindness", "Kindness"), ("privacy", "Privacy"), ("spam", "No selling")]
OCTOBER = date(2026, 10, 1)


def month_of(seed: int, reports: int = 280, people: int = 150) -> Facts:
    dice = Random(seed)  # noqa: S311
    norms = dice.choices(
        ["kindness", "spam", OTHER, "privacy", WORRY], [30, 45, 12, 2, 20], k=reports
    )
    return Facts(
        reports=[
            ReportFact(
                dice.randint(1, people), norm, dice.choices(OUTCOMES, [60, 30, 3])[0],
                1 if norm == WORRY else dice.choice([2, 3, 3, 4]), dice.expovariate(1 / 40),
                dice.expovariate(1 / 400),
            )
            for norm in norms
        ],
        decisions=[
            DecisionFact(
                dice.randint(1, people), dice.choices(KINDS, [40, 20, 9, 60, 3, 20, 5, 4, 3])[0],
                is_appealed := dice.random() < 0.15, is_appealed and dice.random() < 0.4,
                dice.random() < 0.1,
            )
            for _ in range(round(reports * 0.7))
        ],
        holds=[HoldFact(dice.randint(1, people), dice.choices(OUTCOMES, [1, 3, 0])[0]) for _ in range(45)],
        norms=NORMS,
    )  # fmt: skip
