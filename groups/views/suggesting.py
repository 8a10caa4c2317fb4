"""One group that may suit somebody, and why in words. No score, no list to scroll."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from groups.models import Group, utc_offset
from peersupport.members.models import Interest, Language, Member
from peersupport.members.rules import ContactPath, out_of_reach

CANDIDATES = 40
A_WORKING_DAY = 180  # minutes between two clocks at which people still meet


class Suggestion(NamedTuple):
    group: Group
    because: str


def suggestion_for(member: Member) -> Suggestion | None:
    """The group that shares most with a member, among those they can walk into or ask to join.

    Interests count before language, language before the hour of the day; then the one in which
    people wrote last. Somebody who has told nothing gets an open group, and is told just that.
    """
    known = Group.objects.listed().with_places().filter(kind__lt=Group.Kind.INVITATION)
    known = known.without_leaders(out_of_reach(of=member, path=ContactPath.SUGGESTION))
    known = known.filter(unled_since=None).not_known_by(member).order_by("-active_at", "-id")
    rows = []
    if member.interests:
        rows = list(known.filter(interests__overlap=member.interests)[:CANDIDATES])
    rows = rows or list(known[:CANDIDATES])
    if not rows:
        return None
    best = max(rows, key=lambda group: _fit(group, member))  # the first of equals: the latest
    return Suggestion(best, _because(best, member))


def _fit(group: Group, member: Member) -> tuple[int, int, bool, bool]:
    return (
        len(set(group.interests) & set(member.interests)),
        len(set(group.languages) & set(member.languages)),
        _is_near(group, member),
        group.kind == Group.Kind.OPEN,
    )


def _is_near(group: Group, member: Member) -> bool:
    apart = abs(group.utc_offset - utc_offset(member.time_zone))
    return min(apart, 24 * 60 - apart) <= A_WORKING_DAY


def _because(group: Group, member: Member) -> str:
    interests = [str(i.label) for i in Interest if i in group.interests and i in member.interests]
    languages = [str(x.label) for x in Language if x in group.languages and x in member.languages]
    if interests and languages:
        return _("Because you look for company in %(interest)s, and they speak %(language)s.") % {
            "interest": interests[0], "language": languages[0],
        }  # fmt: skip
    if interests:
        return _("Because you look for company in %(interest)s.") % {"interest": interests[0]}
    if languages:
        return _("Because they speak %(language)s, and people wrote there lately.") % {
            "language": languages[0]
        }
    if group.kind == Group.Kind.OPEN:
        return _("Because everybody can join, and people wrote there lately.")
    return _("Because it has places, and people wrote there lately.")
