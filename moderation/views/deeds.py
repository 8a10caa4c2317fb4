"""Rows of the staff's log in words: what was done, to what, and what the row itself says of it."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from moderation.models import Appeal, Sanction, Step
from moderation.querysets.log import GROUPS
from moderation.registry import Act

DEEDS = {
    "moderation.decided": _("Decided"),
    "moderation.undone": _("Took back"),
    "moderation.lifted": _("Lifted"),
    "moderation.opened": _("Opened an item"),
    "moderation.claimed": _("Claimed"),
    "moderation.released": _("Gave back"),
    "moderation.private_read": _("Read private text"),
    "moderation.excerpt_opened": _("Read private text"),
    "moderation.authorship_opened": _("Opened a hidden author"),
    "moderation.authorship_asked": _("Asked for a hidden author"),
    "moderation.noted": _("Added a note"),
    "moderation.told": _("Told whom it concerns"),
    "moderation.escalated": _("Raised"),
    "moderation.appeal_taken": _("Took an appeal"),
    "moderation.appeal_answered": _("Answered an appeal"),
    "moderation.cleaned_up": _("Cleaned up"),
    "moderation.clean_up_undone": _("Took a clean-up back"),
    "moderation.report_closed": _("Closed a report"),
    "moderation.trust_held": _("Set a trust level"),
    "moderation.trust_released": _("Let counting decide"),
    "moderation.sampled": _("Drew a sample"),
    "moderation.reviewed_again": _("Read again"),
    "moderation.shift_planned": _("Planned duty"),
    "moderation.shift_cancelled": _("Cancelled duty"),
    "moderation.duty_begun": _("Came on duty"),
    "moderation.duty_ended": _("Went off duty"),
    "administration.read": _("Opened a member’s page"),
    "administration.audited": _("Made a self-audit"),
    "administration.audit_exported": _("Exported the log"),
    "administration.role_granted": _("Gave a role"),
    "administration.role_ended": _("Ended a role"),
    "administration.role_confirmed": _("Confirmed a role"),
    "administration.account_closed": _("Closed an account"),
    "administration.account_reopened": _("Reopened an account"),
}
TONES = {"reads": "chip-plum", "exports": "chip-indigo", "roles": "chip-honey"}
ACTS = {
    Act.ASK_EDIT: _("Asked to edit"), Act.NOTE: _("Content note added"), Act.HIDE: _("Hidden"),
    Act.REMOVE: _("Removed"), Act.LOCK: _("Topic locked"), Act.MOVE: _("Topic moved"),
    Act.KEEP: _("Kept"),
}  # fmt: skip
STEPS = {
    1: _("Nobody has looked yet"), 2: _("Half of the time is over"), 3: _("The time is over"),
}  # fmt: skip


def in_words(activity) -> str:
    """What was done; of a verb that nobody has put in words yet, the verb."""
    if activity.verb in DEEDS:
        return DEEDS[activity.verb]
    return activity.verb.partition(".")[2].replace("_", " ").capitalize()


def tone_of(activity) -> str:
    groups = [key for key, (_label, verbs) in GROUPS.items() if activity.verb in verbs]
    return TONES.get(groups[0], "") if groups else ""


def what_of(activity) -> dict:
    """The thing by its kind and number, never by its words; where it can be looked at; its facts."""
    kind, number = activity.target_type, activity.target_id
    name = kind.model_class()._meta.verbose_name if kind and kind.model_class() else ""
    return {
        "name": str(name).capitalize(), "number": number,
        "code": f"{kind.model}:{number}" if kind else "",
        "url": _address(kind, number), "facts": _facts(activity.verb, activity.data),
    }  # fmt: skip


def _address(kind, number) -> str:
    if kind is None or (kind.app_label, kind.model) != ("moderation", "reviewitem"):
        return ""
    try:
        return reverse("moderation:item_detail", args=[number])
    except NoReverseMatch:
        return ""


def _facts(verb, data) -> str:
    """What the row says by ids and fixed words."""
    if verb == "moderation.decided":
        return _decision(data)
    if verb == "moderation.lifted" and data.get("why") in Sanction.Lifted.values:
        return str(Sanction.Lifted(data["why"]).label)
    if verb == "moderation.appeal_answered" and data.get("outcome") in Appeal.Outcome.values:
        return str(Appeal.Outcome(data["outcome"]).label)
    if verb == "moderation.escalated":
        people = ngettext("%d person told", "%d people told", len(data["told"])) % len(data["told"])
        return f"{STEPS[data['step']]}; {people}"
    if verb == "moderation.excerpt_opened":
        return gettext("Opened by a participant’s report")
    if verb == "administration.audit_exported":
        return ngettext("%d row", "%d rows", data["rows"]) % data["rows"]
    return ""


def _decision(data) -> str:
    """Hidden, Pause posting (3 days): kindness."""
    text = _act_and_step(data["act"], data.get("step"), data.get("days"))
    return f"{text}: {data['norm']}" if data.get("norm") else text


def decision_in_words(decision) -> str:
    """What was done to the thing and to the person, for how many days."""
    spans = [each.ends_at - each.starts_at for each in decision.sanctions.all() if each.ends_at]
    return _act_and_step(decision.act, decision.step, max(spans).days if spans else None)


def _act_and_step(act, step, days) -> str:
    parts = [str(ACTS[Act(act)])]
    if step and step != Step.NOTHING:
        label = str(Step(step).label)
        parts.append(f"{label} ({ngettext('%d day', '%d days', days) % days})" if days else label)
    return ", ".join(parts)
