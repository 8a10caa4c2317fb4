"""Somebody who left traces everywhere, and where to look for what is left of them."""

from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailConfirmation
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from forums.actions import edit, react, reply, start_topic
from forums.models import Post, ReadMark
from groups import actions as groups
from groups.models import Group, HandOver, Invitation, JoinRequest, PassedOver, Removal
from moderation.actions import close_report, report
from peersupport.activity.models import Activity
from peersupport.core import richtext
from peersupport.core.datamap import data_map
from peersupport.members.actions import note
from peersupport.members.models import (
    FactorReset,
    Interest,
    Language,
    Member,
    RecoveryCode,
    SecurityEvent,
    Tier,
)
from peersupport.notifications.actions import post_account_mail, tell
from peersupport.notifications.models import Kind, MailOptOut
from tests.conftest import SignedIn, new_category, new_member
from tests.members.door import show_password_again

PK = 987_654_321
HANDLE, NAME, ADDRESS = "quillon-z9", "Quillon Zarathustra & Söhne", "quillon.z9@mail.example"
SECOND = "zarathustra@second.example"
NAMES = [HANDLE, NAME, "Quillon", ADDRESS, SECOND]
# What they wrote, a word for each place.
ABOUT = ["Nightjarwort", "zirself-pronoun"]
SAID = ["Marrowfish", "Cobblewisp", "Thistledrum", "Vesperloom", "Bramblequay", "Ottermoss"]
PRIVATE = ["Lanternfrog", "Pebblewhale", "Harebelltide", "Saffronowl", "Firefox on Nightphone"]


@dataclass
class Traces:
    member: Member
    other: Member
    staff: Member
    others_topic: object
    topic: object
    group: Group
    browser: SignedIn


def leave_traces() -> Traces:
    """A member full of words of their own, in every table that can hold one."""
    member = new_member(
        pk=PK, handle=HANDLE, email=ADDRESS, display_name=NAME, about=f"{ABOUT[0]} and more",
        pronouns=ABOUT[1], interests=[Interest.WELLBEING], languages=[Language.ENGLISH],
        tier=Tier.SUPPORTER,
    )  # fmt: skip
    other, asked = new_member(tier=Tier.SUPPORTER), new_member()
    staff = new_member(role="administrator", is_superuser=True)
    place = new_category(description="A place.")
    topic, others_topic = _write(member, other, staff, place)
    group = _join(member, other, asked)
    _account(member, staff)
    _be_told(member, other, topic)
    browser = SignedIn()
    browser.force_login(member)
    show_password_again(browser)
    _be_named(member)
    return Traces(member, other, staff, others_topic, topic, group, browser)


def _write(member, other, staff, place):
    topic = start_topic(
        place, author=member, title=f"{SAID[0]} by {NAME}", body=f"{SAID[1]}. {NAME}, {ADDRESS}"
    )
    reply(topic, author=other, body="An answer that stays.")
    others_topic = start_topic(place, author=other, title="Another", body="A question that stays.")
    mine = reply(others_topic, author=member, body=f"{SAID[2]} said {NAME}.")
    mine = edit(mine, editor=member, body=f"{SAID[3]} then.", version=1, reason=f"{SAID[4]}!")
    link = mine.get_absolute_url()
    quoting = richtext.quotation(f"{SAID[3]} then.", who=NAME, number=mine.number, link=link)
    answer = reply(
        others_topic, author=other,
        body=f"{quoting}I agree, @{HANDLE}, see /members/{HANDLE}/ or {ADDRESS}; thanks {NAME}.",
    )  # fmt: skip
    twice = richtext.quotation(answer.body, who="Other", number=3, link="/t/1/x/3/")
    reply(others_topic, author=staff, body=f"{twice}A quotation of a quotation.")
    edit(answer, editor=other, body=answer.body + " Edited.", version=1)
    react(others_topic.posts.get(number=1), member=member, kind="helpful")
    react(topic.posts.get(number=2), member=member, kind="thank_you")
    closed = report(others_topic.posts.get(number=1), reporter=member, reason="other",
                    note=PRIVATE[0])  # fmt: skip
    close_report(closed, by=staff)
    report(mine, reporter=other, reason="worry", note="About somebody.")
    ReadMark.objects.update_or_create(member=member, topic=topic, defaults={"number": 2})
    assert SAID[5] not in topic.title
    Post.objects.filter(pk=mine.pk).update(body=f"{mine.body} {SAID[5]}")
    return topic, others_topic


