import pytest
from django.urls import reverse

from peersupport.members.actions import publish_policy


def page(client, kind, version):
    return client.get(reverse("members:policy_version", args=[kind, version]))


def test_says_word_by_word_what_changed(client, policies):
    publish_policy("terms", body="Our terms text.", is_major=False, changes="Mine is ours.")

    first, second = page(client, "terms", "1.0"), page(client, "terms", "1.1")

    assert "My terms text." in first.text
    assert "What changed since" not in first.text
    assert "What changed since version 1.0" in second.text
    assert "Mine is ours." in second.text
    assert "removed: </span>My</del>" in second.text
    assert "added: </span>Our</ins>" in second.text


@pytest.mark.parametrize(
    ("kind", "version"), [("terms", "1.1"), ("terms", "x"), ("norms", "1.0"), ("terms", "01.0")]
)
def test_what_there_never_was_does_not_exist(client, policies, kind, version):
    assert page(client, kind, version).status_code == 404
