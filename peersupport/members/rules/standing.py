"""What moderation keeps a member from just now, in the words they read."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from ..models import Member


def bar_to_writing(member: Member) -> str:
    """Why somebody can write nowhere just now, and until when; "" when nothing keeps them."""
    if not member.is_paused:
        return ""
    until = member.writes_again_at
    if until is None:
        return _("You can read what you wrote, and write nothing here any more. You can appeal.")
    words = _("You can read everything, and write again from %(time)s.")
    return words % {"time": minute_after(until)}


def bar_to_starting(member: Member) -> str:
    """The same for new topics, which can be limited for themselves."""
    if bar := bar_to_writing(member):
        return bar
    if "topics" not in member.limits_now or member.limited_until is None:
        return ""
    words = _("You can reply everywhere, and start topics again from %(time)s.")
    return words % {"time": minute_after(member.limited_until)}


def bar_to_links(member: Member) -> str:
    """Why somebody can link to no other site just now."""
    if "links" not in member.limits_now or member.limited_until is None:
        return ""
    words = _(
        "You can link to other sites again from %(time)s. Take the links out, and it can go now."
    )
    return words % {"time": minute_after(member.limited_until)}


def minute_after(at: datetime) -> str:
    """The first full minute that is not before a time, on this person's clock; with a far one's day."""
    at = timezone.localtime(at + timedelta(seconds=59))
    now = timezone.localtime()
    if at.date() == now.date():
        return time_format(at, "H:i")
    if at - now < timedelta(days=6):
        return date_format(at, "l, H:i")
    return date_format(at, "j F Y, H:i")
