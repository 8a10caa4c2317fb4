"""What an erased member leaves behind: nothing that names them."""

import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from forums.actions import reply, settle_trust, start_topic
from forums.models import Ballot, PollOption, Prompt, Topic
from groups.models import Group
from groups.resources.models import Attachment
from moderation.models import (
    Appeal,
    AuthorshipRequest,
    Decision,
    ItemNote,
    ReviewItem,
    Sanction,
    SealedAuthorship,
)
from peersupport import privacy
from peersupport.administration.models import RoleGrant, SelfAudit
from peersupport.core.datamap import data_map
from peersupport.invariants import broken_invariants
from peersupport.members import actions
from peersupport.members.models import (
    WORDS,
    CommunityInvitation,
    DataExport,
    Erasure,
    Member,
    Session,
)
from peersupport.members.rules import has_consented
from peersupport.members.sessions import SessionStore
from peersupport.notifications.actions import deliver_next
from peersupport.notifications.letters import compose
from peersupport.notifications.models import Letter
from tests.conftest import SignedIn, new_member, norms_in_force

from .traces import (
    ABOUT,
    ADDRESS,
    FILED,
    HANDLE,
    NAME,
    NAMES,
    PK,
    PRIVATE,
    SAID,
    database,
    everything,
    leave_traces,
)

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.EXPORT_FOLDER = tmp_path / "exports"
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    monkeypatch.setattr("peersupport.core.wake.current_app.send_task", lambda *a, **k: None)


