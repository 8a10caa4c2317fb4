import pytest
from django.core.management import call_command

from peersupport.core.encryption import Unreadable, new_key, read_ring
from peersupport.members.actions import check_code, new_recovery_codes, replace_recovery_codes
from peersupport.members.models import Authenticator, Role


def test_every_seed_is_sealed_with_the_newest_key_and_still_the_same(make_member, settings):
    members = [make_member(role=Role.MODERATOR) for _ in range(3)]
    seeds = {a.user_id: a.seed for a in Authenticator.objects.all()}
    newer = read_ring(f"2:{new_key()}")
    settings.FIELD_KEYS = settings.FIELD_KEYS | newer

    call_command("rotate_keys", verbosity=0)

    settings.FIELD_KEYS = newer  # the old one may go
    assert {a.user_id: a.seed for a in Authenticator.objects.all()} == seeds
    assert len(seeds) == len(members)


def test_a_lost_key_changes_nothing(make_member, settings):
    make_member(role=Role.MODERATOR)
    before = [bytes(a.sealed_seed) for a in Authenticator.objects.all()]
    settings.FIELD_KEYS = read_ring(f"2:{new_key()}")

    with pytest.raises(Unreadable):
        call_command("rotate_keys", verbosity=0)

    assert [bytes(a.sealed_seed) for a in Authenticator.objects.all()] == before


def test_codes_made_with_an_older_key_still_count(make_member, settings):
    member = make_member(role=Role.MODERATOR)
    codes = new_recovery_codes()
    replace_recovery_codes(member, codes=codes)
    settings.FIELD_KEYS = settings.FIELD_KEYS | read_ring(f"2:{new_key()}")

    assert check_code(member, codes[0]) is not None
    assert check_code(member, codes[0]) is None
