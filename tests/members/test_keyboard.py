import pytest
from django.urls import reverse

KEYS = reverse("members:keyboard")


@pytest.mark.parametrize("key", ["/", "?", "j", "k", "Enter", "r", "q", "c", "g", "h", "u", "."])
def test_lists_every_key(client, db, key):
    assert f"<kbd>{key}</kbd>" in client.get(KEYS).text


def test_says_whether_they_are_on_and_where_to_change_it(client, stranger):
    assert "With an account you can turn them on" in client.get(KEYS).text
    for is_on, words in [(False, "They are off for you."), (True, "They are on for you.")]:
        stranger.shortcuts = is_on
        stranger.save()
        client.force_login(stranger)
        page = client.get(KEYS).text
        assert words in page
        assert reverse("members:settings_appearance") in page
        assert ('data-key="?"' in page) == ('data-key="g u"' in page) == is_on
    assert KEYS in client.get(reverse("members:settings_appearance")).text
