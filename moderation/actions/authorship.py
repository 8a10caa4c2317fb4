"""Who wrote something without a name: sealed, and opened by two people together."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Func, IntegerField, Value
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import AuthorshipRequest, SealedAuthorship
from peersupport.activity.actions import record
from peersupport.core.encryption import current_key, seal, unseal
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member, Role
from peersupport.notifications.actions import post_account_mail

Answer = AuthorshipRequest.Answer


def seal_author(target: models.Model, *, author: Member) -> SealedAuthorship:
    """Keep who wrote something so that no table tells it. Call it in the transaction of writing."""
    target_type = ContentType.objects.get_for_model(target)
    sealed = seal(author.pk.to_bytes(8), bound_to=_thing(target_type, target.pk))
    return SealedAuthorship.objects.create(
        target_type=target_type, target_id=target.pk, sealed_author=sealed
    )


def _thing(target_type: ContentType, pk: int) -> str:
    """What a sealed author is bound to: put beside another thing, it opens nothing."""
    return f"moderation.authorship:{target_type.app_label}.{target_type.model}:{pk}"


def _author_id(authorship: SealedAuthorship) -> int:
    bound_to = _thing(authorship.target_type, authorship.target_id)
    return int.from_bytes(unseal(bytes(authorship.sealed_author), bound_to=bound_to))


@transaction.atomic
def ask_authorship(authorship: SealedAuthorship, *, by: Member, reason: str) -> AuthorshipRequest:
    """Ask another to agree. Asked twice, it is one request."""
    authorship = _locked_authorship(authorship)
    _refuse_unless(rules.can_ask(by), _("This is for moderators and administrators."))
    _refuse_unless(
        bool(reason.strip()), _("Say why you need to know. The other person decides by it.")
    )
    for earlier in authorship.requests.filter(asked_by=by, answer=Answer.NONE, is_emergency=False):
        if earlier.is_waiting:
            return earlier
    asked = AuthorshipRequest.objects.create(
        authorship=authorship, asked_by=by, reason=reason.strip()
    )
    record("moderation.authorship_asked", actor=by, target=asked, authorship=authorship.pk)
    return asked


@transaction.atomic
def answer_authorship(
    asked: AuthorshipRequest, *, by: Member, agreed: bool, note: str = ""
) -> AuthorshipRequest:
    """The other's yes or no. After an emergency it is the review of what was done."""
    asked = _locked_request(asked)
    _refuse_unless(
        rules.can_answer(by, asked),
        _(
            "Somebody else has to answer this, of the two at least one administrator; or it was answered already."
        ),
    )
    asked.answer = Answer.AGREED if agreed else Answer.DECLINED
    asked.answered_by, asked.answered_at = by, timezone.now()
    asked.answer_note = note.strip()
    asked.save(update_fields=["answer", "answered_by", "answered_at", "answer_note"])
    verb = "moderation.authorship_agreed" if agreed else "moderation.authorship_declined"
    record(verb, actor=by, target=asked, asked_by=asked.asked_by_id, emergency=asked.is_emergency)
    if asked.is_emergency:
        _tell_officer(asked, "reviewed")
    return asked


@transaction.atomic
def open_authorship(asked: AuthorshipRequest, *, by: Member) -> AuthorshipRequest:
    """From now on, for half an hour, who asked can read the name. It opens once."""
    asked = _locked_request(asked)
    if rules.can_read(by, asked):
        return asked
    _refuse_unless(rules.can_open(by, asked), _("This cannot be opened. You can ask anew."))
    asked.opened_at = timezone.now()
    asked.save(update_fields=["opened_at"])
    record(
        "moderation.authorship_opened", actor=by, target=asked, agreed_by=asked.answered_by_id,
        emergency=False,
    )  # fmt: skip
    _tell_officer(asked, "opened")
    return asked


