import pytest
from django.urls import reverse

from peersupport.administration.actions import grant_role
from peersupport.members.models import Role
from tests.conftest import SignedIn
from tests.members.door import PASSWORD


@pytest.fixture
def second(make_member):
    return make_member(display_name="Second", role=Role.ADMINISTRATOR, is_superuser=True)


@pytest.fixture
def granted(stranger, administrator):
    """A moderator by the book: Stranger, named by the administrator."""
    grant_role(stranger, role=Role.MODERATOR, reason="Trained.", by=administrator)
    stranger.refresh_from_db()
    return stranger


@pytest.fixture
def admin_client(administrator):
    """The browser of an administrator who has just typed the password."""
    return awake(administrator)


def awake(member):
    client = SignedIn()
    client.force_login(member)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client
