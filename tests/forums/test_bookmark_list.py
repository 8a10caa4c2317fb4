from django.urls import reverse

from forums.actions import delete, keep_bookmark

PAGE = reverse("forums:bookmark_list")


def test_lists_ones_own_the_latest_first(client, stranger, asker, make_topic):
    for number, member in enumerate((stranger, stranger, asker)):
        keep_bookmark(make_topic(title=f"Topic {number}").posts.get(), member=member)
    client.force_login(stranger)

    text = client.get(PAGE).text

    assert text.index("Topic 1") < text.index("Topic 0")
    assert "Topic 2" not in text


def test_of_what_is_gone_only_ones_own_note_is_left(client, stranger, make_topic):
    post = make_topic(title="Gone tomorrow").posts.get()
    keep_bookmark(post, member=stranger, note="My own words")
    delete(post, by=post.author)
    client.force_login(stranger)

    text = client.get(PAGE).text

    assert "My own words" in text
    assert "Gone tomorrow" not in text


def test_it_takes_as_many_statements_for_many(
    client, stranger, make_topic, django_assert_max_num_queries
):
    for _ in range(21):
        keep_bookmark(make_topic().posts.get(), member=stranger)
    client.force_login(stranger)
    client.get(PAGE)

    with django_assert_max_num_queries(6):
        page = client.get(PAGE)

    assert len(page.context["bookmarks"]) == 20
    assert page.context["older"]


def test_says_how_to_keep_something(client, stranger):
    client.force_login(stranger)

    assert "Nothing is kept yet." in client.get(PAGE).text
