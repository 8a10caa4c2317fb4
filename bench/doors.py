"""Whether the doors take as long for an address that is known as for one that is not."""

import time
from collections.abc import Iterable
from statistics import median

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from peersupport.members.models import Member

from .goals import Goal
from .results import BenchError

TRIES = 200
PASSWORD = "blanket orchard violin ninety"  # noqa: S105  of the bench's own scratch database
KNOWN = 2


def goals() -> Iterable[Goal]:
    """For each door, how far apart the medians of known and unknown addresses are, in percent."""
    for name, address, form, status in (
        ("login", reverse("account_login"), login, 422),
        ("password reset", reverse("account_reset_password"), reset, 302),
        ("sign-up", reverse("account_signup"), sign_up, 302),
    ):
        known, unknown = medians(address, form, status)
        apart = abs(known - unknown) / unknown * 100
        title = f"{name}: known {known:.1f} ms, unknown {unknown:.1f} ms, apart in %"
        yield Goal(title, apart, 5, 2)


def login(email: str, number: int) -> dict[str, str]:
    return {"login": email, "password": "not this one, certainly"}


def reset(email: str, number: int) -> dict[str, str]:
    return {"email": email}


def sign_up(email: str, number: int) -> dict[str, str]:
    return {
        "email": email, "password1": PASSWORD, "handle": f"willow-{number:04}",
        "display_name": f"Willow {number:04}", "time_zone": "UTC",
    }  # fmt: skip


def medians(address: str, form, status: int) -> tuple[float, float]:
    """The median milliseconds of TRIES posts for each kind, taken in turns, each undone."""
    took: dict[bool, list[float]] = {True: [], False: []}
    member = Member.objects.get(pk=KNOWN)
    with transaction.atomic():
        member.set_password(PASSWORD)
        member.save(update_fields=["password"])
        member.emailaddress_set.get_or_create(email=member.email, verified=True, primary=True)
        for number in range(2 * (TRIES + 1)):
            is_known = number % 2 == 0
            email = member.email if is_known else f"nobody-{number:04}@bench.example"
            seconds = one(address, form(email, number), status)
            if number > 1:  # the first of each pays for templates and connections
                took[is_known].append(seconds)
        transaction.set_rollback(True)
    return median(took[True]) * 1000, median(took[False]) * 1000


def one(address: str, data: dict[str, str], status: int) -> float:
    """The seconds of one post by a browser of its own; limits of earlier ones are forgotten."""
    cache.clear()
    client = Client()
    with transaction.atomic():
        began = time.perf_counter()
        response = client.post(address, data)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    if response.status_code != status:
        raise BenchError(f"POST {address} answered {response.status_code}")
    return seconds
