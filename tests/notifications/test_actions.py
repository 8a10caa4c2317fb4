from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings
from django.utils import timezone

from forums.actions import delete
from forums.models import Category
from peersupport.activity.actions import record
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member
from peersupport.notifications import privacy
from peersupport.notifications.actions import (
    MOST_ATTEMPTS,
    choose_letters,
    deliver_next,
    follow_by_taking_part,
    mark_read,
    mark_read_about,
    post_account_mail,
    read_unsubscribe_token,
    tell,
    watch,
)
from peersupport.notifications.letters import unsubscribe_token
from peersupport.notifications.models import Kind, Letter, MailOptOut, Notice, Watch


class BrokenBackend(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("the mail server is away")


broken_mail = override_settings(
    MAILERS={"default": {"BACKEND": "peersupport.notifications.outbox.OutboxBackend"},
             "delivery": {"BACKEND": f"{__name__}.BrokenBackend"}}
)  # fmt: skip


@pytest.fixture
def post(topic, make_post):
    return make_post(topic, body="Words of comfort.")


@pytest.fixture
def tell_of(post):
    """Tell people of the reply, as its activity would."""
    activity = record("forums.replied", actor=post.author, target=post)

    def tell_of(*members, kind=Kind.REPLY):
        tell(members, kind=kind, activity=activity, target=post)

    return tell_of


@pytest.fixture
def letter(tell_of, asker):
    tell_of(asker)
    return Letter.objects.get()


def deliver():
    count = 0
    while deliver_next():
        count += 1
    return count


def test_tells_once_with_a_notice_and_a_letter(tell_of, asker, stranger, post):
    for _ in range(2):
        tell_of(asker, stranger)

    assert [notice.target for notice in Notice.objects.all()] == [post, post]
    assert Letter.objects.count() == 2
    letter = Letter.objects.get(recipient=asker)
    assert (letter.kind, letter.template, letter.target) == (Kind.REPLY, Kind.REPLY, post)
    assert (letter.subject, letter.text, letter.html, letter.address) == ("", "", "", "")


def test_tells_nobody_of_nothing(tell_of):
    tell_of()

    assert not Notice.objects.exists()


def test_gives_who_opted_out_the_notice_only(tell_of, asker, stranger):
    choose_letters(asker, kind=Kind.REPLY, wanted=False)
    choose_letters(stranger, kind=Kind.MENTION, wanted=False)

    tell_of(asker, stranger)

    assert Notice.objects.count() == 2
    assert Letter.objects.get().recipient == stranger


@pytest.mark.parametrize("fields", [{"email": None, "claimed_at": None}, {"claimed_at": None}])
def test_writes_no_letter_to_imported_people(tell_of, asker, fields):
    Member.objects.filter(pk=asker.pk).update(**fields)
    asker.refresh_from_db()

    tell_of(asker)

    assert not Letter.objects.exists()


def test_sends_a_letter_once(letter, asker, post, topic):
    assert deliver() == 1
    assert deliver() == 0

    sent = mail.outbox[0]
    letter.refresh_from_db()
    assert len(mail.outbox) == 1
    assert sent.to == [asker.email]
    assert sent.subject == f"Helper replied in “{topic.title}”"
    assert "Words of comfort." in sent.body
    assert post.get_absolute_url() in sent.body
    assert "Words of comfort." in sent.alternatives[0][0]
    assert (letter.state, letter.attempts, letter.leased_until) == ("sent", 1, None)
    assert letter.final_at is not None


def test_names_a_letter_by_its_key(letter, settings):
    deliver()

    assert mail.outbox[0].extra_headers["Message-ID"] == (
        f"<{letter.key.replace(':', '.')}@127.0.0.1>"
    )
    assert mail.outbox[0].message()["Message-ID"].count("@") == 1


def test_lets_a_mailbox_stop_letters_with_one_click(letter, asker, client):
    deliver()

    headers = mail.outbox[0].message()
    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert address in mail.outbox[0].body
    path = address.partition("127.0.0.1:8000")[2]
    client.post(path, {"List-Unsubscribe": "One-Click"})
    assert MailOptOut.objects.get().member == asker


@pytest.mark.parametrize(
    "fields", [{"is_sensitive": True}, {"see": 2, "read": 2, "start": 2, "reply": 2}]
)
def test_says_no_words_that_must_stay_inside(topic, post, tell_of, moderator, fields):
    Category.objects.filter(pk=topic.category_id).update(name="Grief room", **fields)
    post.author.refresh_from_db()
    tell_of(moderator)

    deliver()

    sent = mail.outbox[0]
    everything = str(sent.message()) + sent.subject + sent.body + sent.alternatives[0][0]
    for secret in (topic.title, topic.slug, "Words of comfort", "Helper", "Grief room",
                   post.author.handle):  # fmt: skip
        assert secret not in everything
    assert f"/t/{topic.pk}/" in sent.body


def test_leaves_a_leased_letter_to_who_has_it(letter):
    Letter.objects.update(leased_until=timezone.now() + timedelta(minutes=1))

    assert not deliver_next()
    assert mail.outbox == []


def test_takes_over_when_a_lease_has_run_out(letter):
    Letter.objects.update(leased_until=timezone.now() - timedelta(seconds=1), attempts=1)

    assert deliver() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 2)


