"""What a decision says to whom it concerns: the parts of a statement of reasons, as data.

Pages and letters show the same parts. Times are on the clock that is active: whoever writes a
letter sets the reader's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.models import Decision, Limit, Sanction, Step
from moderation.registry import Act, content_of

Kind = Sanction.Kind
ENDED_EARLY = {Sanction.Lifted.CHANGED, Sanction.Lifted.OVERTURNED, Sanction.Lifted.UNDONE}
ACT_HEADINGS = {
    Act.ASK_EDIT: gettext_lazy("You are asked to edit what you posted"),
    Act.NOTE: gettext_lazy("What you posted has a content note"),
    Act.HIDE: gettext_lazy("What you posted is hidden"),
    Act.REMOVE: gettext_lazy("What you posted was removed"),
    Act.LOCK: gettext_lazy("Your topic is closed to replies"),
    Act.MOVE: gettext_lazy("Your topic was moved"),
}
STEP_HEADINGS = {
    Step.MESSAGE: gettext_lazy("A message from a moderator"),
    Step.WARN: gettext_lazy("A warning"),
    Step.LIMIT: gettext_lazy("What you can write is limited for a while"),
    Step.PAUSE: gettext_lazy("Posting is paused"),
    Step.PLACE: gettext_lazy("You can read in one place, and not write there"),
    Step.SUSPEND: gettext_lazy("Your account is suspended"),
    Step.BAN: gettext_lazy("Your account is closed to you"),
}
ACT_WORDS = {
    Act.ASK_EDIT: gettext_lazy("A moderator asks you to edit this: %(title)s."),
    Act.NOTE: gettext_lazy("This now opens with a content note: %(title)s."),
    Act.HIDE: gettext_lazy("This is hidden from others: %(title)s."),
    Act.REMOVE: gettext_lazy("This was removed: %(title)s."),
    Act.LOCK: gettext_lazy("This takes no more replies: %(title)s."),
    Act.MOVE: gettext_lazy("This was moved to where it fits better: %(title)s."),
}
STEP_WORDS = {
    Step.MESSAGE: gettext_lazy(
        "This is a message. Nothing is taken from you, and it is no strike."
    ),
    Step.WARN: gettext_lazy("You are warned. You can write as before."),
    Step.PAUSE: gettext_lazy("You can read everything, and write nothing for a while."),
    Step.SUSPEND: gettext_lazy(
        "For a while you can open your own data, decisions about you and help, and nothing else here."
    ),
    Step.BAN: gettext_lazy(
        "You can open your own data, decisions about you and help, and nothing else here."
    ),
}
LIMIT_WORDS = {
    Limit.LINKS: gettext_lazy("no links to other sites"),
    Limit.TOPICS: gettext_lazy("no new topics"),
    Limit.PACE: gettext_lazy("a few posts an hour"),
}
STAYS = {
    Act.NOTE: gettext_lazy("The content note stays."),
    Act.HIDE: gettext_lazy("What is hidden stays hidden."),
    Act.REMOVE: gettext_lazy("What was removed stays removed."),
    Act.LOCK: gettext_lazy("The topic stays closed."),
}


@dataclass(frozen=True)
class Part:
    """One line of a statement: What, How long, and so on."""

    name: str  # what how_long happened norm automation decided_by strike appeal
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What somebody reads about a decision that concerns them."""

    heading: str
    lede: str
    parts: list[Part]
    still: list[str]  # what they can do whatever was decided
    appeal_until: datetime | None  # none: there is nothing to appeal against


def statement_of(decision: Decision, *, is_discreet: bool = False) -> Statement:
    """The parts of a statement. `is_discreet`: without names of places and words, for letters."""
    sanctions = list(decision.sanctions.order_by("pk"))
    return Statement(
        heading=heading_of(decision), lede=_("This is about what was posted, not about who you are."),
        parts=[part for part in _parts(decision, sanctions, is_discreet) if part.text],
        still=_still(decision),
        appeal_until=decision.made_at + Decision.APPEAL_WITHIN if decision.restricts else None,
    )  # fmt: skip


def day_and_time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l j F Y, H:i")


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def heading_of(decision: Decision) -> str:
    """What a decision means, in a line: asks nothing of the database."""
    words = [ACT_HEADINGS.get(Act(decision.act)), STEP_HEADINGS.get(Step(decision.step))]
    return ". ".join(str(each) for each in words if each) or _("Nothing changes")


