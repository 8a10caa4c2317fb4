"""Letters to a member about their own account, in the words and by the door of account letters."""

from allauth.account.adapter import get_adapter

from peersupport.core.context import SITE

from .models import RoleGrant


def tell_of_role(member, grant: RoleGrant | None = None) -> None:
    """That a role was given, or (without a grant) that it ended."""
    _write("role_changed", member, grant=grant)


def tell_of_closure(member, *, reason: str) -> None:
    _write("account_closed", member, reason=reason)


def tell_of_reopening(member, *, reason: str) -> None:
    _write("account_reopened", member, reason=reason)


def _write(name: str, member, **context) -> None:
    """Also without a request, by the clock; it waits in the outbox with the deed."""
    if member.email:
        letter = f"account/email/{name}"
        get_adapter().render_mail(letter, member.email, {"site": SITE, **context}).send()
