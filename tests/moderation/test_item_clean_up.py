import pytest
from django.urls import reverse

from forums.models import Post
from moderation.models import CleanUp, NormRule
from tests.moderation.conftest import clean


@pytest.fixture
def page(spam):
    return reverse("moderation:item_clean_up", args=[spam[4].pk])


def data(item, **more):
    spam = NormRule.objects.get(key="spam")
    usual = {
        "since_days": "2",
        "step": "ban",
        "norm": spam.pk,
        "facts": "",
        "version": item.version,
    }
    return usual | more


def test_asks_how_far_back_and_hides_it(client, page, spam, moderator):
    client.force_login(moderator)
    assert "Cheap Essays" in client.get(page).text

    response = client.post(page, data(spam[4]))

    done = CleanUp.objects.get()
    assert response.url == reverse("moderation:clean_up_detail", args=[done.pk])
    assert done.decision.facts == NormRule.objects.get(key="spam").sentence
    assert Post.objects.filter(standing="hidden").count() == 4


@pytest.mark.parametrize(
    ("more", "field"),
    [({"since_days": "31"}, "since_days"), ({"norm": "", "facts": "Adverts."}, "norm")],
)
def test_says_what_is_missing(client, page, spam, moderator, more, field):
    client.force_login(moderator)
    response = client.post(page, data(spam[4], **more))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not CleanUp.objects.exists()


def test_tells_who_was_first(client, page, spam, moderator, administrator):
    clean(spam[4], administrator)
    client.force_login(moderator)
    response = client.post(page, data(spam[4]))

    assert response.status_code == 422
    assert "Administrator decided this" in response.text


def test_is_not_there_for_who_moderates_one_place_or_is_concerned(client, page, spam, stranger):
    for person in (spam[0], stranger):
        client.force_login(person)
        assert client.get(page).status_code == 404
