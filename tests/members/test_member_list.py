import pytest
from django.urls import reverse

LIST = reverse("members:member_list")


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def test_shows_only_who_asked_to_be_listed_and_only_what_they_show(signed_in, make_member):
    shown = {"interests": "members", "about": "nobody"}
    make_member(
        display_name="Open Door", listed=True, about="Secret words.", interests=["maths"],
        languages=["sw"], shown_to=shown,
    )  # fmt: skip
    make_member(display_name="Shut Door", interests=["maths"], shown_to=shown)
    make_member(display_name="Gone Door", listed=True, is_active=False)

    text = signed_in.get(LIST).text

    assert "Open Door" in text
    assert '<span class="chip">Maths and numbers</span>' in text
    assert "Secret words." not in text
    assert 'translate"/></svg>Kiswahili' not in text
    assert "Shut Door" not in text
    assert "Gone Door" not in text


def test_finds_people_by_what_they_show_to_members_and_by_nothing_else(signed_in, make_member):
    for name, audience in (("Showing", "members"), ("Hiding", "nobody")):
        make_member(
            display_name=name, listed=True, interests=["maths"], languages=["sw"],
            shown_to={"interests": audience, "languages": audience},
        )  # fmt: skip
    make_member(display_name="Untold", listed=True, interests=["maths"])

    for query, found in (({"about": "maths"}, True), ({"about": "maths", "language": "sw"}, True),
                         ({"about": "writing"}, False), ({"language": "de"}, False)):  # fmt: skip
        text = signed_in.get(LIST, query).text
        assert ("Showing" in text) == found
        assert "Hiding" not in text
        assert "Untold" not in text
    everybody = signed_in.get(LIST, {"about": "nonsense", "language": "\0"}).text
    assert "Hiding" in everybody


def test_pages_by_handle_at_the_same_cost(
    signed_in, make_member, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("peersupport.members.views.people.ON_PAGE", 2)
    for letter in "abcde":
        make_member(handle=f"{letter * 3}-person", display_name=f"Person {letter}", listed=True)

    seen, after = [], ""
    for _page in range(3):
        with django_assert_max_num_queries(4):
            response = signed_in.get(LIST, {"after": after})
        seen += [row.person.display_name[-1] for row in response.context["rows"]]
        after = response.context["next"]

    assert "".join(seen) == "abcde"
    assert after == ""
    assert "These were all." in signed_in.get(LIST, {"after": "zzz\0"}).text
