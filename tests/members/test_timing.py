"""What a door does for a known address it does for an unknown one: the costly part is the hash.

How long both take is measured by `make bench BENCH="--only doors"`.
"""

import pytest
from django.contrib.auth.hashers import get_hasher
from django.urls import reverse


@pytest.fixture
def hashed(monkeypatch):
    """How many passwords were hashed so far, whoever asked."""
    seen, hasher = [], type(get_hasher())
    encode = hasher.encode

    def counted(*given):
        seen.append(1)
        return encode(*given)

    monkeypatch.setattr(hasher, "encode", counted)
    return seen


@pytest.mark.parametrize(
    ("door", "fields"),
    [("account_login", {"login": "{}", "password": "wrong, certainly"}),
     ("account_signup", {"email": "{}", "password1": "quiet lamp over seven rivers",
                         "handle": "night-owl", "display_name": "Night Owl", "time_zone": "UTC"})],
)  # fmt: skip
def test_one_password_is_hashed_either_way(client, stranger, hashed, door, fields):
    for email in (stranger.email, "nobody@example.org"):
        before = len(hashed)
        client.post(reverse(door), {name: text.format(email) for name, text in fields.items()})
        assert len(hashed) - before == 1, email
