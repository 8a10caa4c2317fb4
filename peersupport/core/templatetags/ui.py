"""Tags and filters of the components: icons, avatars, times, numbers, form controls.

They run up to a few hundred times a page, so what does not change is kept.
"""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.apps import apps
from django.conf import settings
from django.forms import BoundField
from django.template import engines
from django.template.base import FilterExpression, Parser, Token
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from peersupport.core import richtext

register = template.Library()

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
RECENT_DAYS = 7
THOUSAND = 1000
MILLION = THOUSAND * THOUSAND
MOST_SHOWN = 99

# Where the frame of every page leads: header, tab bar, footer, support band.
FRAME_LINKS = {
    "forums": "forums:category_list",
    "search": "forums:search",
    "topics": "forums:topic_list",
    "groups": "groups:group_list",
    "messages": "rooms:conversation_list",
    "people": "members:member_list",
    "bookmarks": "forums:bookmark_list",
    "drafts": "forums:draft_list",
    "notices": "notifications:notice_list",
    "settings": "members:settings_profile",
    "login": "account_login",
    "signup": "account_signup",
    "logout": "account_logout",
    "norms": "moderation:norms_detail",
    "transparency": "moderation:transparency",
    "terms": "members:terms",
    "privacy": "members:privacy",
    "accessibility": "members:accessibility",
    "keyboard": "members:keyboard",
    "limits": "safety:limits",
    "help": "safety:help_now",
    "admin": "admin:index",
    "queue": "moderation:item_list",
}


class Pictured(Protocol):
    """Someone with initials and one of six hues."""

    initials: str
    hue: int | str


@lru_cache(maxsize=512)
def svg(name: str, extra: str = "") -> SafeString:
    """Return one icon of the sprite, hidden from assistive technology."""
    return format_html(
        '<svg class="i{}" width="20" height="20" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        static("icons.svg"),
        name,
    )


class IconNode(template.Node):
    """Renders {% icon name [classes] %} without the cost of a simple tag."""

    def __init__(self, name: FilterExpression, extra: FilterExpression | None) -> None:
        self.name = name
        self.extra = extra

    def render(self, context: template.Context) -> SafeString:
        """Return the icon, or nothing where the name is empty."""
        name = self.name.resolve(context)
        if not name:
            return SafeString("")
        return svg(str(name), str(self.extra.resolve(context)) if self.extra else "")


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """Parse {% icon "bell" %} or {% icon "caret-right" "i-flip" %}."""
    parts = token.split_contents()[1:]
    if not 1 <= len(parts) <= 2:
        raise template.TemplateSyntaxError("icon takes a name and, if need be, further classes")
    name, *rest = (parser.compile_filter(part) for part in parts)
    return IconNode(name, rest[0] if rest else None)


@register.simple_tag
def fast(name: str, **context: Any) -> SafeString:
    """Draw templates/fast/NAME.html with what is given and nothing else."""
    return SafeString(_fast_template(name).render(context, when=Clock().when))


@register.simple_tag(takes_context=True)
def frame(context: Any, name: str) -> SafeString:
    """Draw the header or the tab bar for whoever looks at this page."""
    request, go = context["request"], frame_links()
    member = request.user if request.user.is_authenticated else None
    here = request.path
    is_groups = here.startswith(go["groups"])
    return fast(
        name,
        go=go,
        site=context["site"],
        here=here,
        is_forums=_is_forums(request) and not is_groups,
        is_groups=is_groups,
        member=member,
        is_messages=here.startswith(go["messages"]),
        unread=context["unread_notices"],
        unread_messages=context["unread_messages"],
        calm=bool(member and member.calm_mode),
        csrf_token=context["csrf_token"],
        next="" if member or here.startswith("/accounts/") else request.get_full_path(),
    )


def _is_forums(request: Any) -> bool:
    """Whether a page is one of the forums' own, other than home, search and settings."""
    match = request.resolver_match
    if not match or match.route.startswith("settings/"):
        return False
    elsewhere = {"forums:home", "forums:search"}
    return match.namespace == "forums" and match.view_name not in elsewhere


@lru_cache(maxsize=16)
def _fast_template(name: str) -> Any:
    return engines["fast"].get_template(f"{name}.html").template  # type: ignore[attr-defined]


@register.filter
def hue(value: int | str | None) -> str:
    """Turn a hue (3 or "h3") into its class, with grey for none."""
    text = str(value or 6)
    return text if text.startswith("h") else f"h{text}"


@lru_cache(maxsize=4096)
def _avatar(initials: str, hue_class: str, size: str) -> SafeString:
    """Return the square for these initials; it says nothing, the name beside it does."""
    return format_html(
        '<span class="av {}{}" aria-hidden="true">{}</span>',
        hue_class,
        f" av-{size}" if size else "",
        initials or svg("user-circle-dashed"),
    )


@register.simple_tag
def avatar(member: Pictured | None, size: str = "") -> SafeString:
    """Return a member's avatar; size is "", "sm", "md" or "lg", and no member is a grey figure."""
    if not member:
        return _avatar("", "h6", size)
    return _avatar(member.initials, hue(member.hue), size)


