"""Somebody who left traces everywhere, and where to look for what is left of them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pgtrigger
from allauth.account.models import EmailConfirmation
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_otp_webauthn.models import (
    WebAuthnAttestation,
    WebAuthnCredential,
    WebAuthnUserHandle,
)

from forums.actions import (
    PollFacts,
    dismiss,
    edit,
    keep_bookmark,
    make_feed_key,
    pin,
    react,
    reply,
    save_draft,
    start_topic,
    submit_topic,
    vote,
)
from forums.models import HeldPost, Post, Prompt, ReadMark, Tag, TagSuggestion
from groups import actions as groups
from groups.models import Group, HandOver, Invitation, JoinRequest, PassedOver, Removal
from groups.resources.actions import Chosen, take_in
from groups.rooms import actions as rooms
from groups.rooms.models import Addition, Consent, Line, LineReaction, Room, Seat
from moderation.actions import open_item, report, seal_author, settle_standing
from moderation.models import (
    Appeal,
    AppealWord,
    AuthorshipRequest,
    CleanUp,
    Decision,
    ItemNote,
    NormRule,
    Restoration,
    ReviewItem,
    Sample,
    SampledDecision,
    Sanction,
    Step,
    WatchedTerm,
)
from moderation.safety.models import Shift
from peersupport.activity.models import Activity
from peersupport.administration import privacy as administration
from peersupport.administration.models import AccessReview, Closure, RoleGrant, SelfAudit
from peersupport.administration.models.audits import digest
from peersupport.core import richtext
from peersupport.core.datamap import data_map
from peersupport.members.actions import block, give_consent, mute, note
from peersupport.members.models import (
    WORDS,
    Audience,
    CommunityInvitation,
    FactorReset,
    FirstStep,
    Interest,
    Language,
    Member,
    Part,
    RecoveryCode,
    SecurityEvent,
    Tier,
    Trust,
    TrustHold,
    TrustRecord,
    WrittenBy,
)
from peersupport.notifications.actions import post_account_mail, tell
from peersupport.notifications.models import Kind, MailOptOut
from tests.conftest import SignedIn, close_report, new_category, new_member
from tests.members.door import show_password_again
from tests.resources.samples import picture

PK = 987_654_321
HANDLE, NAME, ADDRESS = "quillon-z9", "Quillon Zarathustra & Söhne", "quillon.z9@mail.example"
SECOND = "zarathustra@second.example"
NAMES = [HANDLE, NAME, "Quillon", ADDRESS, SECOND]
# What they wrote, a word for each place.
ABOUT = ["Nightjarwort", "zirself-pronoun"]
SAID = [
    "Marrowfish",
    "Cobblewisp",
    "Thistledrum",
    "Vesperloom",
    "Bramblequay",
    "Ottermoss",
    "Sedgewarbler",
    "Mallowmint",
    "Hollowquince",
]
PRIVATE = ["Lanternfrog", "Pebblewhale", "Harebelltide", "Saffronowl", "Firefox on Nightphone",
           "Gorsebell", "Dovetailfern", "Rookpasskey", "zara-uid-77", "Wrenmantle",
           "Finchparcel", "larkspurtag", "Sloedraft", "Teasellark", "Merlinhush",
           "Plovermoss", "Wagtailbrook"]  # fmt: skip

# Of files: names of a picture and two documents, what a picture shows, what a document says.
FILED = ["Quiverbeck", "Larkspurden", "Ivory gate", "Fenwickle", "Osierholt"]


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
        tier=Tier.SUPPORTER, trust_level=Trust.REGULAR, days_visited=7, last_visit_day="2026-01-02",
        last_sanction_at=timezone.now(), checked_up_at=timezone.now(), sessions_ended=2,
        calm_mode=True, shortcuts=True, text_size="125", theme="dark", terms_version=1,
        privacy_version=1, written_by=WrittenBy.STAFF, steps_skipped=[FirstStep.HELLO],
        shown_to={Part.ABOUT.value: Audience.EVERYONE.value}, has_muted=True,
        hidden_notes=["grief"], hidden_tags=["sleep"],
    )  # fmt: skip
    other, asked = new_member(tier=Tier.SUPPORTER), new_member()
    staff = new_member(role="administrator", is_superuser=True)
    place = new_category(description="A place.")
    topic, others_topic = _write(member, other, staff, place)
    group = _join(member, other, asked)
    _talk(member, other, asked, group)
    _account(member, staff)
    _ways_in(member, staff)
    _people(member, other, staff)
    _moderate(member, other, staff, topic, others_topic)
    _office(member, other, staff, others_topic)
    _put_right(member, staff)
    _be_told(member, other, topic)
    browser = SignedIn()
    browser.force_login(member)
    show_password_again(browser)
    _be_named(member)
    return Traces(member, other, staff, others_topic, topic, group, browser)


def _write(member, other, staff, place):
    topic = start_topic(
        place, author=member, title=f"{SAID[0]} by {NAME}", body=f"{SAID[1]}. {NAME}, {ADDRESS}",
        note="grief", note_words=f"{SAID[6]}, {NAME}",
    )  # fmt: skip
    reply(topic, author=other, body="An answer that stays.")
    others_topic = start_topic(place, author=other, title="Another", body="A question that stays.")
    mine = reply(
        others_topic, author=member, body=f"{SAID[2]} said {NAME}.", note="exams",
        note_words=f"{SAID[7]} {NAME}",
    )  # fmt: skip
    mine = edit(mine, editor=member, body=f"{SAID[3]} then.", version=1, note="",
                reason=f"{SAID[4]}!")  # fmt: skip
    link = mine.get_absolute_url()
    quoting = richtext.quotation(f"{SAID[3]} then.", who=NAME, number=mine.number, link=link)
    answer = reply(
        others_topic, author=other,
        body=f"{quoting}I agree, @{HANDLE}, see /members/{HANDLE}/ or {ADDRESS}; thanks {NAME}.",
    )  # fmt: skip
    twice = richtext.quotation(answer.body, who="Other", number=3, link="/t/1/x/3/")
    reply(others_topic, author=staff, body=f"{twice}A quotation of a quotation.")
    edit(answer, editor=other, body=answer.body + " Edited.", version=1)
    _attach(member, other, mine, answer)
    _ask_and_vote(member, other, staff, place)
    react(others_topic.posts.get(number=1), member=member, kind="helpful")
    react(topic.posts.get(number=2), member=member, kind="thank_you")
    pin(others_topic, by=staff, pinned=True, reason="For all.")
    dismiss(others_topic, member=member)
    closed = report(others_topic.posts.get(number=1), reporter=member, reason="other",
                    note=PRIVATE[0])  # fmt: skip
    close_report(closed, by=staff)
    report(mine, reporter=other, reason="worry", note="About somebody.")
    keep_bookmark(others_topic.posts.get(number=1), member=member, note=PRIVATE[10])
    keep_bookmark(mine, member=other, note=f"What {NAME} said")
    Tag.objects.create(name="thanks", description=f"{NAME} thought of it.")
    TagSuggestion.objects.create(name="larkspurtag", topic=others_topic, suggested_by=member)
    make_feed_key(member)
    ReadMark.objects.update_or_create(member=member, topic=topic, defaults={"number": 2})
    save_draft(others_topic, by=member, words={"body": f"{PRIVATE[12]} {NAME}"})
    save_draft(others_topic, by=other, words={"body": "A reply that is not finished."})
    _wait_for_a_look(member, other)
    assert SAID[5] not in topic.title
    unnamed = start_topic(new_category(allows_anonymous=True), author=other, title="T", body="W.")
    hidden = reply(unnamed, author=member, body=f"{SAID[8]}, without a name.", anonymous=True)
    words = richtext.quotation(
        hidden.body, who="Anonymous learner 1", number=2, link=hidden.get_absolute_url()
    )
    reply(unnamed, author=other, body=f"{words}So do I.")
    Post.objects.filter(pk=mine.pk).update(body=f"{mine.body} {SAID[5]}")
    return topic, others_topic


def _wait_for_a_look(member, other):
    """Something of theirs that waits; and somebody else's that names them."""
    place = new_category(hold="all")
    for author, words in ((member, f"{PRIVATE[16]} {NAME}"), (other, f"What {NAME} said")):
        held = submit_topic(place, author=author, title=words, body=words, note="grief",
                            note_words=words).what  # fmt: skip
        HeldPost.objects.filter(pk=held.pk).update(answer=f"Leave {NAME} out, please.")
    WatchedTerm.objects.create(words=f"like {NAME}")


