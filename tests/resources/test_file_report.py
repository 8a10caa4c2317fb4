"""From a file under somebody's words to the form that reports it."""

import pytest
from django.urls import reverse

from groups.resources.actions import Chosen
from groups.rooms.actions import accept, say, start_conversation
from moderation.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]


def page(file):
    return reverse("resources:file_report", args=[file.uuid])


def test_leads_from_the_menu_of_its_post_to_the_form(client, make_file, topic, asker, stranger):
    file = make_file(to=topic.posts.get(number=1))
    client.force_login(stranger)
    assert page(file) in client.get(topic.get_absolute_url()).text

    form = client.get(page(file), follow=True)
    assert "What is wrong with this file?" in form.text
    assert "by <bdi>Asker</bdi>" in form.text
    client.post(form.request["PATH_INFO"], {"reason": "privacy", "send": "1"})

    report = Report.objects.select_related("item").get()
    assert (report.target, report.item.author) == (file, asker)
    assert report.item.place == topic.category
    client.force_login(asker)
    assert page(file) not in client.get(topic.get_absolute_url()).text


def test_a_file_of_private_words_is_reported_with_them_alone(client, make_file, make_member):
    ada, ben = make_member(), make_member()
    room = start_conversation(by=ada, to=[ben], body="Hello?")
    accept(room, by=ben)
    file = make_file(owner=ada)
    say(room, by=ada, body="Look.", files=[Chosen(file.uuid, "")])
    client.force_login(ben)
    assert client.get(file.get_absolute_url()).getvalue()

    for each in (file, make_file(owner=ben)):
        form = reverse("moderation:report_new", args=["resources.attachment", each.pk])
        assert client.get(form).status_code == 404
        assert client.post(form, {"reason": "spam", "send": "1"}).status_code == 404
    assert not Report.objects.exists()
