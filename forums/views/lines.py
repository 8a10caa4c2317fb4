"""Moderators' lines between the posts of a page, as one person sees them.

A line names another topic or category only to who may see it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.models import Category, MovedPost, SystemLine, Topic
from forums.querysets import PAGE

Kind = SystemLine.Kind
ICONS = {
    Kind.LOCKED: "lock-simple", Kind.UNLOCKED: "lock-simple", Kind.PINNED: "push-pin",
    Kind.UNPINNED: "push-pin", Kind.ANNOUNCED: "megaphone",
}  # fmt: skip


@dataclass(slots=True)
class ShownLine:
    """What posts.html draws. `numbers` of posts that stood here stay targets of old links."""

    after: int
    at: datetime
    text: str
    icon: str = "path"
    name: str = ""
    url: str = ""
    reason: str = ""
    numbers: list[int] = field(default_factory=list)


def lines_on_page(topic, page, member):
    """The lines of one page of a topic, in order. Asked only of topics that have any."""
    first, last = (page - 1) * PAGE + 1, page * PAGE
    start = first - 1 if page > 1 else -1  # a line behind the last post of a page stands on it
    rows = list(SystemLine.objects.filter(topic=topic, after__gt=start, after__lte=last))
    moved = MovedPost.objects.filter(topic=topic, number__gte=first, number__lte=last)
    moved = list(moved.values_list("number", "post__topic", "moved_at").order_by("number"))
    topics = {row.origin_id for row in rows} | {to for _number, to, _at in moved}
    names = _names(Topic, topics, member)
    places = _names(Category, {row.place_id for row in rows}, member)
    lines = [_moderators_line(row, names, places) for row in rows]
    lines += [_moved_line(run, names) for run in _runs(moved)]
    return sorted(lines, key=lambda line: line.after)


def with_lines(posts, lines):
    """Give each post the lines in front of it. Returns the posts, and the lines behind the last."""
    waiting = list(lines)
    for post in posts:
        post.lines = [line for line in waiting if line.after < post.number]
        waiting = waiting[len(post.lines) :]
    return posts, waiting


def _names(model, ids, member):
    ids -= {None}
    if not ids:
        return {}
    return {row.pk: row for row in model.objects.visible_to(member).filter(pk__in=ids)}


def _runs(moved):
    """Neighbouring numbers that went to the same topic."""
    runs = []
    for number, to, at in moved:
        if runs and runs[-1][1] == to and runs[-1][0][-1] == number - 1:
            runs[-1][0].append(number)
        else:
            runs.append(([number], to, at))
    return runs


def _moved_line(run, names):
    numbers, to, at = run
    target = names.get(to)
    words = {"count": len(numbers)}
    if target:
        text = ngettext("%(count)s post moved to", "%(count)s posts moved to", len(numbers))
    else:
        text = ngettext(
            "%(count)s post moved to another topic", "%(count)s posts moved to another topic",
            len(numbers),
        )  # fmt: skip
    line = ShownLine(after=numbers[0] - 1, at=at, text=text % words, numbers=numbers)
    return _to(line, target)


def _moderators_line(row, topics, places):
    origin, place = topics.get(row.origin_id), places.get(row.place_id)
    words = {
        Kind.LOCKED: _("A moderator closed this topic to replies"),
        Kind.UNLOCKED: _("A moderator opened this topic to replies again"),
        Kind.PINNED: _("A moderator pinned this topic"),
        Kind.UNPINNED: _("A moderator unpinned this topic"),
        Kind.ANNOUNCED: _("This topic was announced to everybody who may read it"),
        Kind.MOVED: _("Moved here from") if place else _("Moved here from another category"),
        Kind.SPLIT: _("These posts come from") if origin else _("These posts come from another topic"),
        Kind.MERGED: ngettext(
            "%(count)s post of another topic was added here",
            "%(count)s posts of another topic were added here", row.count,
        ),
    }  # fmt: skip
    line = ShownLine(
        after=row.after, at=row.at, text=words[row.kind] % {"count": row.count},
        icon=ICONS.get(row.kind, "path"), reason=row.reason,
    )  # fmt: skip
    return _to(line, None if row.kind == Kind.MERGED else origin or place)


def _to(line, target):
    if target is not None:
        line.name, line.url = str(target), target.get_absolute_url()
    return line