def _relative(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Say how long ago a moment was, up to a week, then its date."""
    seconds = int((now - moment).total_seconds())
    if seconds < -MINUTE:
        return date_format(moment.astimezone(zone), "SHORT_DATETIME_FORMAT")
    if seconds < MINUTE:
        return gettext("just now")
    if seconds < HOUR:
        minutes = seconds // MINUTE
        return ngettext("%(count)d min ago", "%(count)d min ago", minutes) % {"count": minutes}
    if seconds < DAY:
        hours = seconds // HOUR
        return ngettext("%(count)d h ago", "%(count)d h ago", hours) % {"count": hours}
    local, today = moment.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    if days == 1:
        return gettext("yesterday")
    if days <= RECENT_DAYS:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if local.year == today.year:
        return date_format(local, pgettext("date this year", "j F"))
    return date_format(local, pgettext("date with its year", "j F Y"))


@lru_cache(maxsize=4096)
def _full(moment: datetime, zone: tzinfo, language: str) -> tuple[str, str]:  # noqa: ARG001
    """Return a moment for machines and, in full, for people; kept per zone and language."""
    local = moment.astimezone(zone)
    machine = moment.astimezone(UTC).isoformat(timespec="seconds")
    words = date_format(local, pgettext("full time", "l j F Y, H:i"))
    return machine, f"{words} {local.tzname() or ''}".strip()


@register.filter
def ago(moment: datetime | None) -> str:
    """Return "12 min ago", "yesterday" or, after a week, the date."""
    if not moment:
        return ""
    return _relative(moment, timezone.now(), timezone.get_current_timezone())


class Clock:
    """Now, here and in this language, looked up once for all times of a page."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.zone = timezone.get_current_timezone()
        self.language = get_language() or ""

    def when(self, moment: datetime | None) -> SafeString:
        """Return a <time> with the relative words, the machine's time and the full local time."""
        if not moment:
            return SafeString("")
        machine, full = _full(moment, self.zone, self.language)
        words = escape(_relative(moment, self.now, self.zone))
        return SafeString(f'<time datetime="{machine}" title="{escape(full)}">{words}</time>')


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """Return a <time> with the relative words, the machine's time and the full local time."""
    return Clock().when(moment)


@register.filter
def full_time(moment: datetime | None) -> str:
    """Return the full local time with its zone, for sentences that need it."""
    if not moment:
        return ""
    return _full(moment, timezone.get_current_timezone(), get_language() or "")[1]


@register.filter
def compact(value: int | None) -> str:
    """Return a number short enough for a chip: 999, 1.2k, 12k, 3.4m."""
    number = value or 0
    if number < THOUSAND:
        return str(number)
    if number < MILLION:
        scaled, unit = number / THOUSAND, pgettext("thousand", "k")
    else:
        scaled, unit = number / MILLION, pgettext("million", "m")
    # Rounded down: a chip must not promise more than there is.
    tenths = int(scaled * 10) / 10
    places = 1 if tenths < 10 and tenths % 1 else 0
    return f"{number_format(tenths if places else int(scaled), places)}{unit}"


@register.filter
def grouped(value: int | None) -> str:
    """Return a whole number with its thousands separated."""
    number = value or 0
    return str(number) if number < THOUSAND else number_format(number, 0, force_grouping=True)


@register.filter
def capped(value: int | None) -> str:
    """Return a count for a badge, "99+" where it is larger."""
    number = value or 0
    return f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number)


@register.filter
def words(markup: str, length: int = 200) -> str:
    """Return the first words of rendered HTML, without quotes, code and tags."""
    return richtext.excerpt(markup, length)


@register.simple_tag
def page_numbers(current: int, last: int) -> list[int | None]:
    """Return the page numbers to link: first, last, the neighbours, None for what is left out."""
    wanted = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    numbers: list[int | None] = []
    for number in wanted:
        before = numbers[-1] if numbers else None
        if before and number - before == 2:  # one number is no longer than its gap
            numbers.append(number - 1)
        elif before and number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag
def control(
    field: BoundField, css: str = "input", *, hint: str = "", placeholder: str = ""
) -> SafeString:
    """Render a field's control, naming its hint and error, without the form's own placeholder."""
    described = []
    if hint or field.help_text:
        described.append(f"{field.auto_id}_hint")
    if field.errors:
        described.append(f"{field.auto_id}_error")
    classes = [field.field.widget.attrs.get("class", ""), css]
    attrs: dict[str, Any] = {
        "class": " ".join(filter(None, classes)) or False,
        "placeholder": placeholder or False,
        "aria-describedby": " ".join(described) or False,
    }
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@lru_cache(maxsize=8)
def _frame_links(prefix: str, urlconf: str, language: str) -> dict[str, str]:  # noqa: ARG001
    """Reverse the addresses of the frame once for each site prefix, URL set and language."""
    links = {"home": prefix} | {name: reverse(route) for name, route in FRAME_LINKS.items()}
    return links | {"unread": f"{links['topics']}?show=unread"}


@register.simple_tag
def frame_links() -> dict[str, str]:
    """Return the addresses that header, footer, tab bar and support band lead to."""
    return _frame_links(
        get_script_prefix(), str(get_urlconf() or settings.ROOT_URLCONF), get_language() or ""
    )


@register.simple_tag
def reviewers_are_short() -> bool:
    """Whether fewer than two people may answer appeals: the staff's start page says so."""
    return apps.get_model("members.Member")._default_manager.reviewing()[:2].count() < 2
