import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone

from peersupport.core.templatetags import ui


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-30), "just now"), (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"), (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"), (timedelta(hours=23, minutes=59), "23 h ago"),
    ],
)  # fmt: skip
def test_says_how_long_ago_something_was(passed, words):
    assert ui.ago(timezone.now() - passed) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 22, 11, tzinfo=UTC), "yesterday"),
        (datetime(2026, 11, 22, 0, 1, tzinfo=UTC), "yesterday"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "2 days ago"),
        (datetime(2026, 11, 16, 12, tzinfo=UTC), "7 days ago"),
        (datetime(2026, 11, 15, 12, tzinfo=UTC), "15 November"),
        (datetime(2025, 12, 31, 12, tzinfo=UTC), "31 December 2025"),
    ],
)
def test_says_the_date_after_a_week(moment, words):
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert ui._relative(moment, now, UTC) == words


def test_counts_days_where_the_reader_is():
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    moment = datetime(2026, 11, 21, 20, tzinfo=UTC)

    assert ui._relative(moment, now, UTC) == "2 days ago"
    assert ui._relative(moment, now, zoneinfo.ZoneInfo("Pacific/Auckland")) == "2 days ago"
    assert ui._relative(moment, now, zoneinfo.ZoneInfo("Asia/Tokyo")) == "yesterday"


def test_shows_a_moment_for_machines_and_in_full():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    with timezone.override(zoneinfo.ZoneInfo("Europe/Berlin")):
        tag = ui.when(moment)
        full = ui.full_time(moment)

    assert 'datetime="2026-07-01T22:30:00+00:00"' in tag
    assert 'title="Thursday 2 July 2026, 00:30 CEST"' in tag
    assert full == "Thursday 2 July 2026, 00:30 CEST"


@pytest.mark.parametrize("function", [ui.ago, ui.when, ui.full_time])
def test_says_nothing_of_no_moment(function):
    assert function(None) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (None, "0"), (0, "0"), (999, "999"), (1000, "1k"), (1049, "1k"), (1100, "1.1k"),
        (1299, "1.2k"), (9999, "9.9k"), (10_000, "10k"), (12_999, "12k"), (999_999, "999k"),
        (1_000_000, "1m"), (3_400_000, "3.4m"), (99_999_999, "99m"),
    ],
)  # fmt: skip
def test_shortens_numbers_without_promising_more(number, words):
    assert ui.compact(number) == words


@pytest.mark.parametrize(("number", "words"), [(None, "0"), (999, "999"), (1204, "1,204")])
def test_separates_thousands(number, words):
    assert ui.grouped(number) == words


@pytest.mark.parametrize(("number", "words"), [(None, "0"), (99, "99"), (100, "99+")])
def test_caps_the_number_of_a_badge(number, words):
    assert ui.capped(number) == words


@pytest.mark.parametrize(
    ("current", "last", "numbers"),
    [
        (1, 1, [1]), (1, 2, [1, 2]), (1, 3, [1, 2, 3]), (1, 4, [1, 2, 3, 4]),
        (1, 5, [1, 2, None, 5]), (3, 5, [1, 2, 3, 4, 5]), (4, 8, [1, 2, 3, 4, 5, None, 8]),
        (5, 23, [1, None, 4, 5, 6, None, 23]), (23, 23, [1, None, 22, 23]),
    ],
)  # fmt: skip
def test_links_first_last_and_neighbours(current, last, numbers):
    assert ui.page_numbers(current, last) == numbers


def test_draws_an_icon_that_is_silent():
    assert 'class="i i-flip"' in render('{% icon "caret-right" "i-flip" %}')
    assert 'aria-hidden="true"' in render('{% icon "bell" %}')
    assert "&lt;" in render("{% icon name %}", name="<x>")
    assert render('{% icon "" %}') == ""
    with pytest.raises(TemplateSyntaxError):
        Template("{% icon %}")


def test_draws_an_avatar_and_escapes_it():
    class Somebody:
        initials, hue = "<A", 3

    assert "&lt;A" in ui.avatar(Somebody(), "lg")
    assert 'class="av h3 av-lg"' in ui.avatar(Somebody(), "lg")
    assert 'class="av h6"' in ui.avatar(None)


@pytest.mark.parametrize(("value", "css"), [(3, "h3"), ("h2", "h2"), (None, "h6"), ("", "h6")])
def test_turns_a_hue_into_its_class(value, css):
    assert ui.hue(value) == css


def test_ties_a_control_to_its_hint_and_error():
    class Form(forms.Form):
        name = forms.CharField(help_text="Any name.")

    wrong = render("{% control field %}", field=Form({})["name"])
    fresh = render('{% control field "input" placeholder="Here" %}', field=Form()["name"])

    assert 'aria-describedby="id_name_hint id_name_error"' in wrong
    assert 'aria-invalid="true"' in wrong
    assert 'aria-describedby="id_name_hint"' in fresh
    assert 'placeholder="Here"' in fresh
    assert "aria-invalid" not in fresh
