"""Words that are no tags yet: staff take them up or leave them alone."""

from django.urls import reverse

from forums.models import Tag, TagSuggestion, Topic

PAGE = reverse("forums:tag_suggestions")


def suggest(client, topic, words="sleep, Night Owls"):
    client.force_login(topic.author)
    return client.post(reverse("forums:topic_tags", args=[topic.pk]), {"tags": words}, follow=True)


def test_a_new_word_waits_and_its_author_hears_so(client, make_topic):
    topic = make_topic()

    page = suggest(client, topic)

    assert "These are no tags yet: sleep, night-owls." in page.text
    assert Topic.objects.get(pk=topic.pk).tag_names == []
    assert set(TagSuggestion.objects.values_list("name", flat=True)) == {"sleep", "night-owls"}


def test_taken_up_it_is_a_tag_of_every_topic_it_was_suggested_for(client, make_topic, moderator):
    topics = [make_topic(), make_topic()]
    for topic in topics:
        suggest(client, topic)
    client.force_login(moderator)
    assert "for 2 topics" in client.get(PAGE).text

    client.post(PAGE, {"name": "sleep", "act": "take"})
    client.post(PAGE, {"name": "night-owls", "act": "leave"})

    assert [Topic.objects.get(pk=t.pk).tag_names for t in topics] == [["sleep"], ["sleep"]]
    assert Tag.objects.get().topic_count == 2
    assert not TagSuggestion.objects.exists()
    assert "No word waits" in client.get(PAGE).text


def test_a_word_nobody_suggested_becomes_no_tag(client, moderator):
    client.force_login(moderator)

    client.post(PAGE, {"name": "made-up", "act": "take"})

    assert not Tag.objects.exists()