def _attach(member, other, mine, answer):
    """A picture and a document posted, one not yet; and somebody else’s that names them."""

    def files(who, *sent, shown=FILED[2]):
        taken = [take_in(SimpleUploadedFile(*each), owner=who) for each in sent]
        return [Chosen(row.uuid, f"{shown} of {NAME}") for row in taken]

    drawing, paper = picture("PNG"), f"{FILED[3]} by {NAME}".encode()
    own = files(member, (f"{FILED[0]}.png", drawing), (f"{FILED[1]} {HANDLE}.txt", paper))
    files(member, (f"{FILED[4]}.txt", paper))
    edit(mine, editor=member, body=mine.body, version=mine.version, files=own)
    theirs = files(other, (f"For {HANDLE}.png", drawing), shown="A drawing")
    now = Post.objects.get(pk=answer.pk)
    edit(now, editor=other, body=now.body, version=now.version, files=theirs)


def _ask_and_vote(member, other, staff, place):
    """Polls, votes and prompts: theirs, and somebody else's."""
    poll = PollFacts(question=f"Who helps {NAME}?", options=[f"Ask {NAME}", f"Ask @{HANDLE}"])
    theirs = start_topic(place, author=member, title="A poll", body="Which?", poll=poll)
    others = start_topic(place, author=other, title="A poll", body="Which?", poll=poll)
    for topic in (theirs, others):
        vote(topic, member=member, choices=[1])
    Prompt.objects.create(category=place, author=member, title=PRIVATE[13], body=PRIVATE[13],
                          opens_at=timezone.now(), zone="UTC")  # fmt: skip
    Prompt.objects.create(category=place, author=member, title=PRIVATE[13], body=PRIVATE[13],
                          opens_at=timezone.now(), zone="UTC", state="open", topic=theirs)  # fmt: skip
    Prompt.objects.create(category=place, author=staff, title="T", body="B", opens_at=timezone.now(),
                          zone="UTC", poll_question="Q", poll_options="A\nB")  # fmt: skip


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


