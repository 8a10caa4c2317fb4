"""What trust levels are, what they open, and where one stands."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peersupport.core.access import Rule, access
from peersupport.members import rules
from peersupport.members.models import Trust, TrustHold, TrustRecord


@access(Rule.PUBLIC, while_suspended=True)
def trust_levels(request):
    """For everybody; members also read where they stand and what is missing."""
    context = {
        "headings": [
            _("Level"), _("The way there"), _("Posts an hour"), _("Links in a post"),
            _("Mentions in a post"), _("Files in a post"),
        ],
        "levels": [_told(level) for level in Trust],
        "grace_days": rules.GRACE.days,
        "sanction_days": rules.SANCTION_COUNTS.days,
        "keep_percent": rules.KEEP_PERCENT,
    }  # fmt: skip
    if request.user.is_authenticated:
        context |= _standing(request.user)
    return render(request, "members/trust_levels.html", context)


def _told(level):
    """One row of the table: the level, the way there, what it opens."""
    it = rules.LEVELS[level]
    way = _("%(days)s days here, %(topics)s topics opened, %(posts)s posts that stand")
    return [
        level.label,
        way % {"days": it.days, "topics": it.topics, "posts": it.posts} if level else _("Sign up"),
        it.posts_an_hour, it.links, it.mentions,
        _("%(files)s, up to %(mb)s MB each") % {"files": it.files, "mb": it.file_mb},
    ]  # fmt: skip


def _standing(member):
    record = TrustRecord.objects.visible_to(member).first() or TrustRecord(member=member)
    record.days = max(record.days, member.days_visited)
    level = Trust(member.trust_level)
    following = Trust(level + 1) if level < Trust.REGULAR else None
    return {
        "level": level,
        "following": following,
        "asked": [_asked(*each) for each in rules.asked_of(record, following)] if following else [],
        "hold": TrustHold.objects.filter(member=member, released_at=None).first(),
        "is_sanctioned": rules.is_sanctioned(member),
        "is_free": rules.limits_of(member) is None,
    }


def _asked(fact, number, needed):
    """Such as "4 of 5 days on which you read something new or wrote"."""
    words = {
        "days": ngettext(
            "%(number)s of %(needed)s day on which you read something new or wrote",
            "%(number)s of %(needed)s days on which you read something new or wrote", needed,
        ),
        "topics": ngettext(
            "%(number)s of %(needed)s topic by somebody else that you opened",
            "%(number)s of %(needed)s topics by others that you opened", needed,
        ),
        "posts": ngettext(
            "%(number)s of %(needed)s post of yours that still stands",
            "%(number)s of %(needed)s posts of yours that still stand", needed,
        ),
    }  # fmt: skip
    return {"text": words[fact] % {"number": number, "needed": needed}, "done": number >= needed}
