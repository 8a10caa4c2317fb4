from django.urls import reverse

from forums.models import Tag


def address(tag):
    return reverse("forums:tag_edit", args=[tag.name])


def test_a_moderator_says_what_it_is_for(client, moderator, make_topic):
    tag = Tag.objects.create(name="exams")
    make_topic(tags=["exams"])
    client.force_login(moderator)

    client.post(address(tag), {"description": "Before, during and after."})

    client.logout()
    assert "Before, during and after." in client.get(tag.get_absolute_url()).text


def test_it_merges_into_no_tag_that_is_not_there(client, moderator):
    tag = Tag.objects.create(name="exams")
    client.force_login(moderator)

    page = client.post(address(tag), {"description": "", "into": "nothing"})

    assert page.status_code == 422
    assert "There is no other tag of that name." in page.text
    assert client.post(address(tag), {"into": "exams"}).status_code == 422
