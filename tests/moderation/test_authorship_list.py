import pytest
from django.urls import reverse

from moderation.actions import ask_authorship, seal_author
from peersupport.members.models import Role

from .conftest import NAME

PAGE = reverse("moderation:authorship_list")


def test_shows_what_waits_to_who_may_answer(as_staff, asked, administrator):
    text = as_staff(administrator).get(PAGE).text

    waiting = text.split("Waits for your answer")[1].split("All requests")[0]
    assert asked.get_absolute_url() in waiting


def test_one_s_own_is_listed_but_not_to_answer(as_staff, opened, asked, moderator):
    text = as_staff(moderator).get(PAGE).text

    assert "Nothing just now." in text
    assert asked.get_absolute_url() in text
    assert NAME not in text


def test_the_admin_leads_there(as_staff, moderator, make_member):
    link = f'href="{PAGE}"'

    assert link in as_staff(moderator, fresh=False).get(reverse("admin:index")).text
    organiser = make_member(role=Role.ORGANISER)
    assert link not in as_staff(organiser, fresh=False).get(reverse("admin:index")).text


@pytest.mark.parametrize("rows", [1, 12])
def test_costs_the_same_queries_for_any_number_of_requests(
    as_staff, make_topic, author, moderator, administrator, rows, django_assert_num_queries
):
    for _ in range(rows):
        sealed = seal_author(make_topic().posts.get(), author=author)
        ask_authorship(sealed, by=moderator, reason="Why.")
    client = as_staff(administrator)

    with django_assert_num_queries(4):
        client.get(PAGE)
