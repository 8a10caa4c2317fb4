from datetime import date

import pytest
from django.urls import reverse

from moderation.actions import publish_month
from moderation.views.trend import chart_of
from peersupport.demo.reports import month_of

OCTOBER = date(2026, 10, 1)

PAGE = reverse("moderation:transparency")


@pytest.fixture
def october(db):
    return publish_month(OCTOBER, month_of(7))


def test_is_for_everybody_and_says_when_there_is_nothing_yet(client, db):
    text = client.get(PAGE).text

    assert "The first month appears here a week after its end." in text


def test_shows_a_month_and_why_some_of_it_is_not_shown(
    client, october, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        text = client.get(PAGE).text

    for words in (
        "October 2026. What was reported", "Reports by norm", "Kindness", "How long it took",
        "Decisions and appeals", "None. There is no way to make one.", "definitions version 1",
        "not shown, fewer than 10 people", "<caption", "How these numbers are made",
    ):  # fmt: skip
        assert words in text
    privacy = text.partition(">Privacy<")[2].partition("</tr>")[0]
    assert privacy.count("–") == 4
    assert not any(character.isdigit() for character in privacy.replace("10 people", ""))


def test_months_are_chosen_by_their_address(client, october):
    publish_month(OCTOBER.replace(month=9), month_of(8))

    text = client.get(PAGE, {"month": "2026-09"}).text
    assert "September 2026. What was reported" in text
    assert '<option value="2026-10"' in text
    assert '<svg class="chart"' not in text  # one month is no line
    drawn = client.get(PAGE).text.partition('<svg class="chart"')[2].partition("</svg>")[0]
    assert drawn.count("<circle") == 2
    assert "September 2026: " in drawn
    assert "October 2026. What was reported" in client.get(PAGE).text
    for month in ("2026-08", "2026-13", "nonsense", "2026-10-01", ""):
        assert client.get(PAGE, {"month": month}).status_code == 404


def test_a_line_begins_at_zero_and_is_broken_where_a_month_is_not_shown():
    months = [date(2026, number, 1) for number in (6, 7, 8, 9)]

    chart = chart_of(list(zip(months, [60, None, 30, 45], strict=True)))

    assert chart.grid[0].text == "0 min"
    assert chart.grid[-1].text == "1 h"
    assert chart.path.count("M") == 2
    assert chart.points[0].y < chart.points[2].y < chart.points[1].y < chart.floor
    assert chart_of([(months[0], 60), (months[1], None)]) is None
