from django.core.management import call_command
from django.urls import reverse

from peersupport.activity.models import Activity


def page(member):
    return reverse("admin:members_member_change", args=[member.pk])


def test_shows_what_staff_need_and_who_looked_is_on_record(client, moderator, granted):
    call_command("sync_roles", verbosity=0)
    client.force_login(moderator)

    text = client.get(page(granted)).text

    assert "Trained." in text
    assert "Not on record" in text
    assert granted.email not in text
    assert "Close the account" not in text  # that is an administrator's
    read = Activity.objects.get(verb="administration.read")
    assert (read.actor, read.target) == (moderator, granted)


def test_leads_administrators_to_what_they_may_do(client, administrator, stranger):
    client.force_login(administrator)

    text, own = client.get(page(stranger)).text, client.get(page(administrator)).text

    for name in ("role_change", "account_close"):
        assert reverse(f"administration:{name}", args=[stranger.handle]) in text
    assert reverse("administration:account_close", args=[administrator.handle]) not in own
    assert reverse("administration:access_review") in own


def test_nobody_is_on_record_for_what_they_were_not_shown(client, stranger, moderator):
    client.force_login(stranger)
    client.get(page(moderator))

    assert not Activity.objects.exists()
