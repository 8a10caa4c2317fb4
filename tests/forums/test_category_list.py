import pytest
from django.urls import reverse

LIST = reverse("forums:category_list")


def test_shows_children_under_their_parent(client, make_category):
    parent = make_category(name="Courses", position=1)
    make_category(name="Mathematics", parent=parent)
    make_category(name="Coffee corner", description="Small talk.", position=2)

    response = client.get(LIST, {"nonsense": "1"})

    assert response.status_code == 200
    places = [response.text.index(name) for name in ("Courses", "Mathematics", "Coffee corner")]
    assert places == sorted(places)
    assert "Small talk." in response.text


def test_says_so_when_there_is_no_category_yet(client, db):
    assert "Categories will stand here once staff have made them." in client.get(LIST).text


@pytest.mark.parametrize(
    ("see", "names"),
    [(0, ["", "stranger", "moderator"]), (1, ["stranger", "moderator"]), (2, ["moderator"])],
)
def test_hides_categories_a_person_may_not_know_of(client, request, make_category, see, names):
    make_category(name="Inner circle", see=see, read=2, start=2, reply=2)

    for name in ["", "stranger", "moderator"]:
        client.logout()
        if name:
            client.force_login(request.getfixturevalue(name))
        assert ("Inner circle" in client.get(LIST).text) == (name in names)


@pytest.mark.parametrize("categories", [1, 20])
def test_costs_the_same_queries_for_any_number_of_categories(
    client, stranger, make_category, categories, django_assert_max_num_queries
):
    for _ in range(categories):
        make_category(parent=make_category())
    client.force_login(stranger)

    with django_assert_max_num_queries(3):
        client.get(LIST)
