import time

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from peersupport.core.diff import MOST_WORDS, changes

TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(["one", "two", " ", "\n", ".", "drei", "!", "\r\n", "é"]), max_size=40
).map("".join)


def joined(runs, without):
    return "".join(text for kind, text in runs if kind != without)


@trials(deadline=None)
@given(TEXTS, TEXTS)
def test_leads_from_one_text_to_the_other(before, after):
    runs = changes(before, after)

    assert joined(runs, "removed") == after
    assert joined(runs, "added") == before
    assert {kind for kind, _ in runs} <= {"same", "added", "removed"}
    assert all(text for _, text in runs)


@trials(deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_finds_nothing_between_equal_texts(text):
    assert changes(text, text) == [("same", text)]


def test_compares_word_by_word():
    assert changes("I cannot sleep.", "I can sleep well.") == [
        ("same", "I "), ("removed", "cannot"), ("added", "can"), ("same", " sleep"),
        ("added", " well"), ("same", "."),
    ]  # fmt: skip


def test_finds_nothing_in_nothing():
    assert changes("", "") == []


@pytest.mark.parametrize(
    "texts", [("word " * 6_000, "other " * 5_000), ("a\n" * 15_000, "b" * 30_000)]
)
def test_compares_long_texts_by_lines_in_time(texts):
    before, after = texts
    assert len(before) + len(after) > MOST_WORDS * 5
    started = time.process_time()

    runs = changes(before, after)

    assert time.process_time() - started < 3
    assert joined(runs, "removed") == after
    assert joined(runs, "added") == before


def test_compares_as_long_texts_by_words_in_time():
    before, after = "ab " * 4_900, "ba cd " * 2_500
    started = time.process_time()

    runs = changes(before, after)

    assert time.process_time() - started < 5
    assert joined(runs, "removed") == after
