"""Deciding what is plainly spam together, each with a decision of its own."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import Decision, NormRule, ReviewItem, Step
from moderation.registry import Act, content_of
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member

from .decisions import decide

GONE = (Act.REMOVE, Act.HIDE)  # the first of these that can be done to a thing


@transaction.atomic
def clear_spam(items: Iterable[tuple[ReviewItem, int]], *, by: Member) -> list[Decision]:
    """Take away what was reported as spam, in the versions that were seen. Never what is urgent.

    What somebody else decided, claimed or added to meanwhile is left as it is.
    """
    chosen = sorted(items, key=lambda pair: pair[0].pk)  # locked in one order by everybody
    if any(not item.can_be_cleared for item, _version in chosen):
        raise Refused(_("Only spam can be cleared together. Open the others one by one."))
    norm, made = NormRule.objects.get(key="spam"), []
    for item, version in chosen:
        target = item.target
        act = next((act for act in GONE if target and act in content_of(target).acts), Act.KEEP)
        try:
            with transaction.atomic():
                made.append(
                    decide(
                        item, by=by, version=version, act=act, step=Step.NOTHING, norm=norm,
                        facts=norm.sentence,
                    )
                )  # fmt: skip
        except (Conflict, Refused):
            continue
    return made
