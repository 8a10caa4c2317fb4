"""Writing to somebody for the first time, or to a few people together."""

from django.shortcuts import redirect, render

from groups.rooms import rules
from groups.rooms.forms import BeginForm
from groups.rooms.models import MOST_PEOPLE, Room, pair_of
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

MOST_SUGGESTED = 50
SHORTEST = 2


@access(Rule.PARTICIPANT)
def conversation_new(request):
    """Choose people, write, and see who is asked first. Two who talk already go on there.

    `?to=HANDLE` begins with somebody; `?q=` asks for names while one types.
    """
    if request.htmx and request.method == "GET":
        return _names(request)
    if request.method == "POST":
        return _begin(request)
    form = BeginForm(member=request.user, initial={"people": request.GET.get("to", "")})
    if len(form.chosen) == 1 and (room := _going_on(request.user, form.chosen[0])):
        return redirect(room)
    return _page(request, form)


def _begin(request):
    form = BeginForm(request.POST, member=request.user)
    if form.is_valid() and not form.is_choosing:
        try:
            return redirect(form.save(author=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    return _page(request, form, status=422 if form.errors else 200)


def _page(request, form, *, status=200):
    asked = rules.strangers_to(form.chosen, by=request.user) if form.chosen else set()
    context = {
        "form": form, "chosen": form.chosen, "most": MOST_PEOPLE - 1,
        "asked": [person for person in form.chosen if person.pk in asked],
        "people": rules.suggested_to(request.user)[:MOST_SUGGESTED],
    }  # fmt: skip
    return render(request, "rooms/conversation_new.html", context, status=status)


def _names(request):
    """What the field offers while one types."""
    words = " ".join(request.GET.get("to", "").replace("\x00", "").split())
    people = []
    if len(words) >= SHORTEST:
        people = rules.suggested_to(request.user, words.removeprefix("@"))[:MOST_SUGGESTED]
    return render(request, "rooms/_people.html", {"people": people})


def _going_on(member, other) -> Room | None:
    """The conversation that two have already, where both still are."""
    rooms = Room.objects.visible_to(member).conversations()
    return rooms.filter(pair=pair_of(member, other)).first()
