"""The norms in force, and who agreed to them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from moderation.models import Norm
from peersupport.activity.actions import record
from peersupport.core.richtext import render
from peersupport.members.actions import accept_norms as remember_acceptance
from peersupport.members.actions import accept_policies, put_norms_in_force, record_norms
from peersupport.members.models import ConsentRecord, Member, PolicyDocument


@transaction.atomic
def publish_norms(norm: Norm, *, by: Member | None) -> Norm:
    """Put a version of the norms in force: everybody is asked to agree before they write again."""
    norm.html = render(norm.body)
    norm.published_at = norm.published_at or timezone.now()
    norm.save()
    put_norms_in_force(norm.version)
    record("moderation.norms_published", actor=by, target=norm)
    return norm


@transaction.atomic
def accept_norms(
    norm: Norm,
    *,
    member: Member,
    method: ConsentRecord.Method = ConsentRecord.Method.ACCEPTED,
) -> Member:
    """A member agrees to the norms in force."""
    remember_acceptance(member, version=norm.version)
    record_norms(member, version=norm.version, text=norm.html, method=method)
    record("moderation.norms_accepted", actor=member, target=norm)
    return member


@transaction.atomic
def agree(member: Member, *, norm: Norm | None, policies: Iterable[PolicyDocument]) -> Member:
    """One yes to everything that waits for it: norms, terms, privacy notice."""
    if norm is not None:
        accept_norms(norm, member=member)
    return accept_policies(member, policies)
