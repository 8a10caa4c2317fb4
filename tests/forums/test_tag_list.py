from django.urls import reverse

from forums.models import Tag

PAGE = reverse("forums:tag_list")


def test_lists_tags_of_public_topics_the_most_used_first(client, make_topic):
    for name in ("rare", "often", "never"):
        Tag.objects.create(name=name)
    make_topic(tags=["rare", "often"])
    make_topic(tags=["often"])

    page = client.get(PAGE)

    assert [tag.name for tag in page.context["tags"]] == ["often", "rare"]
    assert "2 topics" in page.text


def test_says_that_there_are_none(client, db):
    assert "No public conversation has a tag yet" in client.get(PAGE).text
