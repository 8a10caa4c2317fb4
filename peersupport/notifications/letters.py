"""Turn a row of the outbox into a mail: look again at who may see what, then write it."""

from email import policy as mail_policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader

import css_inline
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from peersupport.core.context import SITE
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, may_contact

from .models import Kind, Letter, MailOptOut, Notice
from .querysets import of_interest_to


class OneLineHeader(UnstructuredHeader):
    """An address that stays whole: folded, it would be written as an encoded word."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OneLineHeader)


class Mail(EmailMultiAlternatives):
    def message(self, *, policy=mail_policy.default):
        return super().message(policy=policy.clone(header_factory=HEADERS))


class NotWanted(Exception):
    """The person may no longer see what the letter shows, has left, or has opted out."""


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The mail for a letter. Raises NotWanted when it must not go."""
    if not letter.template:
        if not Letter.objects.filter(pk=letter.pk).exists():
            raise NotWanted  # erased since it was leased, with whoever it was for
        return _mail(letter, letter.address, letter.subject, letter.text, letter.html)
    member = _reader(letter)
    about = _subject_of(letter, member)
    if about is None or not _is_welcome(letter, about, member):
        raise NotWanted
    context = {
        "about": about, "member": member, "site": SITE, "letter": letter,
        "unsubscribe_url": unsubscribe_url(member, Kind(letter.kind)),
    }  # fmt: skip
    with translation.override(member.locale or settings.LANGUAGE_CODE):
        subject = " ".join(_render(letter, "subject.txt", context).split())
        text = _render(letter, "txt", context)
        html = css_inline.inline(_render(letter, "html", context))
    mail = _mail(letter, str(member.email), subject, text, html)
    mail.extra_headers |= {
        "List-Unsubscribe": f"<{context['unsubscribe_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return mail


def unsubscribe_url(member: Member, kind: Kind) -> str:
    """A link that works without signing in, for one member and one kind of letter."""
    token = unsubscribe_token(member, kind)
    return settings.SITE_URL + reverse("notifications:letter_unsubscribe", args=[token])


def unsubscribe_token(member: Member, kind: Kind) -> str:
    """What names a member and a kind of letter in an address; nobody else can make one."""
    return signing.dumps([member.pk, str(kind)], salt="letters.unsubscribe")


def _reader(letter: Letter) -> Member:
    member = Member.objects.reachable().filter(pk=letter.recipient_id).first()
    if member is None or MailOptOut.objects.filter(member=member, kind=letter.kind).exists():
        raise NotWanted
    if member.is_suspended and letter.kind != Kind.ACCOUNT:
        raise NotWanted  # what others write is not theirs to read for a while
    return member


def _subject_of(letter: Letter, member: Member):
    """What the letter is about; None when there is nothing to say of it any more."""
    rows = of_interest_to(member, letter.target_type.model_class())
    if letter.kind == Kind.MESSAGE:
        if not _is_untold(letter, member):
            return None
        rows = rows.with_news_for(member)
    return rows.filter(pk=letter.target_id).first()


def _is_untold(letter: Letter, member: Member) -> bool:
    """Whether the notice that came with a letter is unread: a later one has a letter of its own."""
    told = Notice.objects.visible_to(member).unread().filter(
        target_type=letter.target_type_id, target_id=letter.target_id,
        created_at__lte=letter.created_at,
    )  # fmt: skip
    return told.exists()


def _is_welcome(letter: Letter, about, member: Member) -> bool:
    """Whether its author still reaches the reader: they may have blocked or muted them since."""
    if letter.kind not in {Kind.REPLY, Kind.MENTION, Kind.TOPIC}:
        return True
    return may_contact(about.author, member, path=ContactPath.NOTICE)


def _render(letter: Letter, suffix: str, context: dict) -> str:
    return render_to_string(f"letters/{letter.template}.{suffix}", context)


def _mail(
    letter: Letter, address: str, subject: str, text: str, html: str
) -> EmailMultiAlternatives:
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    mail = Mail(
        subject, text, to=[address],
        headers={"Message-ID": f"<{letter.key.replace(':', '.')}@{host}>"},
    )  # fmt: skip
    if html:
        mail.attach_alternative(html, "text/html")
    return mail
