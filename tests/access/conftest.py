"""Worlds are built once a module: every look at them is undone, so none changes the next."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.conftest import norms_in_force

from . import circles, talks, world


@pytest.fixture(scope="module")
def rolled_back(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), _undone():
        norms_in_force()
        yield


@pytest.fixture(scope="module")
def the_world(rolled_back):
    return _with_roles(world.build())


@pytest.fixture(scope="module")
def the_circles(rolled_back):
    return _with_roles(circles.build())


@pytest.fixture(scope="module")
def the_talks(rolled_back):
    return _with_roles(talks.build())


def _with_roles(crowd):
    call_command("sync_roles", verbosity=0)
    crowd.sign_in()
    return crowd


@contextmanager
def _undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
