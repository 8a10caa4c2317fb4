"""Who may learn who wrote something without a name: never one person alone."""

from typing import Any

from django.conf import settings

from peersupport.members.models import Role

from .models import AuthorshipRequest, Report

ASKING_ROLES = {Role.MODERATOR, Role.ADMINISTRATOR}


def can_ask(member: Any) -> bool:
    """Moderators and administrators on duty, which includes their second factor."""
    return member.is_authenticated and member.is_on_duty and member.role in ASKING_ROLES


def can_answer(member: Any, request: AuthorshipRequest) -> bool:
    """Another one of them; of the two, at least one is an administrator."""
    if not can_ask(member) or member.pk == request.asked_by_id or not request.is_waiting:
        return False
    return Role.ADMINISTRATOR in {member.role, request.asked_by.role}


def can_open(member: Any, request: AuthorshipRequest) -> bool:
    """Who asked, once another agreed."""
    return can_ask(member) and member.pk == request.asked_by_id and request.may_open


def can_read(member: Any, request: AuthorshipRequest) -> bool:
    """Who asked, as long as it is open; nobody else has to know the name."""
    return can_ask(member) and member.pk == request.asked_by_id and request.is_open


def can_open_at_once(member: Any) -> bool:
    """When somebody is in danger now: who may ask, and is trained for it."""
    needed = settings.AUTHORSHIP_EMERGENCY_QUALIFICATION
    return can_ask(member) and bool(needed) and needed in member.qualifications


def can_open_excerpt(member: Any, report: Report) -> bool:
    """What a report of private words brings along: for who decides it, and did not make it.

    That nobody reads about a conversation of their own is asked where it is open.
    """
    return can_ask(member) and member.pk != report.reporter_id
