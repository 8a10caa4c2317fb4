import json
from pathlib import Path

import pytest
from django.conf import settings

from peersupport.core import richtext
from peersupport.core.emoji import NAMES


def test_the_list_in_the_composer_holds_the_same_names():
    assert json.loads(Path(settings.BASE_DIR, "static", "emoji.json").read_text()) == NAMES
    assert 60 <= len(NAMES) <= 100


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (":heart:", "❤️"),
        ("Thanks :tada:! **:ok:**", "Thanks 🎉! <strong>👌</strong>"),
        (
            "10:30:15, a:heart:, ::heart:: and :heart:s",
            "10:30:15, a:heart:, ::heart:: and :heart:s",
        ),
        (":no_such_name:", ":no_such_name:"),
        ("`:heart:`", "<code>:heart:</code>"),
        (r"\:heart:", ":heart:"),
    ],
)
def test_a_name_between_colons_becomes_its_character(typed, shown):
    assert richtext.render(typed) == f"<p>{shown}</p>\n"


def test_blocks_of_code_and_addresses_keep_their_colons():
    assert ":heart:" in richtext.render("```\n:heart:\n```")
    assert 'href="https://x.example/:heart:"' in richtext.render("https://x.example/:heart:")
