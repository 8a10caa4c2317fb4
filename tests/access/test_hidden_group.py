"""A hidden group is not there: the same page, the same work, and not a word of it anywhere else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Group
from peersupport.notifications.models import Letter

from .table import CANARY, ROUTES

pytestmark = pytest.mark.django_db

OUTSIDERS = [
    "outsider", "blocked", "asked", "other", "ex_member", "moderator", "organiser", "administrator",
]  # fmt: skip
ON_A_GROUP = [
    name for name, route in ROUTES.items()
    if route.startswith("groups/<slug:slug>/") or name in {"forums:category_detail", "forums:topic_new"}
]  # fmt: skip
LISTS = [
    "/", "/groups/", "/groups/?about=wellbeing", "/groups/?places=1", "/groups/?near=1",
    "/groups/?language=en", "/forums/", "/forums/-/topics/", "/forums/-/topics/?show=unread",
    "/forums/-/topics/?show=waiting", "/forums/-/topics/?show=following", "/notifications/",
    "/settings/profile/", "/admin/", "/admin/groups/group/?needs=somebody",
    "/admin/forums/category/", "/admin/moderation/report/",
]  # fmt: skip


def plain(response, *told):
    """A page without what is new in every answer, and without what was asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    for words in told:
        text = text.replace(words, "")
    return text


@pytest.mark.parametrize("name", ON_A_GROUP)
def test_its_pages_are_those_of_a_missing_one(the_circles, name):
    here = the_circles.address(name, ROUTES[name], "hidden")
    slug = the_circles.groups["hidden"].group.slug
    nowhere = here.replace(slug, "no-such-group")

    for role in OUTSIDERS:
        client = the_circles.client(role)
        client.get("/")  # reads the session, which is kept then
        with CaptureQueriesContext(connection) as asked_here:
            found = client.get(here)
        with CaptureQueriesContext(connection) as asked_nowhere:
            lost = client.get(nowhere)

        assert found.status_code == lost.status_code in {404, 405}, role
        assert plain(found, here, slug) == plain(lost, nowhere, "no-such-group"), role
        assert len(asked_here) == len(asked_nowhere), role


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nothing_of_it_is_on_any_other_page(the_circles, role):
    client = the_circles.client(role)
    profiles = [person.get_absolute_url() for person in the_circles.people.values()]
    texts = {address: client.get(address).text for address in [*LISTS, *profiles]}

    assert [address for address, text in texts.items() if CANARY in text] == []
    name = the_circles.groups["hidden"].group.slug
    assert [address for address, text in texts.items() if name in text] == []


def test_its_members_see_it_on_their_pages(the_circles):
    client = the_circles.client("member")

    assert CANARY in client.get("/groups/").text
    assert CANARY in client.get("/").text
    assert CANARY in client.get(the_circles.people["facilitator"].get_absolute_url()).text


def test_the_directory_counts_without_it(the_circles):
    text = the_circles.client("outsider").get("/groups/").text

    listed = Group.objects.listed().count()
    assert Group.objects.filter(kind=Group.Kind.HIDDEN).exists()
    assert f"{listed} groups" in text


def test_an_administrator_finds_its_name_in_the_admin_and_nothing_else(the_circles):
    client = the_circles.client("administrator")
    listing = reverse("admin:groups_group_changelist")
    group = the_circles.groups["hidden"].group

    page = client.get(reverse("admin:groups_group_change", args=[group.pk])).text

    assert group.name in client.get(listing).text
    assert "Inside" not in page
    assert "Quiet" not in page


def test_no_letter_is_due_to_an_outsider_about_it(the_circles):
    outsiders = [the_circles.people[role] for role in OUTSIDERS]

    assert Letter.objects.filter(recipient__in=outsiders).count() == 0
