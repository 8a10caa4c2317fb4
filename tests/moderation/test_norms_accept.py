import pytest
from django.urls import reverse

from moderation.actions import publish_norms
from moderation.models import Norm
from peersupport.activity.models import Activity

ACCEPT = reverse("moderation:norms_accept")


@pytest.fixture
def newcomer(make_member):
    return make_member(norms_version=0)


def test_shows_the_norms_and_remembers_where_one_was_going(client, newcomer):
    client.force_login(newcomer)

    response = client.get(ACCEPT, {"next": "/forums/", "nonsense": "1"})

    assert response.status_code == 200
    assert "Be kind." in response.text
    assert 'name="next" value="/forums/"' in response.text


def test_remembers_that_a_member_agreed(client, newcomer):
    client.force_login(newcomer)

    response = client.post(ACCEPT, {"agree": "on", "next": "/forums/"})

    newcomer.refresh_from_db()
    assert (response.status_code, response.url) == (302, "/forums/")
    assert newcomer.norms_version == 1
    assert Activity.objects.of("moderation.norms_accepted").by(newcomer).exists()


@pytest.mark.parametrize("data", [{}, {"agree": ""}, {"agree": "false"}])
def test_asks_again_without_the_tick(client, newcomer, data):
    client.force_login(newcomer)

    response = client.post(ACCEPT, data | {"next": "/forums/"})

    newcomer.refresh_from_db()
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert "Tick the box if you agree." in response.text
    assert 'name="next" value="/forums/"' in response.text
    assert newcomer.norms_version == 0


def test_asks_for_the_next_version_too(client, stranger):
    publish_norms(
        Norm.objects.create(version=2, title="New", body="Be **kinder**.", html="",
                            summary_of_changes="Kinder."),
        by=None,
    )  # fmt: skip
    client.force_login(stranger)

    response = client.get(ACCEPT)
    assert "They have changed since you agreed." in response.text
    assert "Kinder." in response.text
    client.post(ACCEPT, {"agree": "on", "version": "99"})

    stranger.refresh_from_db()
    assert stranger.norms_version == 2


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "http:evil.example",
        "/%09/evil.example", "evil.example", "/\n/evil.example", " //evil.example", "\x00",
        "http:///evil.example", "https:evil.example", "//evil.example\\@testserver",
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["get", "post"])
def test_stays_on_this_site(client, newcomer, address, how):
    client.force_login(newcomer)

    if how == "get":
        response = client.post(ACCEPT, {"agree": "on"}, query_params={"next": address})
    else:
        response = client.post(ACCEPT, {"agree": "on", "next": address})

    assert response.status_code == 302
    assert response.url == "/" or response.url.startswith("/%09/")


def test_asks_visitors_to_log_in(client, norms):
    assert client.post(ACCEPT, {"agree": "on"}).url.startswith(reverse("account_login"))


def test_does_not_exist_before_any_were_published(client, newcomer):
    Norm.objects.all().delete()
    client.force_login(newcomer)

    assert client.get(ACCEPT).status_code == 404
