import pytest
from django.core.exceptions import ValidationError

from peersupport.members.models import Member, Role, Tier, validate_time_zone


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_takes_time_zones_there_are(name):
    validate_time_zone(name)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "utc "])
def test_refuses_others(name):
    with pytest.raises(ValidationError):
        validate_time_zone(name)


@pytest.mark.parametrize(
    ("role", "tier", "label"),
    [
        (Role.NONE, Tier.NEWCOMER, ""), (Role.NONE, Tier.MEMBER, ""),
        (Role.NONE, Tier.SUPPORTER, "Peer supporter"), (Role.NONE, Tier.MENTOR, "Mentor"),
        (Role.MODERATOR, Tier.MENTOR, "Moderator"), (Role.ORGANISER, Tier.NEWCOMER, "Organiser"),
    ],
)  # fmt: skip
def test_says_beside_a_name_what_somebody_is(role, tier, label):
    assert Member(role=role, tier=tier).role_label == label


def test_gives_everybody_one_of_six_colours_for_good():
    assert {Member(pk=pk).hue for pk in range(1, 100)} == {1, 2, 3, 4, 5, 6}
    assert Member(pk=7).hue == Member(pk=7).hue


@pytest.mark.parametrize("role", Role.values)
def test_staff_is_who_has_a_role(role):
    assert Member(role=role).is_staff == (role != "")
