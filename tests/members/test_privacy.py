import pytest
from django.urls import reverse

from peersupport.members.actions import publish_policy

PAGE = reverse("members:privacy")


def test_is_open_to_everybody(client, stranger, policies):
    for _ in range(2):
        response = client.get(PAGE, {"nonsense": "1"})
        assert response.status_code == 200
        assert "<h1>Privacy notice</h1>" in response.text
        assert "My privacy text." in response.text
        client.force_login(stranger)


def test_changes_nothing_when_posted_to(client, policies):
    assert client.post(PAGE, {"title": "x"}).status_code in {200, 405}


def test_does_not_exist_before_any_was_published(client, db):
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("versions", [1, 6])
def test_costs_the_same_for_any_number_of_versions(
    client, policies, versions, django_assert_num_queries
):
    for number in range(versions):
        publish_policy("privacy", body=f"Text {number}", is_major=False, changes="Small.")

    with django_assert_num_queries(2):
        client.get(PAGE)
