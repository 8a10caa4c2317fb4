from django.urls import reverse

from forums.models import Tag

OPTIONS = reverse("forums:tag_options")


def test_completes_the_last_word(client, make_topic):
    for name in ("exams", "exercise", "sleep"):
        Tag.objects.create(name=name)
    make_topic(tags=["exams", "exercise", "sleep"])

    text = client.get(OPTIONS, {"tags": "sleep, Ex"}).text

    assert 'value="sleep, exams"' in text
    assert 'value="sleep, exercise"' in text
    assert 'value="sleep, sleep"' not in text


def test_offers_nothing_before_something_is_typed(client, make_topic):
    make_topic()

    assert client.get(OPTIONS, {"tags": "sleep, "}).text.strip() == ""
    assert client.get(OPTIONS, {"tags": '"><script>'}).text.strip() == ""
