"""SESSION_ENGINE: Django's cached sessions in a table that knows whose each of them is."""

from datetime import UTC, datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

from peersupport.core.middleware import SIGN_IN

from .models import Session


class SessionStore(CachedStore):
    """Copies what the list of sessions shows out of the session's own data whenever it is saved."""

    cache_key_prefix = "members.session"

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        if SESSION_KEY not in data:
            return session
        session.member_id = int(data[SESSION_KEY])
        session.auth_hash = data.get(HASH_SESSION_KEY, "")
        if record := data.get(SIGN_IN):
            session.device = record["device"]
            session.signed_in_at = datetime.fromtimestamp(record["at"], UTC)
            session.seen_at = datetime.fromtimestamp(record["seen"], UTC)
        return session
