import base64
import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from peersupport.core.encryption import (
    KEY_BYTES,
    NONCE_BYTES,
    Unreadable,
    current_key,
    is_current,
    new_key,
    read_ring,
    seal,
    unseal,
)
from peersupport.members.actions import check_code, new_recovery_codes, new_seed
from peersupport.members.models import Authenticator, Session, seed_of
from peersupport.members.views.security import PENDING
from tests.conftest import SignedIn
from tests.members import door

ONE, TWO, THREE = (bytes([number]) * KEY_BYTES for number in (1, 2, 3))
ROW = "members.authenticator:1"


@pytest.fixture
def ring(settings):
    """The keys of this site, for a test to change."""
    settings.FIELD_KEYS = {1: ONE}

    def change(keys):
        settings.FIELD_KEYS = keys

    return change


# ── one value ───────────────────────────────────────────────────────────────────────────────


@trials(deadline=None)
@given(st.binary(max_size=200), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_opens_what_it_sealed(plain, row):
    assert unseal(seal(plain, bound_to=row), bound_to=row) == plain


@trials(deadline=None)
@given(st.binary(min_size=6, max_size=200))
def test_nothing_of_the_plain_text_is_in_the_sealed_value(plain):
    sealed = seal(plain, bound_to=ROW)

    parts = {plain[at : at + 6] for at in range(len(plain) - 5)}
    assert not [part for part in parts if part in sealed]


def test_holds_key_number_nonce_text_and_tag(ring):
    ring({1: ONE, 7: TWO})

    sealed = seal(b"secret", bound_to=ROW)

    assert sealed[0] == 7
    assert len(sealed) == 1 + NONCE_BYTES + len(b"secret") + 16


def test_no_nonce_comes_twice():
    sealed = [seal(b"secret", bound_to=ROW) for _ in range(500)]

    assert len({value[1 : 1 + NONCE_BYTES] for value in sealed}) == 500
    assert len({value[1 + NONCE_BYTES :] for value in sealed}) == 500


@pytest.mark.parametrize(
    "other",
    ["", "members.authenticator:2", "members.authenticator:11", "members.pending:1", ROW + " "],
)
def test_opens_for_its_own_row_alone(other):
    sealed = seal(b"secret", bound_to=ROW)

    with pytest.raises(Unreadable, match="sealed for another row, or changed"):
        unseal(sealed, bound_to=other)


def test_every_changed_bit_is_refused():
    sealed = seal(b"secret", bound_to=ROW)

    for at in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Unreadable):
            unseal(bytes(changed), bound_to=ROW)


@pytest.mark.parametrize("length", [0, 1, 5, 12, 13, 14, 28, 34])
def test_a_part_is_refused(length):
    sealed = seal(b"secret", bound_to=ROW)
    assert length < len(sealed)

    with pytest.raises(Unreadable):
        unseal(sealed[:length], bound_to=ROW)


@trials(deadline=None)
@given(st.binary(max_size=80))
def test_what_was_never_sealed_is_refused(noise):
    with pytest.raises(Unreadable):
        unseal(noise, bound_to=ROW)


def test_opens_what_the_database_hands_back():
    sealed = seal(b"secret", bound_to=ROW)

    assert unseal(memoryview(sealed), bound_to=ROW) == b"secret"


# ── the ring ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keys", [{1: ONE, 2: TWO, 3: THREE}, {3: THREE, 2: TWO, 1: ONE}])
def test_the_highest_number_seals_and_older_ones_open(ring, keys):
    old = seal(b"old", bound_to=ROW)

    ring(keys)

    assert current_key() == (3, THREE)
    new = seal(b"new", bound_to=ROW)
    assert new[0] == 3
    assert unseal(old, bound_to=ROW) == b"old"
    assert unseal(new, bound_to=ROW) == b"new"
    assert (is_current(old), is_current(new)) == (False, True)


def test_a_lost_key_opens_nothing(ring):
    sealed = seal(b"secret", bound_to=ROW)

    ring({2: TWO})

    with pytest.raises(Unreadable, match="its key is not in the ring"):
        unseal(sealed, bound_to=ROW)


def test_another_key_of_the_same_number_opens_nothing(ring):
    sealed = seal(b"secret", bound_to=ROW)

    ring({1: TWO})

    with pytest.raises(Unreadable):
        unseal(sealed, bound_to=ROW)


def test_an_old_key_may_go_once_nothing_needs_it(ring):
    ring({1: ONE, 2: TWO})
    sealed = seal(b"secret", bound_to=ROW)

    ring({2: TWO})

    assert unseal(sealed, bound_to=ROW) == b"secret"


# ── the ring's file ─────────────────────────────────────────────────────────────────────────


def encoded(key):
    return base64.b64encode(key).decode()


@pytest.mark.parametrize("between", [",", "\n", ", ", " ,\n", ",,\n\n"])
def test_reads_keys_by_number(between):
    text = between.join([f"1:{encoded(ONE)}", f"255:{encoded(TWO)}"])

    assert read_ring(text) == {1: ONE, 255: TWO}
    assert read_ring(f"\n{text}\n") == {1: ONE, 255: TWO}


def test_reads_a_key_it_made():
    made = {new_key() for _ in range(20)}

    assert len(made) == 20
    for text in made:
        assert len(read_ring(f"1:{text}")[1]) == KEY_BYTES


