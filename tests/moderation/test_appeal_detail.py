"""The page of one appeal, and that there is no way around to it for who decided."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from moderation import rules
from moderation.models import Appeal, ReviewItem
from peersupport.activity.models import Activity
from peersupport.members.models import Member, Role
from tests.conftest import with_factor

ROUTES = [
    "appeal_detail", "appeal_take", "appeal_release", "appeal_say", "appeal_answer", "appeal_withdraw",
]  # fmt: skip
SENT = {"text": "Mine.", "outcome": "kept", "reasons": "Mine."}


def test_shows_the_thread_the_decision_and_its_maker(client, taken_appeal, reviewer, moderator):
    client.force_login(reviewer)

    text = client.get(taken_appeal.get_absolute_url()).text

    for words in ("I said sorry.", "You called somebody useless.", moderator.display_name):
        assert words in text
    assert "End the pause now, instead of on" in text
    assert "Take back the strike" in text
    assert "2 reports" in text
    assert "stranger" not in text.casefold()
    assert "asker" not in text.casefold()


def test_offers_the_answer_to_who_took_it_alone(client, taken_appeal, reviewer, administrator):
    page = taken_appeal.get_absolute_url()
    client.force_login(administrator)
    assert "Send the answer" not in client.get(page).text

    client.force_login(reviewer)
    assert "Send the answer" in client.get(page).text


def test_a_look_at_something_private_is_on_record(client, taken_appeal, reviewer):
    ReviewItem.objects.update(is_private=True)
    client.force_login(reviewer)

    client.get(taken_appeal.get_absolute_url())  # the statement names what it is about

    assert Activity.objects.get(verb="moderation.private_read").actor == reviewer


@pytest.mark.parametrize("who", ["moderator", "stranger", "helper"])  # decided, reported, appealed
def test_no_role_leads_who_had_a_part_to_any_of_it(client, request, taken_appeal, settings, who):
    person = request.getfixturevalue(who)
    settings.APPEAL_REVIEWERS = [person.handle]
    own = {"appeal_say", "appeal_withdraw"} if who == "helper" else set()
    before = (Appeal.objects.values().get(), taken_appeal.words.count())

    for role in (Role.NONE, Role.MODERATOR, Role.ORGANISER, Role.ADMINISTRATOR):
        Member.objects.filter(pk=person.pk).update(
            role=role, is_superuser=role == Role.ADMINISTRATOR, second_factor_at=person.joined_at
        )
        client.force_login(Member.objects.get(pk=person.pk))
        for route in set(ROUTES) - own:
            address = reverse(f"moderation:{route}", args=[taken_appeal.pk])
            statuses = [client.get(address).status_code, client.post(address, SENT).status_code]
            assert statuses == [404 if route == "appeal_detail" else 405, 404], (role, route)
        assert client.put(taken_appeal.get_absolute_url()).status_code == 404

    assert (Appeal.objects.values().get(), taken_appeal.words.count()) == before


def test_the_admin_has_no_page_of_appeals(client, taken_appeal, administrator):
    names = [
        name
        for name in get_resolver().namespace_dict["admin"][1].reverse_dict
        if isinstance(name, str)
    ]
    assert [name for name in names if "appeal" in name or "sanction" in name] == []
    with pytest.raises(NoReverseMatch):
        reverse("admin:moderation_appeal_change", args=[taken_appeal.pk])


def test_who_moderates_the_place_without_a_role_answers_none(
    client, taken_appeal, make_member, monkeypatch
):
    facilitator, item = with_factor(make_member()), taken_appeal.decision.item
    place = item.place
    monkeypatch.setattr("moderation.registry._edges", [lambda member: {type(place): {place.pk}}])
    assert rules.can_decide(facilitator, item)
    client.force_login(facilitator)

    assert client.get(taken_appeal.get_absolute_url()).status_code == 404


def test_costs_a_constant_number_of_statements(
    client, taken_appeal, reviewer, django_assert_max_num_queries
):
    client.force_login(reviewer)
    client.get(taken_appeal.get_absolute_url())

    with django_assert_max_num_queries(20):
        client.get(taken_appeal.get_absolute_url())
