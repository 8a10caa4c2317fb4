import pytest
from django.urls import reverse

from peersupport.members.actions import block
from peersupport.members.models import Block

PEOPLE = reverse("members:settings_people")


def address(person):
    return reverse("members:member_block", args=[person.handle])


@pytest.fixture
def signed_in(client, asker):
    client.force_login(asker)
    return client


def test_says_what_will_happen_before_it_does(signed_in, helper):
    text = signed_in.get(address(helper)).text

    assert "Helper is not told" in text
    assert "Whoever moderates" in text
    assert not Block.objects.exists()


def test_blocks_and_takes_it_back(signed_in, asker, helper):
    for _twice in range(2):
        assert signed_in.post(address(helper)).url == PEOPLE
    assert list(Block.objects.values_list("member", "other")) == [(asker.pk, helper.pk)]
    assert "<bdi>Helper</bdi>" in signed_in.get(PEOPLE).text

    signed_in.post(address(helper), {"do": "undo"})

    assert not Block.objects.exists()


def test_who_was_blocked_first_can_still_shut_the_door(signed_in, asker, helper):
    block(helper, other=asker)

    signed_in.post(address(helper))

    assert Block.objects.filter(member=asker, other=helper).exists()
    signed_in.post(address(helper), {"do": "undo"})
    assert Block.objects.get().member == helper  # the other's block is not theirs


def test_nobody_blocks_themselves_or_who_is_not_there(signed_in, asker, make_member):
    gone = make_member(is_active=False)

    for person in (asker, gone):
        assert signed_in.post(address(person)).status_code == 404
    assert not Block.objects.exists()


def test_folds_the_posts_of_whom_one_blocked_and_nobody_elses(
    signed_in, client, asker, helper, stranger, topic, make_post
):
    make_post(topic, body="From the helper.")
    make_post(topic, author=stranger, body="From the stranger.")
    make_post(topic, author=asker, body="From the asker.")
    signed_in.post(address(helper))

    text = signed_in.get(topic.get_absolute_url()).text

    assert text.count("A post by somebody you blocked.") == 1
    assert (
        text.index("you blocked.")
        < text.index("From the helper.")
        < text.index("</details>", text.index("From the helper."))
    )
    client.force_login(helper)  # who is not told, here either
    assert "somebody you" not in client.get(topic.get_absolute_url()).text


def test_offers_it_beside_every_post_but_ones_own(signed_in, asker, helper, topic, make_post):
    make_post(topic)

    text = signed_in.get(topic.get_absolute_url()).text

    assert address(helper) in text
    assert address(asker) not in text