@transaction.atomic
def open_authorship_at_once(
    authorship: SealedAuthorship, *, by: Member, reason: str
) -> AuthorshipRequest:
    """Somebody is in danger now: one trained person opens it; another reviews it within a day."""
    authorship = _locked_authorship(authorship)
    _refuse_unless(rules.can_open_at_once(by), _("This is for staff who are trained for it."))
    _refuse_unless(bool(reason.strip()), _("Say in a few words what the danger is."))
    for earlier in authorship.requests.filter(asked_by=by, is_emergency=True):
        if rules.can_read(by, earlier):
            return earlier
        if earlier.answer == Answer.DECLINED:
            raise Refused(_("A review found that this was no emergency. Ask another to agree."))
    opened = AuthorshipRequest.objects.create(
        authorship=authorship, asked_by=by, reason=reason.strip(), is_emergency=True,
        opened_at=timezone.now(),
    )  # fmt: skip
    record("moderation.authorship_opened", actor=by, target=opened, emergency=True)
    _tell_officer(opened, "opened_at_once")
    return opened


def opened_author(asked: AuthorshipRequest, *, by: Member) -> Member:
    """Who wrote it: the one door, for the one person to whom it is open, as long as it is."""
    asked = AuthorshipRequest.objects.select_related("authorship__target_type").get(pk=asked.pk)
    if asked.authorship is None or not rules.can_read(by, asked):
        raise Refused(_("This is closed."))
    author = Member.objects.filter(pk=_author_id(asked.authorship)).first()
    if author is None:
        raise Refused(_("Their account is no longer there."))
    return author


@transaction.atomic
def flag_missing_reviews() -> int:
    """Emergencies that nobody has reviewed within a day: staff and the officer hear of each, once."""
    before = timezone.now() - AuthorshipRequest.REVIEW_WITHIN
    overdue = AuthorshipRequest.objects.select_for_update(skip_locked=True, of=["self"]).filter(
        is_emergency=True, answer=Answer.NONE, flagged_at=None, opened_at__lt=before
    )
    rows = list(overdue)
    for opened in rows:
        opened.flagged_at = timezone.now()
        opened.save(update_fields=["flagged_at"])
        record("moderation.authorship_review_overdue", actor=None, target=opened)
        _tell_officer(opened, "overdue")
    return len(rows)


@transaction.atomic
def forget_authorships_of(member: Member, *, most: int = 1000) -> int:
    """When somebody's data is erased nobody can learn any more what they wrote. Returns how many.

    Every seal has to be opened for it: an index would tell which things have one author.
    """
    found = [
        authorship.pk
        for authorship in SealedAuthorship.objects.select_related("target_type").iterator(most)
        if _author_id(authorship) == member.pk
    ]
    SealedAuthorship.objects.filter(pk__in=found).delete()
    return len(found)


@transaction.atomic
def reseal_authorships(*, most: int = 500) -> int:
    """Seal up to `most` authors with the newest key. Returns how many; 0 when all of them are."""
    number = Func("sealed_author", Value(0), function="get_byte", output_field=IntegerField())
    older = SealedAuthorship.objects.alias(number=number).exclude(number=current_key()[0])
    older = older.select_related("target_type").order_by("pk").select_for_update(of=["self"])
    rows = list(older[:most])
    for row in rows:
        bound_to = _thing(row.target_type, row.target_id)
        row.sealed_author = seal(
            unseal(bytes(row.sealed_author), bound_to=bound_to), bound_to=bound_to
        )
    SealedAuthorship.objects.bulk_update(rows, ["sealed_author"])
    return len(rows)


def _locked_authorship(authorship: SealedAuthorship) -> SealedAuthorship:
    return SealedAuthorship.objects.select_for_update().get(pk=authorship.pk)


def _locked_request(asked: AuthorshipRequest) -> AuthorshipRequest:
    requests = AuthorshipRequest.objects.select_for_update(of=["self"])
    return requests.select_related("asked_by").get(pk=asked.pk)


def _refuse_unless(allowed: bool, words: str) -> None:
    if not allowed:
        raise Refused(words)


def _tell_officer(asked: AuthorshipRequest, what: str) -> None:
    """A letter in the same transaction, with who and when; not with whose words it is about."""
    context = {"asked": asked, "what": what, "url": settings.SITE_URL + asked.get_absolute_url()}
    addresses = [settings.DPO_EMAIL] if settings.DPO_EMAIL else list(
        Member.objects.reachable().filter(role=Role.ADMINISTRATOR).values_list("email", flat=True)
    )  # fmt: skip
    for number, address in enumerate(addresses):
        post_account_mail(
            key=f"authorship:{what}:{asked.pk}:{number}", address=address,
            subject=_("A hidden author on %(site)s") % {"site": settings.SITE_NAME},
            text=render_to_string("letters/authorship.txt", context),
        )  # fmt: skip
