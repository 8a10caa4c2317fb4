import pytest
from django.urls import reverse

from groups.models import Group
from peersupport.members.models import Tier

NEW = reverse("groups:group_new")
FACTS = {
    "name": "Quiet  maths ", "purpose": "We work in silence.", "objectives": "One\nTwo", "kind": "1",
    "size": "9", "interests": ["maths"], "languages": ["de", "en"], "time_zone": "Asia/Kolkata",
    "icon": "moon", "hue": "3", "members_may_invite": "on", "norms": "Listen first. Then ask.",
    "questions": "Why?",
}  # fmt: skip


def test_offers_a_form_in_ones_own_time_zone(client, make_member):
    client.force_login(make_member(tier=Tier.SUPPORTER, time_zone="Asia/Kolkata"))

    response = client.get(NEW, {"nonsense": "1"})

    assert response.status_code == 200
    assert "You look after it until you hand it over." in response.text
    assert '<option value="Asia/Kolkata" selected>' in response.text
    assert "Start the group" in response.text


def test_a_trained_member_founds_a_group(client, facilitator):
    client.force_login(facilitator)

    response = client.post(NEW, FACTS, follow=True)

    group = Group.objects.get()
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "Your group is there. Invite the first people." in response.text
    assert (group.name, group.kind, group.size, group.state) == ("Quiet maths", 1, 9, "running")
    assert (group.interests, group.languages) == (["maths"], ["de", "en"])
    assert (group.icon, group.hue, group.members_may_invite) == ("moon", 3, True)
    assert (group.time_zone, group.utc_offset) == ("Asia/Kolkata", 330)
    assert (group.norms, group.questions) == ("Listen first. Then ask.", "Why?")
    assert group.memberships.get().member == group.founded_by == facilitator


def test_others_propose_one(client, stranger):
    client.force_login(stranger)
    page = client.get(NEW).text
    assert "An organiser reads your proposal first." in page
    assert "Propose the group" in page

    response = client.post(NEW, FACTS, follow=True)

    group = Group.objects.get()
    assert group.state == "proposed"
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "The organisers read it now." in response.text
    assert "The organisers are reading your proposal." in response.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Enter a name."),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"name": "Nu\x00ll"}, "Null characters are not allowed."),
        ({"purpose": ""}, "Say what the group is for."),
        ({"size": "2"}, "greater than or equal to 3"),
        ({"size": "501"}, "less than or equal to 500"),
        ({"size": "many"}, "Enter how many places there are, as a number."),
        ({"size": ""}, "Enter how many places there are."),
        ({"kind": "4"}, "Select a valid choice."),
        ({"interests": ["chess"]}, "Select a valid choice."),
        ({"languages": ["xx"]}, "Select a valid choice."),
        ({"time_zone": "Mars/Base"}, "Select a valid choice."),
        ({"hue": "7"}, "Select a valid choice."),
        ({"icon": "skull"}, "Select a valid choice."),
        ({"norms": "- \n * "}, "Write at least one norm."),
        ({"norms": ""}, "Write at least one norm."),
        ({"questions": "\n".join("abcdef")}, "At most five questions, please."),
    ],
)
def test_says_what_is_to_be_mended_and_keeps_the_rest(client, facilitator, wrong, words):
    client.force_login(facilitator)

    response = client.post(NEW, FACTS | {"objectives": "Kept as typed"} | wrong)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert "Kept as typed" in response.text
    assert not Group.objects.exists()


def test_without_the_course_there_is_no_form_and_no_way_around_it(client, facilitator, settings):
    settings.FACILITATOR_QUALIFICATION = "facilitator-course"
    client.force_login(facilitator)
    page = client.get(NEW).text
    assert "Looking after a group takes the facilitator course first." in page
    assert 'name="purpose"' not in page

    response = client.post(NEW, FACTS)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not Group.objects.exists()


def test_names_are_shown_as_text(client, facilitator):
    client.force_login(facilitator)

    response = client.post(NEW, FACTS | {"name": "<b>Bold</b>"}, follow=True)

    assert "&lt;b&gt;Bold&lt;/b&gt;" in response.text
    assert "<b>Bold</b>" not in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_leads_newcomers_to_the_norms_and_visitors_to_log_in(client, newcomer, method):
    assert getattr(client, method)(NEW, FACTS).url.startswith(reverse("account_login"))
    client.force_login(newcomer)

    response = getattr(client, method)(NEW, FACTS)

    assert response.url == f"{reverse('moderation:norms_accept')}?next={NEW}"
    assert not Group.objects.exists()