@pytest.mark.parametrize(
    "item",
    ["KEY", "1", "1:", ":KEY", "0:KEY", "256:KEY", "-1:KEY", "1.5:KEY", "x:KEY", "²:KEY", "1=KEY",
     "1:KEY:KEY", "1:not base64!", f"1:{encoded(ONE[:31])}", f"1:{encoded(ONE + b'x')}",
     "1:" + ONE.hex(), "1:é"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", f"9:{encoded(TWO)},"])
def test_a_mistake_is_said_in_clear_words_without_the_key(item, before):
    text = before + item.replace("KEY", encoded(ONE))

    with pytest.raises(ImproperlyConfigured) as error:
        read_ring(text)

    assert "FIELD_KEYS must be keys such as 1:BASE64, with 32 random bytes each" in str(error.value)
    assert encoded(ONE) not in str(error.value)
    assert encoded(TWO) not in str(error.value)


@pytest.mark.parametrize("text", ["", " ", "\n", ",", " , \n,"])
def test_an_empty_ring_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="must hold at least one key"):
        read_ring(text)


# ── in the database ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clock(monkeypatch):
    clock = door.Clock()
    monkeypatch.setattr("django_otp.oath.time", lambda: clock.now)
    return clock


@pytest.fixture
def browser(stranger):
    client = SignedIn()
    door.log_in(client, stranger)
    door.show_password_again(client)
    return client


def everything_stored() -> str:
    """Every row of every table as text, and what the sessions hold once they are unpacked."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        parts = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608
            parts += [row[0] for row in cursor.fetchall()]
    unpacked = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(parts + unpacked)


def forms_of(seed: bytes) -> list[str]:
    """A seed as somebody could have written it down."""
    base32 = base64.b32encode(seed).decode()
    return [base32, base32.lower(), " ".join(re.findall("....", base32)), seed.hex(), encoded(seed),
            encoded(seed).rstrip("="), base64.urlsafe_b64encode(seed).decode()]  # fmt: skip


def found(forms, stored):
    return [form for form in forms if form.casefold() in stored.casefold()]


def test_a_seed_is_stored_nowhere_in_plain(browser, clock):
    phone = door.connect(browser, clock)
    during = everything_stored()
    browser.post(door.CODES, {"stored": "on"})
    after = everything_stored()

    sealed = Authenticator.objects.get().sealed_seed
    assert PENDING in during
    assert bytes(sealed).hex() in after
    for stored in (during, after):
        assert found(forms_of(phone.seed), stored) == []


def test_recovery_codes_are_stored_nowhere_in_plain(browser, clock, stranger):
    door.connect(browser, clock)
    codes = door.codes_on(browser.get(door.CODES).text)
    during = everything_stored()
    browser.post(door.CODES, {"stored": "on"})
    used = check_code(stranger, codes[0])
    after = everything_stored()

    forms = [form for code in codes for form in (code, code.replace("-", ""))]
    forms += [form.encode().hex() for form in forms] + [encoded(form.encode()) for form in forms]
    assert used
    assert len(codes) == 10
    assert stranger.recovery_codes.first().digest in after
    for stored in (during, after):
        assert found(forms, stored) == []


def test_new_codes_that_wait_are_stored_nowhere_in_plain(browser, clock):
    door.connect(browser, clock)
    browser.post(door.CODES, {"stored": "on"})
    browser.post(door.CODES_NEW)
    codes = door.codes_on(browser.get(door.CODES).text)

    stored = everything_stored()

    assert PENDING in stored
    assert len(codes) == 10
    assert found([form for code in codes for form in (code, code.replace("-", ""))], stored) == []


def test_a_search_like_this_finds_what_is_there(stranger):
    type(stranger).objects.filter(pk=stranger.pk).update(about="Code abcd-2345")

    assert found(["ABCD-2345"], everything_stored()) == ["ABCD-2345"]


def test_the_seed_is_not_readable_without_the_key(stranger, ring):
    seed = door.turn_on(stranger)
    stored = stranger.authenticator_set.get()
    assert stored.seed == seed

    ring({2: TWO})

    with pytest.raises(Unreadable):
        _ = stranger.authenticator_set.get().seed


def test_the_seed_of_another_members_row_does_not_open(stranger, helper):
    door.turn_on(stranger)
    door.turn_on(helper)
    theirs = helper.authenticator_set.get().sealed_seed

    stranger.authenticator_set.update(sealed_seed=theirs)

    with pytest.raises(Unreadable):
        _ = stranger.authenticator_set.get().seed
    with pytest.raises(Unreadable):
        check_code(stranger, "000000")


def test_a_row_that_is_given_to_another_member_does_not_open(stranger, helper):
    door.turn_on(stranger)

    Authenticator.objects.update(user=helper)

    with pytest.raises(Unreadable):
        _ = helper.authenticator_set.get().seed


def test_a_recovery_code_that_is_copied_to_another_member_opens_nothing(stranger, helper):
    codes = new_recovery_codes()
    door.turn_on(stranger, codes)
    door.turn_on(helper)

    stranger.recovery_codes.update(member=helper)

    assert check_code(helper, codes[0]) is None


def test_a_recovery_code_is_worth_nothing_without_the_key(stranger, ring):
    codes = new_recovery_codes()
    door.turn_on(stranger, codes)
    seed = stranger.authenticator_set.get().seed

    ring({2: TWO})
    sealed_again = seal(seed, bound_to=seed_of(stranger.pk))
    stranger.authenticator_set.update(sealed_seed=sealed_again)

    assert check_code(stranger, codes[0]) is None


def test_older_codes_and_seeds_count_under_a_new_key(stranger, ring, clock):
    codes = new_recovery_codes()
    phone = door.Phone(door.turn_on(stranger, codes), clock)

    ring({1: ONE, 2: TWO})

    assert check_code(stranger, codes[0])
    assert check_code(stranger, phone.code())
    assert new_seed(stranger)[0] == 2


def test_a_ring_holds_each_number_once():
    with pytest.raises(ImproperlyConfigured, match="two keys with the number 3"):
        read_ring(f"3:{new_key()},3:{new_key()}")
