"""Lines as the fast templates draw them: names and words that nobody cleaned are escaped."""

from types import SimpleNamespace

from django.utils import timezone

from groups.rooms.views.room_shown import More
from groups.rooms.views.shown import Row, ShownLine
from peersupport.core.templatetags.ui import fast


def test_only_what_was_cleaned_is_drawn_as_it_is():
    more = More(hide_url="/hide/", pause_url="/pause/", own_html="")
    line = ShownLine(
        1, 7, '<b>"Q"', False, html="<p>Said.</p>", can_quote=True, edit_url="/edit/",
        minutes_left=1, delete_url="/delete/", report_url="/report/", more=more,
    )  # fmt: skip
    gone = ShownLine(2, 8, "Q", False, instead="<b>gone")
    author = SimpleNamespace(
        initials="Q", hue=1, display_name="<b>Q", is_active=True, get_absolute_url=lambda: "/q/"
    )
    run = Row("run", author=author, at=timezone.now(), folded="<b>why", lines=[line, gone])

    drawn = fast("lines", rows=[run, Row("day", text="<b>day")], changed=[line], quote_url="?q=")

    assert "<b>" not in drawn
    assert drawn.count("<p>Said.</p>") == 2
    assert drawn.count('id="line-7"') == 2
    assert drawn.count('hx-swap-oob="true"') == 1
    for words in (
        "?q=7#write",
        "/edit/",
        "/delete/",
        "/report/",
        "/hide/",
        "/pause/",
        "&lt;b&gt;gone",
    ):
        assert words in drawn
