import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from peersupport.core.names import (
    clean_display_name,
    handle_from,
    handle_key,
    initials,
    validate_handle,
)


@pytest.mark.parametrize("handle", ["abc", "night-owl", "a_b", "0ab", "a" * 30, "a--b", "x1y"])
def test_takes_plain_handles(handle):
    validate_handle(handle)


@pytest.mark.parametrize(
    "handle",
    ["", "ab", "a" * 31, "-abc", "abc-", "_abc", "Abc", "a b", "a.b", "zoë", "аbc", "a​b",
     "abc\n", "a/b", "@abc", "admin", "adm1n", "a-d-m-i-n", "rnoderator", "5taff", "supp0rt",
     "everyone", "he1p"],
)  # fmt: skip
def test_refuses_others_and_words_that_speak_for_the_site(handle):
    with pytest.raises(ValidationError):
        validate_handle(handle)


@pytest.mark.parametrize(
    ("one", "other"),
    [("paypal", "paypa1"), ("night-owl", "nightowl"), ("night_owl", "n-i-g-h-t-owl"), ("modern", "modem"),
     ("wow", "vvow"), ("bill", "b1ll"), ("lilly", "l1lly"), ("oscar", "0scar"), ("sam", "5am"),
     ("bob", "8ob"), ("zoe", "2oe"), ("abc", "ABC"), ("ill", "lll")],
)  # fmt: skip
def test_takes_look_alikes_for_the_same(one, other):
    assert handle_key(one) == handle_key(other)


@pytest.mark.parametrize(("one", "other"), [("anna", "hanna"), ("ann", "anm"), ("abc", "abd")])
def test_tells_different_ones_apart(one, other):
    assert handle_key(one) != handle_key(other)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada", "Ada"), ("  Ada \t\n Lovelace ", "Ada Lovelace"), ("A\u202eda", "Ada"),
        ("\u2066Ada\u2069", "Ada"), ("A\u200bda", "Ada"), ("\ufeffAda", "Ada"), ("Ad\x00a", "Ada"),
        ("e\u0301ve", "\u00e9ve"), ("\u200b\u202e", ""), ("\u200d", ""), ("   ", ""),
        ("لیلا چراغ\u200cدان", "لیلا چراغ\u200cدان"), ("👩\u200d🎓", "👩\u200d🎓"),
        ("\ue000x", "x"), ("<b>Ada</b>", "<b>Ada</b>"), ("A\u00adda", "Ada"),
    ],
)  # fmt: skip
def test_keeps_of_a_name_what_can_be_read(typed, kept):
    assert clean_display_name(typed) == kept


@trials(deadline=None)
@given(st.text(max_size=80))
def test_cleans_any_name_once_and_for_all(text):
    name = clean_display_name(text)

    assert clean_display_name(name) == name
    assert not set(name) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\x00\n")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada", "A"), ("ada lovelace", "AL"), ("Ada B. C. King", "AK"), ("", "?"), ("🎓", "?"),
     ("🎓 Ada", "A"), ("日本 花子", "日花"), ("ßeta", "SS"), ("(Ada) Byron", "B"), ("3 Cats", "3C")],
)  # fmt: skip
def test_takes_one_or_two_letters_for_an_avatar(name, letters):
    assert initials(name) == letters


@trials(deadline=None)
@given(st.text(max_size=60))
def test_takes_letters_of_any_name(name):
    assert 1 <= len(initials(name)) <= 2


def test_finds_a_free_handle_close_to_a_name():
    taken = set()

    handles = [handle_from(name, taken) for name in ["Zoë Ünal", "zoe unal", "Z0e-Una1", "Zoe"]]

    assert handles == ["zoe-unal", "zoe-unal-n2", "z0e-una1-n3", "zoe"]


@pytest.mark.parametrize("name", ["", "日本語", "ab", "Admin", "m0derator", "!!!", "x" * 99, "-"])
def test_finds_a_handle_for_any_name(name):
    taken = set()

    handles = {handle_from(name, taken) for _ in range(3)}

    assert len(handles) == len(taken) == 3
    for handle in handles:
        validate_handle(handle)


@trials(deadline=None)
@given(st.text(max_size=40), st.sets(st.text(max_size=10), max_size=5))
def test_never_finds_a_taken_one(name, others):
    taken = {handle_key(other) for other in others}
    before = set(taken)

    handle = handle_from(name, taken)

    assert handle_key(handle) not in before
    assert taken == before | {handle_key(handle)}
