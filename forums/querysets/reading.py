"""What a member follows and what waits for them, as conditions that stay quick in a large forum.

Each begins with a short list of ids (what they watch, what they were told lately), so that
PostgreSQL looks those rows up instead of walking the newest topics.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from peersupport.notifications.models import Kind, Notice, Watch

LATELY = 200  # notices in which what waits for a reply is looked for


class Among(Func):
    """`column = ANY(ARRAY(…))`: whether a column holds one of the ids of a subquery."""

    template, arg_joiner = "%(expressions)s)", " = ANY("

    def __init__(self, column: str, ids: QuerySet) -> None:
        super().__init__(F(column), ArraySubquery(ids), output_field=BooleanField())


def among(column: str, ids: QuerySet) -> Q:
    return Q(Among(column, ids))


def followed(member: Any) -> Q:
    """Topics one follows, and those of followed categories for which one chose nothing else.

    Asks at once for what they watch: only who sees the ids can tell whether these are few topics,
    to be looked up, or a large category, whose newest are near. As a subquery, PostgreSQL takes
    them for many and walks the whole table to find a few.
    """
    following: dict[str, list[int]] = {"topic": [], "category": []}
    otherwise = []
    watches = Watch.objects.filter(member=member.pk, target_type__app_label="forums")
    for model, pk, level in watches.values_list("target_type__model", "target_id", "level"):
        if level == Watch.Level.FOLLOWING and model in following:
            following[model].append(pk)
        elif model == "topic":
            otherwise.append(pk)
    in_place = Q(category__in=following["category"])
    return Q(pk__in=following["topic"]) | in_place & ~Q(pk__in=otherwise)


def awaiting(member: Any) -> Q:
    """Posts that answer or mention a member, as far as they were told lately."""
    told = Notice.objects.visible_to(member).order_by("-id")
    mentions = told.filter(kind=Kind.MENTION).values("target_id")[:LATELY]
    replies = told.filter(kind=Kind.REPLY).values("target_id")[:LATELY]
    answers = Q(reply_to__author=member.pk) | Q(reply_to=None, topic__author=member.pk)
    return among("pk", mentions) | among("pk", replies) & answers
