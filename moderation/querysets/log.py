"""The staff's log: which rows of `Activity` somebody reads in it, and why things were done."""

from collections import defaultdict

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peersupport.activity.models import Activity

# What one looks for, by verb. What is in no group is found under "anything".
GROUPS = {
    "decisions": (_("Decisions"), [
        "moderation.decided", "moderation.undone", "moderation.lifted", "moderation.cleaned_up",
        "moderation.clean_up_undone", "moderation.appeal_answered", "moderation.report_closed",
        "moderation.released_held", "moderation.trust_held", "moderation.trust_released",
    ]),
    "reads": (_("Reads of private text"), [
        "moderation.private_read", "moderation.excerpt_opened", "moderation.authorship_opened",
        "administration.read",
    ]),
    "exports": (_("Exports and self-audits"), [
        "administration.audit_exported", "administration.audited",
    ]),
    "roles": (_("Roles and accounts"), [
        "administration.role_granted", "administration.role_ended", "administration.role_confirmed",
        "administration.role_refused", "administration.account_closed",
        "administration.account_reopened",
    ]),
    "duty": (_("Alerts and duty"), [
        "moderation.escalated", "moderation.shift_planned", "moderation.shift_cancelled",
        "moderation.duty_begun", "moderation.duty_ended",
    ]),
}  # fmt: skip

# Where somebody said why: the row and its field, found by the target or by a number in `data`.
# Words are kept there, where an erasure reaches them, and never in the log itself.
WHY = {
    "moderation.decided": ("moderation.Decision", "facts", None),
    "moderation.appeal_answered": ("moderation.Appeal", "reasons", None),
    "moderation.authorship_asked": ("moderation.AuthorshipRequest", "reason", None),
    "moderation.authorship_opened": ("moderation.AuthorshipRequest", "reason", None),
    "moderation.trust_held": ("members.TrustHold", "reason", "hold"),
    "administration.role_granted": ("administration.RoleGrant", "reason", None),
    "administration.role_ended": ("administration.RoleGrant", "ended_because", None),
    "administration.account_closed": ("administration.Closure", "reason", None),
    "administration.account_reopened": ("administration.Closure", "reopened_because", None),
}

# Rows about somebody, by the field that says about whom: they are not for that person to follow.
ABOUT = {
    "ReviewItem": "author", "Decision": "about", "Sanction": "member", "Appeal": "member",
    "Report": "item__author",
}  # fmt: skip


def log_for(member):
    """Administrators read all of it, who else moderates what moderation did. Nobody what is about
    them: it could tell who reported them."""
    rows = Activity.objects.audited()
    if not member.is_authenticated or not member.is_moderating:
        return rows.none()
    if not member.is_superuser:
        rows = rows.filter(verb__startswith="moderation.")
    for name, field in ABOUT.items():
        model = apps.get_model("moderation", name)
        theirs = model._default_manager.filter(**{field: member.pk}).values("pk")
        about = Q(target_type=ContentType.objects.get_for_model(model), target_id__in=theirs)
        rows = rows.exclude(about)
    return rows


PRIVATE = {
    "moderation.Decision": "item__is_private",
    "moderation.Appeal": "decision__item__is_private",
}


def reasons_of(activities):
    """Why each was done, in the words of who did it, by id. One statement for each kind of reason."""
    wanted = defaultdict(set)
    for activity in activities:
        if place := _place_of_reason(activity):
            wanted[place[:2]].add(place[2])
    found = {}
    for (label, field), ids in wanted.items():
        rows = apps.get_model(label)._default_manager.filter(pk__in=ids)
        if private := PRIVATE.get(label):  # read where each look goes on record
            rows = rows.exclude(**{private: True})
        found |= {(label, field, pk): words for pk, words in rows.values_list("pk", field)}
    return {each.pk: found.get(_place_of_reason(each), "") for each in activities}


def _place_of_reason(activity):
    label, field, name = WHY.get(activity.verb, (None, None, None))
    if label is None:
        return None
    if name is not None:
        return (label, field, activity.data[name]) if name in activity.data else None
    is_there = (
        activity.target_type_id == ContentType.objects.get_for_model(apps.get_model(label)).pk
    )
    return (label, field, activity.target_id) if is_there else None
