import pytest
from django.core.management import call_command

from peersupport.members.actions import accept_norms, change_role, name_member, put_norms_in_force
from peersupport.members.models import Member, NormsInForce, Role, current_norms_version


@pytest.mark.parametrize(("has", "version", "gets"), [(0, 1, 1), (1, 3, 3), (3, 1, 3), (2, 2, 2)])
def test_agreeing_never_goes_backwards(make_member, has, version, gets):
    member = make_member(norms_version=has)

    assert accept_norms(member, version=version).norms_version == gets
    assert Member.objects.get(pk=member.pk).norms_version == gets


def test_agreeing_counts_at_once(make_member):
    member = make_member(norms_version=0)
    assert not member.has_accepted_norms

    assert accept_norms(member, version=1).has_accepted_norms


def test_norms_in_force_are_one_row(db):
    assert current_norms_version() == 0
    for version in (1, 2):
        put_norms_in_force(version)
        assert current_norms_version() == version
    assert NormsInForce.objects.count() == 1


def test_names_a_member_without_saving(make_member):
    member = make_member(display_name="Before")

    name_member(member, handle="Night-Owl", display_name=" Night\u202e  Owl ")

    assert (member.handle, member.handle_key, member.display_name) == (
        "night-owl", "nlghtowl", "Night Owl",
    )  # fmt: skip
    assert Member.objects.get(pk=member.pk).display_name == "Before"


@pytest.mark.parametrize("role", Role.values)
def test_a_role_comes_with_its_group_and_goes_with_it(stranger, role):
    call_command("sync_roles", verbosity=0)
    change_role(stranger, role=Role.MODERATOR)

    member = change_role(stranger, role=Role(role))

    member = Member.objects.get(pk=member.pk)
    groups = [group.name for group in member.groups.all()]
    assert (member.role, member.is_staff) == (role, role != "")
    assert member.is_superuser == (role == "administrator")
    assert groups == ([role] if role in {"moderator", "organiser"} else [])