def test_sends_the_oldest_due_letter_first(tell_of, asker, stranger, moderator):
    tell_of(asker, stranger, moderator)
    now = timezone.now()
    for member, minutes in [(asker, -1), (stranger, -2), (moderator, 5)]:
        Letter.objects.filter(recipient=member).update(due_at=now + timedelta(minutes=minutes))

    deliver()

    assert [sent.to for sent in mail.outbox] == [[stranger.email], [asker.email]]


@pytest.mark.parametrize(
    "case", ["staff only", "post deleted", "topic removed", "opted out", "left", "unclaimed"]
)
def test_looks_again_before_it_sends(case, letter, asker, helper, post, topic):
    if case == "staff only":
        Category.objects.update(see=2, read=2, start=2, reply=2)
    elif case == "post deleted":
        delete(post, by=helper)
    elif case == "topic removed":
        type(topic).objects.update(standing="removed")
    elif case == "opted out":
        choose_letters(asker, kind=Kind.REPLY, wanted=False)
    elif case == "left":
        Member.objects.filter(pk=asker.pk).update(is_active=False)
    else:
        Member.objects.filter(pk=asker.pk).update(claimed_at=None)

    assert deliver() == 1

    letter.refresh_from_db()
    assert (letter.state, letter.leased_until) == ("dropped", None)
    assert mail.outbox == []


def test_waits_longer_after_each_failure_and_fails_in_the_end(letter):
    with broken_mail:
        for attempt in range(1, MOST_ATTEMPTS):
            Letter.objects.update(due_at=timezone.now())
            assert deliver() == 1
            letter.refresh_from_db()
            wait = letter.due_at - timezone.now()
            assert (letter.state, letter.attempts) == ("waiting", attempt)
            assert timedelta(minutes=2**attempt, seconds=-20) < wait
            assert wait <= timedelta(minutes=2**attempt)
        Letter.objects.update(due_at=timezone.now())
        assert deliver() == 1
        assert deliver() == 0

    letter.refresh_from_db()
    assert (letter.state, letter.leased_until) == ("failed", None)
    assert letter.final_at is not None


def test_sends_what_failed_before_with_the_same_name(letter):
    with broken_mail:
        deliver()
    Letter.objects.update(due_at=timezone.now())

    deliver()

    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{letter.key.split(':')[0]}.")
    assert Letter.objects.get().state == "sent"


def test_a_failing_letter_holds_up_no_other(tell_of, asker, stranger):
    tell_of(asker, stranger)
    Letter.objects.filter(recipient=asker).update(
        template="no-such-template", due_at=timezone.now() - timedelta(hours=1)
    )

    assert deliver() == 2

    assert mail.outbox[0].to == [stranger.email]
    assert Letter.objects.get(recipient=asker).state == "waiting"


