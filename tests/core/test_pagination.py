from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forums.models import Topic
from peersupport.core.pagination import encode_cursor, keyed_page, parse_cursor


@trials(deadline=None)
@given(
    st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),
    st.integers(0, 2**63 - 1),
)
def test_a_cursor_comes_back_as_it_was(at, pk):
    cursor = parse_cursor(encode_cursor(at, pk))

    assert cursor == (at, pk) or len(encode_cursor(at, pk)) > 37


@pytest.mark.parametrize(
    "text",
    [None, "", "-", "1", "1-", "-1", "a-b", "1-b", "1.5-2", "1-2-3", "٣-٣", "²-1", "1 -2",
     "9" * 40 + "-1", "9" * 30 + "-1", "1-" + "9" * 40, "\x00-1"],
)  # fmt: skip
def test_anything_else_is_no_cursor(text):
    assert parse_cursor(text) is None


@trials(deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_too_much(text):
    parse_cursor(text)


def test_a_number_too_large_for_a_row_is_a_row_that_cannot_be():
    assert parse_cursor(f"1-{'9' * 30}")[1] == 2**63 - 1


@pytest.fixture
def topics(make_topic):
    at = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(7):
        topic = make_topic(title=str(number))
        # Pairs share their time: the id decides.
        Topic.objects.filter(pk=topic.pk).update(last_post_at=at + timedelta(hours=number // 2))
    return Topic.objects.for_listing()


def titles(page):
    return "".join(row.title for row in page.rows)


def test_walks_to_the_end_and_back(topics):
    first = keyed_page(topics, {}, 3)
    second = keyed_page(topics, {"before": first.older}, 3)
    third = keyed_page(topics, {"before": second.older}, 3)
    back = keyed_page(topics, {"after": third.newer}, 3)
    start = keyed_page(topics, {"after": back.newer}, 3)

    assert [titles(page) for page in (first, second, third)] == ["654", "321", "0"]
    assert (first.newer, third.older) == ("", "")
    assert titles(back) == "321"
    assert (titles(start), start.newer) == ("654", "")


def test_shows_the_first_page_when_everything_fits(topics):
    page = keyed_page(topics, {}, 7)

    assert (titles(page), page.newer, page.older) == ("6543210", "", "")


def test_is_empty_beyond_the_ends(topics):
    page = keyed_page(topics, {"before": "0-0"}, 3)

    assert (page.rows, page.newer, page.older) == ([], "", "")
    assert keyed_page(topics, {"after": f"{10**17}-1"}, 3).rows == []
    assert keyed_page(topics.none(), {}, 3).rows == []


def test_stays_where_it_is_when_something_new_comes(topics, make_topic):
    first = keyed_page(topics, {}, 3)
    make_topic(title="x")

    assert titles(keyed_page(topics.all(), {"before": first.older}, 3)) == "321"
