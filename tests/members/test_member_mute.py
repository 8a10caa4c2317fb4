from django.urls import reverse

from peersupport.members.models import Mute


def address(person):
    return reverse("members:member_mute", args=[person.handle])


def test_folds_posts_and_excerpts_quietly_until_it_is_undone(
    client, asker, helper, make_topic, make_post
):
    own, theirs = make_topic(author=asker), make_topic(author=helper, body="Loud words.")
    make_post(own, body="More loud words.")
    client.force_login(asker)
    assert "not told" not in client.get(address(helper)).text
    assert "never learns" in client.get(address(helper)).text
    assert not Mute.objects.exists()

    client.post(address(helper))

    topic = client.get(own.get_absolute_url()).text
    assert topic.count("A post by somebody you muted.") == 1
    places = [
        reverse("forums:home"),
        reverse("forums:topic_list"),
        theirs.category.get_absolute_url(),
    ]
    for place in places:
        text = client.get(place).text
        assert "By somebody you blocked or muted." in text
        assert "Loud words." not in text
    assert "You muted this person." in client.get(helper.get_absolute_url()).text
    client.post(address(helper), {"do": "undo"})
    assert "Loud words." in client.get(places[0]).text
    client.force_login(helper)
    client.post(address(asker))
    assert Mute.objects.get().member == helper
