"""Tell people, once: a notice on the site and, if they want it, a letter."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models, transaction
from django.utils import timezone

from peersupport.activity.models import Activity
from peersupport.core.wake import wake
from peersupport.members.models import Member

from .letters import NotWanted, compose
from .models import Kind, Letter, MailOptOut, Notice, Watch

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
DELIVER = "peersupport.notifications.tasks.deliver_waiting"


@transaction.atomic
def tell(
    members: Iterable[Member],
    *,
    kind: Kind,
    activity: Activity,
    target: models.Model,
    by_letter: bool = True,
    wait: timedelta = timedelta(),
) -> None:
    """Write a notice and, `by_letter`, a letter for each member. Runs twice, tells once.

    Letters `wait` so long: who is reading just now needs none.
    """
    members = list(members)
    about = {"target_type": ContentType.objects.get_for_model(target), "target_id": target.pk}
    Notice.objects.bulk_create(
        [Notice(recipient=m, activity=activity, kind=kind, **about) for m in members],
        ignore_conflicts=True,
    )
    unwanted = set(
        MailOptOut.objects.filter(kind=kind, member__in=members).values_list("member", flat=True)
    )
    due_at = timezone.now() + wait
    letters = [
        Letter(
            key=f"{kind}:{activity.pk}:{m.pk}", kind=kind, recipient=m, template=kind,
            due_at=due_at, **about,
        )
        for m in members
        if by_letter and m.pk not in unwanted and m.email and m.claimed_at
    ]  # fmt: skip
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    if letters:
        wake(DELIVER)


def post_account_mail(*, key: str, address: str, subject: str, text: str, html: str = "") -> None:
    """Put a mail that a library wrote (a confirmation, a password reset) into the outbox."""
    recipient = Member.objects.filter(email=address.casefold()).first()
    Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": Kind.ACCOUNT, "recipient": recipient, "address": address,
            "subject": subject, "text": text, "html": html,
        },
    )  # fmt: skip
    wake(DELIVER)


def deliver_next() -> bool:
    """Send the oldest letter that waits. Return False when none does.

    The lease is committed before the mail server is called: a worker that dies in between leaves
    a lease that runs out, and the letter goes again with the same Message-ID.
    """
    letter = _lease_next()
    if letter is None:
        return False
    try:
        compose(letter).send(using="delivery")
    except NotWanted:
        _close(letter, Letter.State.DROPPED)
    except Exception:
        log.exception("letter_failed", extra={"letter": letter.pk, "attempts": letter.attempts})
        _put_back(letter)
    else:
        _close(letter, Letter.State.SENT)
    return True


@transaction.atomic
def _lease_next() -> Letter | None:
    letter = (
        Letter.objects.waiting().select_for_update(skip_locked=True, of=["self"])
        .order_by("due_at", "pk").first()
    )  # fmt: skip
    if letter is not None:
        letter.leased_until = timezone.now() + timedelta(seconds=settings.LETTER_LEASE_SECONDS)
        letter.attempts += 1
        letter.save(update_fields=["leased_until", "attempts"])
    return letter


def _close(letter: Letter, state: Letter.State) -> None:
    """Final: what it said is forgotten, that it was said is kept."""
    Letter.objects.filter(pk=letter.pk).update(
        state=state, final_at=timezone.now(), leased_until=None, subject="", text="", html=""
    )
    _forget_stranger(letter)


def _put_back(letter: Letter) -> None:
    if letter.attempts >= MOST_ATTEMPTS:
        Letter.objects.filter(pk=letter.pk).update(
            state=Letter.State.FAILED, final_at=timezone.now(), leased_until=None
        )
        _forget_stranger(letter)
        return
    Letter.objects.filter(pk=letter.pk).update(
        leased_until=None, due_at=timezone.now() + timedelta(minutes=2**letter.attempts)
    )


def _forget_stranger(letter: Letter) -> None:
    """An address of nobody here, such as an erased member's last receipt, is not kept."""
    if letter.recipient_id is None:
        Letter.objects.filter(pk=letter.pk).update(address="", subject="", text="", html="")


@transaction.atomic
def watch(member: Member, target: models.Model, *, level: Watch.Level) -> None:
    """Follow, mute or stop following something, by the member's own choice."""
    if level == Watch.Level.MUTED and not member.has_muted:
        Member.objects.filter(pk=member.pk).update(has_muted=True)
        member.has_muted = True
    Watch.objects.update_or_create(
        member=member, target_type=ContentType.objects.get_for_model(target), target_id=target.pk,
        defaults={"level": level},
    )  # fmt: skip


def follow_by_taking_part(member: Member, target: models.Model) -> None:
    """Follow what one writes in, unless an earlier choice says otherwise."""
    Watch.objects.bulk_create(
        [
            Watch(
                member=member, target_type=ContentType.objects.get_for_model(target),
                target_id=target.pk, level=Watch.Level.FOLLOWING,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def follow_along(origin: models.Model, target: models.Model, *, muted_too: bool) -> None:
    """Who follows one thing follows another that grew out of it, unless they chose about it before.

    `muted_too`: who muted the one has the other muted as well.
    """
    about = ContentType.objects.get_for_model(target)
    levels = [Watch.Level.FOLLOWING, *([Watch.Level.MUTED] if muted_too else [])]
    watches = Watch.objects.on(origin).filter(level__in=levels).order_by("member_id")
    Watch.objects.bulk_create(
        [
            Watch(member_id=member, target_type=about, target_id=target.pk, level=level)
            for member, level in watches.values_list("member", "level")
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def mark_read(member: Member, *, notices: models.QuerySet[Notice]) -> int:
    """Mark a member's notices as read. Returns how many were unread."""
    return notices.filter(recipient=member, read_at=None).update(read_at=timezone.now())


def mark_read_about(member: Member, targets: Iterable[models.Model]) -> int:
    """Who has seen the thing itself need not be told of it any more."""
    targets = list(targets)
    if not targets:
        return 0
    about = ContentType.objects.get_for_model(targets[0])
    seen = Notice.objects.filter(target_type=about, target_id__in=[t.pk for t in targets])
    return mark_read(member, notices=seen)


def choose_letters(member: Member, *, kind: Kind, wanted: bool) -> None:
    """Turn a kind of letter on or off."""
    if wanted:
        MailOptOut.objects.filter(member=member, kind=kind).delete()
    else:
        MailOptOut.objects.get_or_create(member=member, kind=kind)


def read_unsubscribe_token(token: str) -> tuple[int, Kind]:
    """Member id and kind of an unsubscribe link. Raises signing.BadSignature; never expires."""
    member_id, kind = signing.loads(token, salt="letters.unsubscribe")
    return member_id, Kind(kind)
