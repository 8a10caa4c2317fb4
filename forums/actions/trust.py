"""Trust levels, counted from what members did here."""

from itertools import batched

from django.db import transaction

from forums.querysets import took_part
from peersupport.activity.actions import record
from peersupport.members.actions import Facts, judge_trust, keep_facts
from peersupport.members.models import TrustRecord

FACTS_AT_ONCE = 5000


@transaction.atomic
def settle_trust() -> int:
    """Count what members did, judge their levels by it, record what changed. Returns how many."""
    for rows in batched(took_part(), FACTS_AT_ONCE, strict=False):
        keep_facts(Facts(*row) for row in rows)
    changes = judge_trust()
    for change in changes:
        if change.is_claimed:  # an author who came with an import is told nothing
            record(
                "members.trust_changed", actor=None, target=TrustRecord(pk=change.member_id),
                was=change.was, level=change.level,
            )  # fmt: skip
    return len(changes)
