"""A word before something is posted that looks as if it led to a person. Never a block."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums import actions
from moderation.safety.lines import LINES
from peersupport.core.nudges import Detail, details_in

NAMES = {
    Detail.PHONE: gettext_lazy("a phone number"),
    Detail.EMAIL: gettext_lazy("an e-mail address"),
    Detail.ADDRESS: gettext_lazy("a street address"),
    Detail.STUDENT_NUMBER: gettext_lazy("a student number"),
}
IN_GROUPS = {Detail.PHONE, Detail.STUDENT_NUMBER}  # people there often share an address on purpose
TONE = "tone"  # a watched term that asks for a second thought
PUBLIC = [part for line in LINES for part in (line.phone, line.text)] + [settings.SITE_CONTACT]


@dataclass(frozen=True)
class Nudge:
    """What forums/_nudge.html says. `seen` goes with the form, so that nothing is said twice."""

    names: str  # what leads to a person; "" when it is about the tone alone
    seen: str
    may_hurt: bool = False  # words in it that people are sometimes hurt by


def nudge_for(request, form, category, *, before: str = "") -> Nudge | None:
    """What to say before this is posted, or None; `before` is what stood there already."""
    if request.POST.get("post_anyway") == "1":
        return None
    seen = set(request.POST.get("nudged", "").split(","))
    found: set[str] = set(_details(form, category) - _in_text(before))
    if actions.may_hurt(_text(form), author=request.user, category=category, before=before):
        found.add(TONE)
    if found <= seen:
        return None
    names = [str(NAMES[detail]) for detail in Detail if detail in found]
    marks = ",".join(sorted(found | seen - {""}))
    return Nudge(get_text_list(names, _("and")), marks, TONE in found - seen)


def _details(form, category) -> set[Detail]:
    found = _in_text(_text(form))
    return found & IN_GROUPS if category.group_id else found


def _text(form) -> str:
    return "\n\n".join(form.cleaned_data.get(name) or "" for name in ("title", "body"))


def _in_text(text: str) -> set[Detail]:
    pattern = settings.STUDENT_NUMBER_PATTERN
    return details_in(text, student_number=pattern, known=PUBLIC) if text else set()
