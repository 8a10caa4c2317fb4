"""What a member follows and what waits for them, as conditions that stay quick in a large forum.

Each begins with a short list of ids (what they watch, what they were told lately) that PostgreSQL
takes as an array, so that it looks those rows up instead of walking the newest topics.
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
    """Topics one follows, and those of followed categories for which one chose nothing else."""
    topics, places = _watches(member, "topic"), _watches(member, "category")
    following = Q(level=Watch.Level.FOLLOWING)
    chosen = among("pk", topics.filter(following).values("target_id"))
    otherwise = among("pk", topics.exclude(following).values("target_id"))
    in_place = among("category", places.filter(following).values("target_id"))
    return chosen | in_place & ~otherwise


def awaiting(member: Any) -> Q:
    """Posts that answer or mention a member, as far as they were told lately."""
    told = Notice.objects.visible_to(member).order_by("-id")
    mentions = told.filter(kind=Kind.MENTION).values("target_id")[:LATELY]
    replies = told.filter(kind=Kind.REPLY).values("target_id")[:LATELY]
    answers = Q(reply_to__author=member.pk) | Q(reply_to=None, topic__author=member.pk)
    return among("pk", mentions) | among("pk", replies) & answers


def _watches(member: Any, model: str) -> QuerySet:
    about = {"target_type__app_label": "forums", "target_type__model": model}
    return Watch.objects.filter(member=member.pk, **about)
