"""How long something takes, in words: whole for promises, short for tables."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def in_words(span: timedelta) -> str:
    """The largest unit that fits, cut to it: 15 minutes, 4 hours, 1 day."""
    if span >= DAY:
        count = span // DAY
        return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    if span >= HOUR:
        count = span // HOUR
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = span // MINUTE
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def in_short(minutes: int) -> str:
    """Two units at most: 35 min, 1 h 5 min, 2 d 3 h."""
    hours, rest = divmod(minutes, 60)
    days, left = divmod(hours, 24)
    if days:
        long = _("%(days)d d %(hours)d h") if left else _("%(days)d d")
        return long % {"days": days, "hours": left}
    if hours:
        middle = _("%(hours)d h %(minutes)d min") if rest else _("%(hours)d h")
        return middle % {"hours": hours, "minutes": rest}
    return _("%(minutes)d min") % {"minutes": rest}