def _talk(member, other, asked, group) -> None:
    """A conversation, one that others have too, and a room of their group: sealed, but for what
    hosts wrote of somebody, what rooms are called and what files are."""
    for to in ([other], [other, asked]):
        room = rooms.start_conversation(by=member, to=to, body="Hello")
        for each in to:
            rooms.accept(room, by=each)
        rooms.say(room, by=other, body=f"Hello @{HANDLE}")
    rooms.keep_draft(room, by=member, body="Not said")
    for about, by in ((asked, member), (member, other)):
        addition = Addition.objects.create(room=room, member=about, asked_by=by)
        Consent.objects.create(addition=addition, member=other if by == member else member)
    place = rooms.new_room(group=group, name="Tea", started_by=member)
    for number, author in enumerate([member, other], start=1):
        line = Line.objects.create(room=place, number=number, author=author, hidden_by=member)
        LineReaction.objects.create(line=line, member=member, kind="thank_you")
        Line.objects.filter(pk=line.pk).update(
            reaction_counts={"thank_you": 1}, hidden_because=f"{PRIVATE[14]} {NAME}"
            if author == member else "Loud.",
        )  # fmt: skip
    Room.objects.filter(pk=place.pk).update(last_number=2)
    Seat.objects.create(room=place, member=member, paused_because=f"{PRIVATE[14]} again")
    Seat.objects.create(room=place, member=other, paused_because="Loud.", read_number=1)
    reported = room.lines.get(number=1)
    for by in (other, member):
        made = rooms.report_line(reported, by=by, reason="other")
    close_report(made, by=other)


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


def _ways_in(member, staff) -> None:
    """Passkey, account of an institution, and invitations: their own, and one that they came by."""
    key = WebAuthnCredential.objects.create(
        user=member, name=PRIVATE[7], credential_id=b"i", public_key=b"k", sign_count=1,
    )  # fmt: skip
    WebAuthnAttestation.objects.create(credential=key, fmt="none", data=b"", client_data_json=b"")
    WebAuthnUserHandle.objects.create(user=member, handle_hex="ab" * 32)
    account = SocialAccount.objects.create(
        user=member, provider="uni", uid=PRIVATE[8], extra_data={"email": ADDRESS}
    )
    SocialToken.objects.create(account=account, token=PRIVATE[9])
    for made_by, address in ((member, "friend@mail.example"), (staff, ADDRESS), (staff, SECOND)):
        CommunityInvitation.objects.create(
            made_by=made_by, address=address, expires_at=timezone.now()
        )


def _people(member, other, staff) -> None:
    """Consents, blocks both ways, and trust: counted, and held by them and of them."""
    for purpose in WORDS:
        give_consent(member, purpose)
    for one, another in ((member, other), (other, member)):
        mute(one, other=another)
    for one, another in ((member, staff), (staff, member)):
        block(one, other=another)
    TrustRecord.objects.create(member=member, days=7, topics=3, posts=2)
    TrustHold.objects.create(member=member, level=0, reason=PRIVATE[6], held_by=staff)
    TrustHold.objects.create(member=other, level=1, reason="Known.", held_by=member,
                             released_by=member, released_at=timezone.now())  # fmt: skip


