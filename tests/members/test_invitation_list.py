import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from peersupport.core.exceptions import Refused
from peersupport.members.actions import invite_to_community
from peersupport.members.models import CommunityInvitation, Role
from peersupport.notifications.actions import deliver_next

PAGE = reverse("members:invitation_list")
LINK = {"most_uses": "3", "days": "7"}


@pytest.fixture
def organiser(make_member):
    return make_member(display_name="Organiser", role=Role.ORGANISER)


def test_an_organiser_makes_a_link_which_the_page_shows(client, organiser):
    client.force_login(organiser)

    response = client.post(PAGE, LINK | {"domain": "@Uni.Example"})

    assert (response.status_code, response.url) == (302, PAGE)
    made = CommunityInvitation.objects.get()
    assert (made.made_by, made.domain, made.uses_left) == (organiser, "uni.example", 3)
    assert 6 <= (made.expires_at - timezone.now()).days <= 7
    link = re.search(r"http://[^/\s<]+(/accounts/invitation/[^<\s]+)", client.get(PAGE).text)[1]
    assert client.get(link).status_code == 200


def test_an_address_gets_a_letter_with_a_link_for_one(client, organiser):
    client.force_login(organiser)

    client.post(PAGE, LINK | {"address": "New.Comer@example.org"})

    while deliver_next():
        pass
    assert mail.outbox[-1].to == ["new.comer@example.org"]
    link = re.search(r"http://[^/\s]+(/accounts/invitation/\S+)", mail.outbox[-1].body)[1]
    assert client.get(link).status_code == 200
    assert link not in client.get(PAGE).text  # it is theirs alone
    assert CommunityInvitation.objects.get().uses_left == 1


@pytest.mark.parametrize(
    "wrong", [{"days": "91"}, {"most_uses": "0"}, {"address": "nobody"}, {"domain": "a b"}]
)
def test_says_what_to_mend_and_makes_none(client, organiser, wrong):
    client.force_login(organiser)

    assert client.post(PAGE, LINK | wrong).status_code == 422
    assert not CommunityInvitation.objects.exists()


def test_nobody_else_makes_one(moderator, stranger):
    for member in (moderator, stranger):
        with pytest.raises(Refused):
            invite_to_community(by=member)


def test_nothing_in_the_table_opens_anything(client, organiser):
    client.force_login(organiser)
    client.post(PAGE, LINK)

    row = CommunityInvitation.objects.values().get()
    link = re.search(r"/accounts/invitation/([^<\s]+)/", client.get(PAGE).text)[1]

    assert not any(link in str(value) for value in row.values())
    assert client.get(reverse("members:invitation_detail", args=[row["id"]])).status_code == 404


@pytest.mark.parametrize("rows", [1, 20])
def test_costs_the_same_for_any_number(client, organiser, django_assert_max_num_queries, rows):
    for _ in range(rows):
        invite_to_community(by=organiser)
    client.force_login(organiser)

    with django_assert_max_num_queries(6):
        client.get(PAGE)
