"""The scratch database as a whole."""

import psycopg
from django.db import connection as django_connection

from peersupport.core.embedded import admin_database_url


def drop_database() -> None:
    """Forget everything that was filled; only ever the database of this data folder."""
    django_connection.close()
    with psycopg.connect(admin_database_url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS commonroom WITH (FORCE)")
