import pytest
from django.conf import settings as real
from django.core.checks import run_checks
from django.utils.csp import CSP

from peersupport.core.checks import mail_is_really_sent, policy_has_nothing_unsafe


def test_this_site_has_nothing_to_mend(db):
    assert mail_is_really_sent(None) == policy_has_nothing_unsafe(None) == []
    assert [error for error in run_checks() if not error.is_silenced()] == []


@pytest.mark.parametrize(
    ("production", "backend", "ids"),
    [
        (True, "django.core.mail.backends.smtp.EmailBackend", []),
        (True, "django.core.mail.backends.filebased.EmailBackend", ["commonroom.E001"]),
        (True, "django.core.mail.backends.dummy.EmailBackend", ["commonroom.E001"]),
        (False, "django.core.mail.backends.filebased.EmailBackend", []),
    ],
)
def test_refuses_production_whose_mail_reaches_nobody(settings, production, backend, ids):
    settings.PRODUCTION = production
    settings.MAILERS = {"delivery": {"BACKEND": backend}}

    assert [error.id for error in mail_is_really_sent(None)] == ids


@pytest.mark.parametrize(
    "policy",
    [
        None, {}, {"script-src": [CSP.SELF]},
        real.SECURE_CSP | {"script-src": [CSP.SELF, CSP.UNSAFE_INLINE]},
        real.SECURE_CSP | {"style-src": [CSP.UNSAFE_INLINE]},
        real.SECURE_CSP | {"script-src": [CSP.UNSAFE_EVAL]},
    ],
)  # fmt: skip
def test_refuses_a_policy_that_is_missing_or_unsafe(settings, policy):
    settings.SECURE_CSP = policy

    assert [error.id for error in policy_has_nothing_unsafe(None)] == ["commonroom.E002"]


def test_sends_its_policy_with_every_page(client, db):
    for address in ("/", "/nothing-here/", "/help-now/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