def test_libraries_mail_goes_through_the_outbox_and_is_emptied(asker):
    send_mail("A link", "Open https://example.org/secret", None, [asker.email, "b@example.org"])

    assert mail.outbox == []
    letters = Letter.objects.order_by("pk")
    assert [letter.address for letter in letters] == [asker.email, "b@example.org"]
    assert [letter.recipient for letter in letters] == [asker, None]
    assert letters[0].text == "Open https://example.org/secret"

    assert deliver() == 2

    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([asker.email, "b@example.org"])
    assert all("secret" in sent.body for sent in mail.outbox)
    for letter in letters.all():
        assert (letter.state, letter.subject, letter.text, letter.html) == ("sent", "", "", "")
    assert list(broken_invariants()) == []


def test_account_mail_with_one_key_is_one_letter(asker):
    for text in ("First.", "Second."):
        post_account_mail(key="account:1", address=asker.email, subject="S", text=text)

    assert Letter.objects.get().text == "First."


def test_account_mail_cannot_be_turned_off(asker):
    MailOptOut.objects.create(member=asker, kind=Kind.ACCOUNT)
    post_account_mail(
        key="account:1", address=asker.email.upper(), subject="S", text="T", html="<p>T</p>"
    )

    deliver()

    assert mail.outbox[0].alternatives[0][0] == "<p>T</p>"
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_final_letters_are_forgotten_after_a_month(letter, tell_of, stranger, moderator):
    tell_of(stranger, moderator)
    now = timezone.now()
    for member, days in [(stranger, 29), (moderator, 31)]:
        Letter.objects.filter(recipient=member).update(final_at=now - timedelta(days=days))

    (letters,) = [rule for rule in privacy.KEEP if rule.name == "letters"]
    assert letters.apply() == 1
    assert set(Letter.objects.values_list("recipient", flat=True)) == {
        letter.recipient_id, stranger.pk,
    }  # fmt: skip


@pytest.mark.parametrize("level", Watch.Level.values)
def test_an_own_choice_outlasts_taking_part(stranger, topic, level):
    watch(stranger, topic, level=Watch.Level.FOLLOWING)
    watch(stranger, topic, level=level)

    follow_by_taking_part(stranger, topic)

    assert Watch.objects.get(member=stranger).level == level


def test_ones_own_notices_are_marked_once(tell_of, asker, stranger):
    tell_of(asker, stranger)

    assert mark_read(asker, notices=Notice.objects.all()) == 1
    assert mark_read(asker, notices=Notice.objects.all()) == 0
    assert Notice.objects.get(recipient=stranger).read_at is None


def test_what_was_seen_need_not_be_told(tell_of, asker, post, topic):
    tell_of(asker)

    assert mark_read_about(asker, []) == 0
    assert mark_read_about(asker, [topic.posts.get(number=1)]) == 0
    assert mark_read_about(asker, [topic]) == 0
    assert mark_read_about(asker, [post]) == 1


def test_letters_are_turned_off_and_on_as_often_as_one_likes(asker):
    for wanted in (False, False, True, True):
        choose_letters(asker, kind=Kind.REPLY, wanted=wanted)
        assert MailOptOut.objects.filter(member=asker).exists() != wanted


def test_a_link_to_stop_letters_names_a_member_and_a_kind(asker):
    token = unsubscribe_token(asker, Kind.MENTION)

    assert read_unsubscribe_token(token) == (asker.pk, Kind.MENTION)
    with pytest.raises(signing.BadSignature):
        read_unsubscribe_token(token + "x")


@pytest.mark.parametrize("name", ["Evil\r\nBcc: all@example.org", "Zoë “x”", "a" * 60])
def test_a_name_cannot_add_a_header(name, letter, helper, topic):
    Member.objects.filter(pk=helper.pk).update(display_name=name)
    type(topic).objects.update(title="Title\nSubject: other")

    deliver()

    message = mail.outbox[0].message()
    assert "Bcc" not in message
    assert len(message.get_all("Subject")) == 1
    assert "\n" not in mail.outbox[0].subject


def test_an_address_of_a_letter_is_never_a_name_of_another_site(letter, settings):
    deliver()

    links = [word for word in mail.outbox[0].body.split() if word.startswith("http")]
    assert links
    assert all(link.startswith(settings.SITE_URL) for link in links)
