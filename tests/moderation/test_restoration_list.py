from django.urls import reverse

from moderation.actions import ask_restoration

PAGE = reverse("moderation:restoration_list")


def test_lists_what_waits_for_those_who_moderate_there(
    client, restricted, helper, reviewer, make_member, monkeypatch
):
    asked, place = ask_restoration(restricted, by=helper), restricted.item.place
    facilitator, elsewhere = make_member(), make_member()
    edges = {facilitator.pk: {type(place): {place.pk}}, elsewhere.pk: {type(place): {0}}}
    monkeypatch.setattr("moderation.registry._edges", [lambda member: edges.get(member.pk, {})])
    for person, sees in ((reviewer, True), (facilitator, True), (elsewhere, False)):
        client.force_login(person)
        assert (asked.get_absolute_url() in client.get(PAGE).text) is sees
        status = client.get(asked.get_absolute_url()).status_code
        assert status == (200 if sees else 404)


def test_is_there_for_nobody_else(client, restricted, helper, stranger):
    ask_restoration(restricted, by=helper)
    for person in (helper, stranger):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
