"""The tags of one topic."""

from django.urls import reverse

from forums.models import Tag, Topic


def test_its_author_changes_them_and_visitors_see_it(client, make_topic):
    for name in ("sleep", "exams"):
        Tag.objects.create(name=name)
    topic = make_topic(tags=["exams"])
    address = reverse("forums:topic_tags", args=[topic.pk])
    assert "#exams" in client.get(topic.get_absolute_url()).text
    client.force_login(topic.author)
    assert address in client.get(topic.get_absolute_url()).text

    client.post(address, {"tags": "Sleep"})

    assert Topic.objects.get(pk=topic.pk).tag_names == ["sleep"]
    client.logout()
    page = client.get(topic.get_absolute_url()).text
    assert ("#sleep" in page, "#exams" in page) == (True, False)


def test_six_are_too_many_and_what_was_typed_stays(client, make_topic):
    topic = make_topic()
    client.force_login(topic.author)

    page = client.post(reverse("forums:topic_tags", args=[topic.pk]), {"tags": "a,b,c,d,e,f"})

    assert page.status_code == 422
    assert "Five fit." in page.text
    assert "a,b,c,d,e,f" in page.text


def test_a_new_topic_takes_them_along(client, make_category, stranger):
    Tag.objects.create(name="exams")
    category = make_category()
    client.force_login(stranger)

    client.post(
        reverse("forums:topic_new", args=[category.slug]),
        {"kind": "discussion", "title": "A title", "body": "Words.", "tags": "exams, brand-new"},
    )

    topic = Topic.objects.get()
    assert topic.tag_names == ["exams"]
    assert topic.tag_suggestions.get().name == "brand-new"
