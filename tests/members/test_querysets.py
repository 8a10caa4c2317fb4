import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from peersupport.members.models import Member


@pytest.mark.parametrize(
    ("fields", "visible", "reachable"),
    [
        ({}, True, True),
        ({"is_active": False}, False, False),
        ({"claimed_at": None}, True, False),
        ({"norms_version": 0}, True, True),
    ],
)
def test_who_is_seen_and_who_is_told(make_member, fields, visible, reachable):
    member = make_member(**fields)

    for reader in (AnonymousUser(), member):
        assert Member.objects.visible_to(reader).filter(pk=member.pk).exists() == visible
    assert Member.objects.reachable().filter(pk=member.pk).exists() == reachable


def test_imported_people_without_an_address_are_not_told(make_member):
    member = make_member()
    Member.objects.filter(pk=member.pk).update(email=None, claimed_at=None)

    assert not Member.objects.reachable().exists()


@pytest.mark.parametrize(
    "other",
    [{"handle": "same-name"}, {"handle_key": "samename"}, {"email": "one@example.org"},
     {"email": None}],
)  # fmt: skip
def test_two_members_share_no_name_and_the_claimed_have_an_address(db, other):
    first = {"handle": "same-name", "handle_key": "samename", "email": "one@example.org"}
    second = {"handle": "other", "handle_key": "other", "email": "two@example.org"}
    Member.objects.create(**first, display_name="One")

    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(**(second | other), display_name="Two")


def test_addresses_are_folded(db):
    member = Member.objects.create_user("Ada@Example.ORG", "x", handle="ada-l", handle_key="adal")

    assert member.email == "ada@example.org"
    assert Member.objects.get_by_natural_key("ADA@example.org") == member


def test_a_superuser_is_an_administrator(db):
    member = Member.objects.create_superuser("a@example.org", "x", handle="abc", handle_key="abc")

    assert (member.role, member.is_staff, member.is_superuser) == ("administrator", True, True)