def _parts(decision: Decision, sanctions: list[Sanction], is_discreet: bool) -> list[Part]:
    parts = [
        Part("what", _("What"), _what(decision, sanctions, is_discreet)),
        Part("how_long", _("How long"), _how_long(decision, sanctions)),
        Part("happened", _("What happened"), "" if is_discreet else decision.facts),
        Part("norm", _("Norm"), f"{decision.norm}: {decision.norm.sentence}" if decision.norm else ""),
        Part("automation", _("Automation"), _automation(decision)),
        Part("decided_by", _("Decided by"), _("A moderator.")),
        Part("strike", _("Strike"), _strike(sanctions)),
    ]  # fmt: skip
    if decision.restricts:
        until = _day(decision.made_at + Decision.APPEAL_WITHIN)
        words = _("You can appeal for free until %(until)s. Somebody else will look at it.")
        parts.append(Part("appeal", _("If you disagree"), words % {"until": until}))
    return parts


def _what(decision: Decision, sanctions: list[Sanction], is_discreet: bool) -> str:
    words = []
    if act_words := ACT_WORDS.get(Act(decision.act)):
        words.append(str(act_words) % {"title": _title(decision, is_discreet)})
    if decision.step == Step.LIMIT:
        limits = [str(LIMIT_WORDS[Limit(each)]) for row in sanctions for each in row.limits]
        words.append(_("For a while: %(limits)s.") % {"limits": ", ".join(limits)})
    elif decision.step == Step.PLACE:
        words.append(_place_words(sanctions, is_discreet))
    elif step_words := STEP_WORDS.get(Step(decision.step)):
        words.append(str(step_words))
    if number := _also_hidden(decision):
        also = ngettext(
            "%(number)s other thing that you posted lately is hidden as well.",
            "%(number)s other things that you posted lately are hidden as well.", number,
        )  # fmt: skip
        words.append(also % {"number": number})
    return " ".join(str(each) for each in words)


def _title(decision: Decision, is_discreet: bool) -> str:
    if is_discreet or decision.target is None:
        return _("something that you posted")
    return content_of(decision.target).title_of(decision.target)


def _place_words(sanctions: list[Sanction], is_discreet: bool) -> str:
    place = next((row.place for row in sanctions if row.place is not None), None)
    if place is None or is_discreet:
        return _("You can read in one place, and not write there for a while.")
    return _("You can read in %(place)s, and not write there for a while.") % {"place": place}


def _also_hidden(decision: Decision) -> int:
    clean_up = getattr(decision, "clean_up", None)
    return len(clean_up.hidden) if clean_up and clean_up.undone_at is None else 0


def _how_long(decision: Decision, sanctions: list[Sanction]) -> str:
    words = []
    for row in sanctions:
        if row.lifted in ENDED_EARLY:
            at = row.lifted_at or timezone.now()
            words.append(_("It was ended early, on %(at)s.") % {"at": day_and_time(at)})
        elif row.kind == Kind.BAN:
            words.append(_("It has no end. You can appeal."))
        elif row.ends_at is not None:
            text = _("It ends by itself on %(until)s.")
            words.append(text % {"until": day_and_time(row.ends_at)})
    if decision.act_stands and (stays := STAYS.get(Act(decision.act))):
        words.append(str(stays))
    elif decision.act != Act.KEEP and not decision.act_stands:
        words.append(_("What was done to it was taken back."))
    return " ".join(words)


def _automation(decision: Decision) -> str:
    if not decision.automation:
        return _("None. A person read it and decided.")
    return _("%(what)s. A person read it and decided.") % {"what": decision.automation}


def _strike(sanctions: list[Sanction]) -> str:
    """Whether it counts if something happens again, and until when."""
    until = [row.strike_until for row in sanctions if row.strike_until]
    if not until:
        return _("None.")
    if all(row.lifted in {"undone", "overturned"} for row in sanctions):
        return _("None any more.")
    return _("One. It fades on %(day)s.") % {"day": _day(max(until))}


def _still(decision: Decision) -> list[str]:
    can = []
    if decision.step not in {Step.SUSPEND, Step.BAN}:
        can += [_("Read, and save what you find"), _("Write to a moderator in an appeal")]
    return [*can, _("Download or delete your data"), _("Open Get help now")]
