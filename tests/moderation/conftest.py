import pytest

from moderation.actions import answer_authorship, ask_authorship, open_authorship, seal_author
from peersupport.members.models import Member, Role
from tests.members.door import show_password_again

WHY = "A threat against a named person; we have to reach whoever wrote it."
NAME = "Kanarienvogel"


@pytest.fixture
def author(make_member):
    return make_member(display_name=NAME, handle="kanarienvogel")


@pytest.fixture
def sealed(topic, author):
    """The author of a post that stands under nobody's name of theirs."""
    return seal_author(topic.posts.get(), author=author)


@pytest.fixture
def asked(sealed, moderator):
    return ask_authorship(sealed, by=moderator, reason=WHY)


@pytest.fixture
def agreed(asked, administrator):
    return answer_authorship(asked, by=administrator, agreed=True)


@pytest.fixture
def opened(agreed, moderator):
    return open_authorship(agreed, by=moderator)


@pytest.fixture
def trained(make_member):
    return make_member(display_name="Trained", role=Role.MODERATOR, qualifications=["safeguarding"])


@pytest.fixture
def another(make_member):
    """A second administrator."""
    return make_member(display_name="Another", role=Role.ADMINISTRATOR, is_superuser=True)


@pytest.fixture
def as_staff(client):
    """Sign somebody in who has just shown their password."""

    def sign_in(member: Member, *, fresh: bool = True):
        client.force_login(member)
        if fresh:
            show_password_again(client)
        return client

    return sign_in