def _join(member, other, asked) -> Group:
    facts = {"norms": "Be kind.", "purpose": "Company."}
    group = groups.found(founder=member, name="Their own", size=3, **facts)
    groups.join(group, member=other, norms_version=1)
    theirs = groups.found(founder=other, name="Somebody else’s", kind=Group.Kind.REQUEST, **facts)
    groups.ask_to_join(theirs, member=member, norms_version=1, answers=[("Why?", PRIVATE[1])])
    groups.ask_to_join(theirs, member=asked, norms_version=1, answers=[("Why?", "Company.")])
    full = groups.found(founder=other, name="Full", size=3, **facts)
    Group.objects.filter(pk=full.pk).update(size=3, member_count=3)
    groups.join(full, member=member, norms_version=1)
    Group.objects.filter(pk=full.pk).update(member_count=1)
    groups.invite(group, by=member, address=SECOND)
    Invitation.objects.create(group=theirs, token="t" * 20, made_by=other, address=ADDRESS,
                              expires_at=timezone.now())  # fmt: skip
    groups.ask_to_take_over(group, by=member, to=other, note=PRIVATE[2])
    HandOver.objects.create(group=theirs, by=other, to=asked, note="Please.")
    Removal.objects.create(group=theirs, member=member, by=other, reason=PRIVATE[3])
    Removal.objects.create(group=group, member=asked, by=member, reason="Too loud.")
    JoinRequest.objects.filter(member=asked).update(decided_by=member, reason="Perhaps later.")
    PassedOver.objects.create(group=theirs, member=member)
    return group


def _account(member, staff) -> None:
    member.emailaddress_set.create(email=SECOND, verified=False)
    EmailConfirmation.objects.create(email_address=member.emailaddress_set.first(), key="k")
    note(member, SecurityEvent.Kind.SIGNED_IN, device=PRIVATE[4])
    RecoveryCode.objects.create(member=member, digest="1$abc")
    for who in (member, staff):
        FactorReset.objects.create(member=who, asked_by=staff, reason="Known in person.")
    member_type = ContentType.objects.get_for_model(Member)
    LogEntry.objects.create(user=staff, content_type=member_type, object_id=str(member.pk),
                            object_repr=NAME, action_flag=2, change_message="Tier.")  # fmt: skip
    LogEntry.objects.create(user=member, object_repr="A category", action_flag=2)


def _be_told(member, other, topic) -> None:
    replied = Activity.objects.filter(verb="forums.replied").first()
    tell([member], kind=Kind.REPLY, activity=replied, target=topic.posts.get(number=2))
    tell([other], kind=Kind.MENTION, activity=replied, target=topic.posts.get(number=1))
    MailOptOut.objects.create(member=member, kind=Kind.GROUP)
    for key, address in (("theirs", ADDRESS), ("others", other.email)):
        post_account_mail(key=key, address=address, subject="S", text="T", html="H")


def _be_named(member) -> None:
    """In one row of every field in which people write freely: the map says which those are."""
    naming = f"Ask {NAME}, @{HANDLE} or {ADDRESS}."
    for entry in data_map().values():
        model = apps.get_model(entry.model)
        rows = model._base_manager.exclude(pk=PK).order_by("-pk")
        if entry.model == "notifications.Letter":
            rows = rows.filter(key="others")
        for name in entry.words:
            row = rows.first()
            assert row is not None, f"nobody has a row of {entry.model} yet"
            value = getattr(row, name)
            limit = model._meta.get_field(name).max_length
            named = (
                [["Who?", naming]]
                if isinstance(value, list)
                else f"{value} {naming}"[-(limit or 10_000) :]
            )
            rows.model._base_manager.filter(pk=row.pk).update(**{name: named})


def everything() -> str:
    """Every row of every table as PostgreSQL writes it, every file and all that Redis holds."""
    parts = [database()]
    for folder in (Path(settings.EXPORT_FOLDER), Path(settings.ERASURE_LEDGER).parent):
        parts += [f"{p.name} {p.read_bytes()!r}" for p in folder.rglob("*") if p.is_file()]
    client = cache._cache.get_client(None)
    for key in client.scan_iter("*"):
        value = client.get(key) if client.type(key) == b"string" else b""
        parts.append(f"{key!r} {value.decode('utf-8', 'replace')}")
    return "\n".join(parts)


def database() -> str:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [f"{table}: {text}" for (text,) in cursor.fetchall()]
    return "\n".join(rows)
