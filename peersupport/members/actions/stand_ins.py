"""Rows that stand beside words whose author does not give a name."""

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import translation
from django.utils.translation import gettext as _

from peersupport.core.names import STAND_IN, handle_key

from ..models import Member


def stand_in_name(number: int) -> str:
    """In the site's own language: the author's would tell of them."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Anonymous learner %(number)s") % {"number": number}


def looks_like_stand_in(name: str) -> bool:
    """Whether readers could take a person of this name for somebody without one."""
    words = name.casefold().rstrip("0123456789 ")
    return words == stand_in_name(0).casefold().rstrip("0123456789 ")


def new_stand_in(number: int) -> Member:
    """Nobody's account: it cannot sign in, be told, found, mentioned or opened as a profile."""
    handle = f"{STAND_IN}{secrets.token_hex(16)}"
    return Member.objects.create(
        handle=handle, handle_key=handle_key(handle), display_name=stand_in_name(number),
        email=None, claimed_at=None, is_active=False, password=make_password(None),
    )  # fmt: skip
