"""What a facilitator changes: what the group says of itself, its norms, its end."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from groups import actions
from groups.forms import AgreementForm, FactsForm
from groups.models import Group
from peersupport.core.access import Rule, access

from .shown import do, form_page, led_group, saved, told


@access(Rule.MEMBER)
def group_edit(request, slug):
    shown = led_group(request, slug, "edit_group")
    form = FactsForm(request.POST or None, instance=shown.group)
    done = saved(
        request, form, lambda: form.save(group=shown.group, by=request.user),
        lambda group: told(request, _("The group is changed."), group),
    )  # fmt: skip
    context = {"shown": shown, "group": shown.group, "current": "settings"}
    return done or form_page(request, "groups/group_edit.html", form, context)


@access(Rule.MEMBER)
def agreement_edit(request, slug):
    """Norms and questions. Other norms are a new version, to which everybody is asked to agree."""
    shown = led_group(request, slug, "edit_group")
    group = shown.group
    initial = {"norms": group.norms, "questions": group.questions}
    form = AgreementForm(request.POST or None, initial=initial)
    done = saved(
        request, form, lambda: form.save(group=group, by=request.user),
        lambda changed: told(request, _said(group, changed), changed),
    )  # fmt: skip
    context = {"shown": shown, "group": group, "current": "agreement"}
    return done or form_page(request, "groups/agreement_edit.html", form, context)


def _said(before: Group, changed: Group) -> str:
    if before.norms_version == changed.norms_version:
        return _("Saved.")
    return _("The norms are changed. Everybody is asked to agree before they write again.")


@access(Rule.MEMBER)
def group_archive(request, slug):
    """A page that says what ends, then the deed."""
    shown = led_group(request, slug, "edit_group")
    if request.method == "POST":
        return do(
            request, actions.archive, group=shown.group, by=request.user, to=shown.group,
            back=shown.group,
            said=_("The group is archived. Its members can still read it."),
        )  # fmt: skip
    return render(request, "groups/group_archive.html", {"shown": shown, "group": shown.group})