@pytest.fixture(scope="module")
def left(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once: what a test does to it is undone, see `traces`."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock(), transaction.atomic():
        norms_in_force()
        yield leave_traces()
        transaction.set_rollback(True)


@pytest.fixture
def traces(left, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield left
        transaction.set_rollback(True)


@pytest.fixture
def committing():
    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


def erase(member, choice):
    erasure = actions.ask_erasure(member, choice=choice)
    Erasure.objects.filter(pk=erasure.pk).update(due_at=timezone.now())
    privacy.carry_out_erasures()
    return Erasure.objects.get(pk=erasure.pk)


@pytest.mark.parametrize("choice", Erasure.Choice.values)
def test_a_dump_holds_nothing_of_who_was_erased(traces, committing, choice):
    with committing():
        assert privacy.build_export(actions.ask_export(traces.member))
    for topic in (traces.topic, traces.others_topic):
        assert SignedIn().get(topic.get_absolute_url()).status_code == 200  # kept for visitors
    before = everything()
    filed = {FILED[0], FILED[1], FILED[4]} | ({FILED[2]} if choice == "remove" else set())
    gone = [*NAMES, *ABOUT, *PRIVATE, *filed, *(SAID if choice == "remove" else [])]
    assert [word for word in gone if word not in before] == []

    with committing():
        done = erase(traces.member, choice)
    while deliver_next():
        pass

    after = everything()
    assert {w: after.count(w) for w in gone if w.casefold() in after.casefold()} == {}
    if choice == "anonymise":  # the control of the control: what was to stay has stayed
        assert [word for word in SAID if word not in after] == []
        picture = Attachment.objects.get(owner=None)
        assert (picture.name, picture.alt) == ("picture.png", f"{FILED[2]} of Former member")
        assert [each["name"] for each in picture.target.files] == ["picture.png"]
        assert SignedIn().get(picture.get_absolute_url()).getvalue()
    else:
        assert not Attachment.objects.filter(owner=None).exists()
    assert FILED[3] not in after  # a document, with whatever stands in it
    theirs = Attachment.objects.get(owner=traces.other)
    assert theirs.target.files[0]["name"] == "For Former member.png"
    assert "An answer that stays." in after
    receipt = [letter for letter in mail.outbox if letter.to == [ADDRESS]][-1]
    assert str(done.receipt) in receipt.body
    assert not Letter.objects.filter(address=ADDRESS).exists()
    assert list(broken_invariants()) == []


def test_no_row_points_at_who_was_erased_but_those_the_map_keeps(traces):
    erase(traces.member, "anonymise")
    settle_trust()  # at night everybody's facts are counted, but not theirs

    left = {}
    for model in apps.get_models(include_auto_created=True):
        entry = data_map()[model._meta.label]
        for field in model._meta.concrete_fields:
            points = field.related_model is Member and field.name not in entry.kept
            if points and (rows := model._base_manager.filter(**{field.name: PK}).count()):
                left[f"{entry.model}.{field.name}"] = rows
    assert left == {}
    numbers = re.findall(rf"^(\w+): .*\b{PK}\b", database(), re.MULTILINE)
    assert set(numbers) <= {
        "activity_activity", "administration_accessreview", "administration_closure",
        "administration_rolegrant", "administration_selfaudit", "django_admin_log", "groups_group",
        "members_consentrecord", "members_erasure", "members_member", "members_trusthold",
        "moderation_appeal", "moderation_appealword", "moderation_authorshiprequest",
        "moderation_decision",
        "moderation_itemnote", "moderation_report", "moderation_restoration",
        "moderation_sampleddecision",
    }  # fmt: skip


def test_each_discussion_has_a_former_member_of_its_own(traces):
    erase(traces.member, "anonymise")

    authors = [t.posts.filter(author__display_name="Former member").get().author
               for t in (traces.topic, traces.others_topic)]  # fmt: skip
    assert len({PK, *(author.pk for author in authors)}) == 3
    assert not any(author.is_active for author in authors)
    topic = Topic.objects.get(pk=traces.others_topic.pk)
    page = SignedIn().get(topic.get_absolute_url()).text
    assert authors[1].pk in topic.recent_authors
    assert "<bdi>Former member</bdi>" in page
    assert str(PK) not in page
    assert SignedIn().get(f"/members/{HANDLE}/").status_code in {302, 404}


def test_others_keep_their_words_and_quotations_lose_the_name(traces):
    erase(traces.member, "anonymise")

    answer = traces.others_topic.posts.get(number=3)
    assert (
        "I agree, Former member, see /members/-/ or Former member; thanks Former member."
        in answer.body
    )
    assert "[Former member, post 2]" in answer.body
    assert SAID[3] in answer.body
    assert "<cite>" in answer.html
    assert HANDLE not in answer.html


def test_what_is_removed_is_blanked_where_it_is_quoted_too(traces):
    erase(traces.member, "remove")

    for number in (3, 4):
        quoting = traces.others_topic.posts.get(number=number)
        assert "Removed by its author." in quoting.body
        assert SAID[3] not in quoting.body + quoting.html
    topic = Topic.objects.get(pk=traces.topic.pk)
    assert (topic.standing, topic.reply_count) == ("visible", 1)
    assert topic.title == "A topic whose author left"


@pytest.mark.parametrize(("choice", "polls"), [("anonymise", 2), ("remove", 1)])
def test_votes_stay_counted_as_nobodys_and_prompts_end_without_their_writer(traces, choice, polls):
    erase(traces.member, choice)

    assert not Ballot.objects.exclude(member=None).exists()
    assert list(PollOption.objects.filter(vote_count=1).values_list("position", flat=True)) == (
        [1] * polls
    )
    assert list(broken_invariants()) == []
    ended = Prompt.objects.get(author=None)
    assert (ended.state, ended.body, Prompt.objects.filter(author=traces.member).count()) == (
        "open", "", 0
    )  # fmt: skip


def test_a_group_that_nobody_looks_after_is_noticed(traces):
    erase(traces.member, "anonymise")

    assert Group.objects.get(pk=traces.group.pk).unled_since is not None
    assert not traces.group.powers.filter(user=PK).exists()


def test_nothing_happens_before_the_week_is_over_or_once_it_was_stopped(traces):
    erasure = actions.ask_erasure(traces.member, choice="remove")
    privacy.carry_out_erasures()
    assert Member.objects.get(pk=PK).handle == HANDLE

    actions.stop_erasure(erasure)
    Erasure.objects.update(due_at=timezone.now() - timedelta(days=1))
    privacy.carry_out_erasures()

    assert Member.objects.get(pk=PK).handle == HANDLE
    assert traces.browser.get("/settings/profile/").status_code == 200


def test_words_that_arrive_a_moment_later_go_as_well(traces):
    erase(traces.member, "remove")
    late = reply(traces.others_topic, author=traces.member, body="Marrowfish, late")

    privacy.carry_out_erasures()

    late.refresh_from_db()
    assert (late.body, late.author.handle[:7]) == ("Removed by its author.", "former-")
    assert late.author_id != PK
    assert list(broken_invariants()) == []


def test_an_erased_account_that_is_not_empty_is_noticed(traces):
    erase(traces.member, "anonymise")
    assert list(broken_invariants()) == []

    Member.objects.filter(pk=PK).update(about="Back again")

    assert list(broken_invariants()) == [("an erased account holds nothing", 1)]


def test_the_last_administrator_is_not_erased_before_there_is_another(traces):
    erasure = actions.ask_erasure(
        new_member(role="administrator", is_superuser=True), choice="anonymise"
    )
    Member.objects.filter(pk=traces.staff.pk).update(is_superuser=False)
    Erasure.objects.update(due_at=timezone.now())

    assert privacy.carry_out(erasure) is None
    Member.objects.filter(pk=traces.staff.pk).update(is_superuser=True)
    assert privacy.carry_out(erasure) is not None


def test_every_session_ends(traces, committing):
    assert traces.browser.get("/settings/profile/").status_code == 200
    key = SessionStore.cache_key_prefix + Session.objects.get(member=PK).pk
    assert cache.get(key)

    with committing():
        erase(traces.member, "anonymise")

    assert not Session.objects.exists()
    assert cache.get(key) is None
    assert traces.browser.get("/settings/profile/").status_code == 302


def test_what_was_said_stays_on_record_and_every_free_choice_says_no(traces):
    before = traces.member.consents.count()

    erase(traces.member, "anonymise")

    assert [word for word in WORDS if has_consented(traces.member, word)] == []
    assert traces.member.consents.count() == before + len(WORDS)
    assert not Member.objects.get(pk=PK).listed
    assert not CommunityInvitation.objects.exists()


def test_the_record_of_the_staff_loses_names_and_nothing_else(traces):
    """Its triggers let an erasure through, and nobody else, also afterwards."""
    erase(traces.member, "anonymise")

    grant = RoleGrant.objects.get(member=PK)
    assert (grant.reason, grant.ended_because) == (
        "Former member can do it.", "The account was erased.",
    )  # fmt: skip
    assert RoleGrant.objects.get(member=traces.other).ended_because.startswith("It was time. Ask F")
    audit = SelfAudit.objects.get()
    assert audit.result["staff"]["without_record"] == [traces.staff.handle, "Former member"]
    assert audit.is_unchanged
    assert "handle_taken_out_on" in audit.result
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        RoleGrant.objects.update(reason="Another")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        SelfAudit.objects.update(sha256="")
    assert SealedAuthorship.objects.count() == 1  # somebody else's
    assert AuthorshipRequest.objects.filter(authorship=None).count() == 1


def test_a_letter_under_way_does_not_reach_who_is_erased(traces, monkeypatch):
    """The worker has its lease when the erasure comes."""
    Letter.objects.exclude(key="theirs").delete()  # one that is stored whole
    erasure = actions.ask_erasure(traces.member, choice="anonymise")
    Erasure.objects.update(due_at=timezone.now())
    leased = []

    def erase_meanwhile(letter):
        if not leased:
            leased.append(letter.pk)
            privacy.carry_out(erasure)
        return compose(letter)

    monkeypatch.setattr("peersupport.notifications.actions.compose", erase_meanwhile)
    while deliver_next():
        pass

    to_them = [letter for letter in mail.outbox if letter.to == [ADDRESS]]
    assert [letter.subject for letter in to_them] == ["Your account is erased"]
    assert not any(NAME in f"{letter.subject} {letter.body}" for letter in mail.outbox)


def test_a_copy_under_way_is_never_handed_out(traces, monkeypatch, settings):
    export = actions.ask_export(traces.member)
    write = privacy.write_archive

    def erase_meanwhile(path, tables, **about):
        size = write(path, tables, **about)
        erase(traces.member, "anonymise")
        return size

    monkeypatch.setattr(privacy, "write_archive", erase_meanwhile)

    assert not privacy.build_export(export)
    assert not DataExport.objects.exists()
    assert list(settings.EXPORT_FOLDER.iterdir()) == []


def test_who_a_backup_brings_back_is_erased_again(traces, settings):
    with transaction.atomic():
        digest = erase(traces.member, "anonymise").digest
        transaction.set_rollback(True)  # as a restored backup does
    assert Member.objects.get(pk=PK).handle == HANDLE
    (line,) = map(json.loads, settings.ERASURE_LEDGER.read_text().splitlines())
    assert line == {"digest": digest, "choice": "anonymise"}

    assert privacy.replay_ledger(settings.ERASURE_LEDGER) == 1
    assert privacy.replay_ledger(settings.ERASURE_LEDGER) == 0

    assert NAME not in database()


def test_a_number_given_anew_after_a_restore_is_somebody_else(traces, settings):
    with transaction.atomic():
        erase(traces.member, "anonymise")
        transaction.set_rollback(True)
    Member.objects.filter(pk=PK).update(joined_at=timezone.now())

    assert privacy.replay_ledger(settings.ERASURE_LEDGER) == 0


def test_an_everyday_name_stays_an_everyday_word(traces):
    hope = new_member(handle="hopeful", display_name="Hope")
    topic = start_topic(
        traces.topic.category, author=traces.other, title="Waiting",
        body="I hope so. Hope dies last; hopeful as @hopeful says.",
    )  # fmt: skip
    reply(topic, author=hope, body="Yours, Hope")

    erase(hope, "anonymise")

    bodies = list(topic.posts.order_by("number").values_list("body", flat=True))
    assert bodies == [
        "I hope so. Hope dies last; hopeful as Former member says.", "Yours, Former member",
    ]  # fmt: skip


def test_what_was_decided_about_somebody_stays_as_a_number(traces):
    before = Decision.objects.count()
    erase(traces.member, "anonymise")
    privacy.forget(Member.objects.get(pk=PK), choice="anonymise")  # once more changes nothing

    assert Decision.objects.count() == before
    theirs = Decision.objects.get(made_by=traces.staff, step="warn")
    assert (theirs.about, theirs.facts) == (None, "Taken out when the account was erased.")
    assert theirs.sampled.why == "Taken out when the account was erased."
    assert not theirs.item.notes.exists()
    assert not Appeal.objects.filter(decision=theirs).exists()
    assert not Sanction.objects.filter(decision=theirs).exists()
    by_them = Decision.objects.get(made_by=PK, step="warn")
    assert by_them.facts.startswith("Former member decided.")
    assert by_them.item.notes.get().text.startswith("Former member decided.")
    assert by_them.appeal.words.count() == 2


def test_a_note_about_what_is_open_stays_without_a_name(traces):
    item = ReviewItem.objects.get(author=PK, state="decided", notes__isnull=False)
    ReviewItem.objects.filter(pk=item.pk).update(state="open", decided_at=None)
    ItemNote.objects.filter(item=item).update(text=f"{NAME} may need help.")

    erase(traces.member, "anonymise")

    assert ItemNote.objects.get(item=item).text == "Former member may need help."
