"""Moderators' lines between the posts of a page, as one person sees them.

A line names another topic or category only to who may see it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef
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
    rows = SystemLine.objects.filter(topic=topic, after__gt=start, after__lte=last)
    rows = rows.select_related("origin", "place").annotate(
        may_see_origin=_may_see(Topic, "origin", member),
        may_see_place=_may_see(Category, "place", member),
    )
    moved = MovedPost.objects.filter(topic=topic, number__gte=first, number__lte=last)
    moved = moved.select_related("post__topic").annotate(
        may_see_topic=_may_see(Topic, "post__topic", member)
    )
    moved = moved.only("number", "moved_at", "post__topic__title", "post__topic__slug")
    lines = [_moderators_line(row) for row in rows]
    lines += [_moved_line(run) for run in _runs(moved.order_by("number"))]
    return sorted(lines, key=lambda line: line.after)


def with_lines(posts, lines):
    """Give each post the lines in front of it. Returns the posts, and the lines behind the last."""
    waiting = list(lines)
    for post in posts:
        post.lines = [line for line in waiting if line.after < post.number]
        waiting = waiting[len(post.lines) :]
    return posts, waiting


def _may_see(model, way, member):
    """Whether that is for this person: of anything else not even the name is said."""
    return Exists(model.objects.visible_to(member).filter(pk=OuterRef(way)))


def _runs(moved):
    """Neighbouring numbers that went to the same topic."""
    runs = []
    for row in moved:
        to = row.post.topic
        if runs and runs[-1][1] == to and runs[-1][0][-1] == row.number - 1:
            runs[-1][0].append(row.number)
        else:
            runs.append(([row.number], to, row.moved_at, row.may_see_topic))
    return runs


def _moved_line(run):
    numbers, to, at, may_see = run
    target = to if may_see else None
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


def _moderators_line(row):
    origin = row.origin if row.may_see_origin else None
    place = row.place if row.may_see_place else None
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
