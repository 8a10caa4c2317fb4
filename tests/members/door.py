"""The door of an account, as tests of two-step sign-in use it: pages, a phone, a clock."""

import base64
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

from django.db import connection
from django.urls import reverse
from django_otp.oath import hotp

from peersupport.core.exceptions import Refused
from peersupport.members.actions import new_seed, turn_on_second_factor
from peersupport.members.models import Member

PASSWORD = "a long enough phrase"  # what `new_member` gives everybody
LOGIN, LOGOUT = reverse("account_login"), reverse("account_logout")
REAUTHENTICATE = reverse("account_reauthenticate")
CODE = reverse("members:login_code")
INSIDE = reverse("members:settings_profile")
SECURITY = reverse("members:settings_security")
NEW = reverse("members:second_factor_new")
CODES = reverse("members:second_factor_codes")
DOWNLOAD = reverse("members:second_factor_download")
CODES_NEW = reverse("members:recovery_codes_new")
OFF = reverse("members:second_factor_off")
INSTITUTION = reverse("members:institution_login", args=["uni"])
PASSKEY = reverse("members:login_passkey")
PASSKEY_NEW = reverse("members:passkey_new")
CONNECTIONS = reverse("socialaccount_connections")
STEP = 30


@dataclass
class Clock:
    """The clock that codes follow; it stands still until somebody moves it."""

    now: float = 1_800_000_000.0

    def forward(self, steps: int = 1) -> None:
        self.now += steps * STEP


@dataclass
class Phone:
    """An authenticator app: the codes of a seed, as the clock says."""

    seed: bytes
    clock: Clock

    def code(self, steps: int = 0) -> str:
        return f"{hotp(self.seed, int(self.clock.now // STEP) + steps):06d}"

    def wrong_code(self) -> str:
        """Six figures that are no code of this phone for some minutes around now."""
        right = {self.code(steps) for steps in range(-10, 11)}
        return next(code for code in ("000000", "111111", *map(str, range(222222, 222300)))
                    if code not in right)  # fmt: skip


def turn_on(member: Member, codes=()) -> bytes:
    """Two-step sign-in for a member, set up elsewhere. Returns the seed."""
    seed = turn_on_second_factor(member, sealed_seed=new_seed(member), codes=list(codes)).seed
    member.refresh_from_db()
    return seed


def log_in(client, member, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": member.email, "password": password} | more)


def log_in_with(client, member, code):
    log_in(client, member)
    return type_code(client, code)


def show_password_again(client):
    """What pages that change the door ask for, however fresh the session is."""
    return client.post(REAUTHENTICATE, {"password": PASSWORD})


def type_code(client, code, **more):
    return client.post(CODE, {"code": code}, **more)


def go_to(client, **data):
    """Press the button of the institution: the address one is sent to."""
    page = client.post(INSTITUTION, data)
    assert page.status_code == 200
    return page.headers["Refresh"].partition("url=")[2]


def come_from(client, institution, **facts):
    """Sign in at the institution and come back."""
    return client.get(institution.sign_in(go_to(client), **facts))


def is_inside(client) -> bool:
    return "_auth_user_id" in client.session and client.get(INSIDE).status_code == 200


def is_outside(client) -> bool:
    """No session, and what members see leads to the login."""
    return "_auth_user_id" not in client.session and leads_to(client.get(INSIDE), LOGIN)


def leads_to(response, address) -> bool:
    return response.status_code == 302 and response.url.partition("?")[0] == address


def let_time_pass(client, seconds: int) -> None:
    """The password was typed so many seconds earlier than it was."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - seconds
    session.save()


def seed_on(page: str) -> bytes:
    """The seed that a page writes out for people to type."""
    text = re.search(r'class="secret" translate="no">([A-Z2-7 ]+)<', page)[1]
    return base64.b32decode(text.replace(" ", ""))


def seed_field_on(page: str) -> str:
    return re.search(r'name="seed_field" value="([^"]*)"', page)[1]


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li>([2-9A-Z]{4}-[2-9A-Z]{4})</li>", page)


def connect(client, clock) -> Phone:
    """Scan the picture and type the first code: what comes before the codes are kept."""
    page = client.get(NEW).text
    phone = Phone(seed_on(page), clock)
    client.post(NEW, {"seed_field": seed_field_on(page), "code": phone.code()})
    return phone


def at_once(times, attempt):
    """What several browsers get that send the same thing in one moment."""
    barrier = Barrier(times)

    def run(_):
        try:
            barrier.wait()
            return attempt()
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
