from django.urls import reverse

from forums.actions import edit
from peersupport.activity.actions import settle_next
from peersupport.members.actions import hide_themes
from peersupport.reactions import REACTIONS

HIDDEN = reverse("forums:hidden_list")


def test_lists_what_is_hidden_and_nothing_else(
    client, stranger, make_topic, make_category, moderator
):
    make_topic(title="Plain to see")
    noted = make_topic(title="Behind a note", note="grief")
    staff = make_category(see=2, read=2, start=2, reply=2)
    make_topic(title="Not theirs", note="grief", category=staff, author=moderator)
    client.force_login(stranger)
    assert "Nothing is hidden for you." in client.get(HIDDEN).text

    hide_themes(stranger, notes=["grief"], tags=[])

    page = client.get(HIDDEN).text
    assert "Behind a note" in page
    assert "Plain to see" not in page
    assert "Not theirs" not in page
    assert "Behind a note" not in client.get(reverse("forums:topic_list")).text
    own = client.get(noted.get_absolute_url()).text
    assert "It touches on a theme that you leave out" in own


def test_pages_by_key(client, stranger, make_topic):
    for _ in range(21):
        make_topic(note="grief")
    hide_themes(stranger, notes=["grief"], tags=[])
    client.force_login(stranger)

    page = client.get(HIDDEN)

    assert (len(page.context["topics"]), bool(page.context["page"].older)) == (20, True)


def test_replies_behind_a_hidden_note_are_absent_from_profiles_but_from_ones_own(
    client, stranger, helper, topic, make_post
):
    make_post(topic, note="grief", note_words="Canarynote")
    for reader in (stranger, helper):
        hide_themes(reader, notes=["grief"], tags=[])
        client.force_login(reader)
        assert ("Canarynote" in client.get(helper.get_absolute_url()).text) is (reader == helper)


def test_a_note_that_comes_later_puts_the_notice_away(moderator, stranger, topic, make_post):
    hide_themes(stranger, notes=["grief"], tags=[])
    post = make_post(topic, body=f"@{stranger.handle}")
    while settle_next(REACTIONS):
        pass
    assert stranger.notices.filter(read_at=None).count() == 1

    edit(post, editor=moderator, body=post.body, version=1, reason="Grief.", note="grief")

    assert not stranger.notices.filter(read_at=None).exists()