def _moderate(member, other, staff, topic, others_topic) -> None:
    """Decided about, appealed and read again; and what they did as a moderator about another."""
    norm, kept = (
        NormRule.objects.get(key="kindness"),
        Sample(week="2026-01-05", seed=1, drawn_from=2),
    )
    kept.save()
    rows = [  # about whom, by whom, of what, and what each wrote
        (member, staff, topic, PRIVATE[15]), (other, member, others_topic, f"{NAME} decided."),
    ]  # fmt: skip
    for about, by, thread, words in rows:
        item = open_item(thread.posts.get(author=about, number=1), reason="unkind")
        ItemNote.objects.create(item=item, author=by, text=words)
        decision = Decision.objects.create(
            item=item, target=item.target, about=about, made_by=by, step=Step.WARN, norm=norm,
            facts=words,
        )  # fmt: skip
        ReviewItem.objects.filter(pk=item.pk).update(state="decided", decided_at=timezone.now())
        Sanction.objects.create(decision=decision, member=about, kind=Sanction.Kind.WARNING)
        settle_standing(about)
        CleanUp.objects.create(decision=decision, member=about, since=timezone.now())
        reviewer = other if about == member else staff
        appeal = Appeal.objects.create(
            decision=decision, member=about, decided_by=by, reviewer=reviewer, state="answered",
            answer_by=timezone.now(), answered_at=timezone.now(), outcome="kept", reasons=words,
        )  # fmt: skip
        for author in (about, by):
            AppealWord.objects.create(appeal=appeal, author=author, text=words)
        SampledDecision.objects.create(
            sample=kept, decision=decision, decided_by=by, reviewer=reviewer, agrees=False,
            why=words, reviewed_at=timezone.now(),
        )  # fmt: skip
    Shift.objects.create(member=member, starts_at=timezone.now(),
                         ends_at=timezone.now() + timedelta(hours=1))  # fmt: skip


def _office(member, other, staff, topic) -> None:
    """They were a moderator once: roles, reviews, closings, a self-audit, a hidden author."""
    now = timezone.now()
    ended = {"ended_at": now, "ended_because": "It was time."}
    grant = RoleGrant.objects.create(member=member, role="moderator", reason=f"{NAME} can do it.",
                                     granted_by=staff)  # fmt: skip
    RoleGrant.objects.create(member=other, role="moderator", reason="Trained.", granted_by=member,
                             ended_by=member, **ended)  # fmt: skip
    AccessReview.objects.create(grant=grant, reviewed_by=staff, is_kept=True)
    Closure.objects.create(member=member, reason=PRIVATE[5], closed_by=staff, reopened_at=now,
                           reopened_by=staff, reopened_because=f"{PRIVATE[5]} again")  # fmt: skip
    Closure.objects.create(member=other, reason="Loud.", closed_by=member, reopened_at=now,
                           reopened_by=member, reopened_because="Quiet.")  # fmt: skip
    result = {"staff": {"count": 2, "without_record": [staff.handle, HANDLE]}}
    SelfAudit.objects.create(made_by=member, result=result, sha256=digest(result))
    post = topic.posts.get(number=2)
    AuthorshipRequest.objects.create(
        authorship=seal_author(post, author=member), asked_by=staff, reason="Somebody in danger?"
    )
    AuthorshipRequest.objects.create(
        authorship=seal_author(topic.posts.get(number=1), author=other), asked_by=member,
        reason="They wrote of danger.", answer="agreed", answered_by=staff, answered_at=now,
        answer_note="Yes.",
    )  # fmt: skip


def _put_right(member, staff) -> None:
    """What two people agreed on beside each decision, led by the one or the other."""
    for decision in Decision.objects.all():
        Restoration.objects.create(
            decision=decision, asked_by=member, agreement=f"{NAME} says sorry.", state="agreed",
            led_by=staff if decision.about == member else member, settled_at=timezone.now(),
            follow_up_on=timezone.localdate(),
        )  # fmt: skip


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
                else {"body": naming}
                if isinstance(value, dict)
                else f"{value} {naming}"[-(limit or 10_000) :]
            )
            with pgtrigger.ignore(*administration.GRANTS):
                rows.model._base_manager.filter(pk=row.pk).update(**{name: named})


def everything() -> str:
    """Every row of every table as PostgreSQL writes it, every file and all that Redis holds."""
    parts = [database()]
    folders = [settings.EXPORT_FOLDER, Path(settings.ERASURE_LEDGER).parent, settings.MEDIA_ROOT]
    for folder in map(Path, folders):
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
