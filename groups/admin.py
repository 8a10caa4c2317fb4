from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from . import actions
from .models import Group
from .rules import can_decide_proposal


class Needing(admin.SimpleListFilter):
    """What an organiser looks for here."""

    title = _("what it needs")
    parameter_name = "needs"

    def lookups(self, request, model_admin):
        return [("decision", _("a decision")), ("somebody", _("somebody to look after it"))]

    def queryset(self, request, queryset):
        if self.value() == "decision":
            return queryset.filter(state=Group.State.PROPOSED)
        if self.value() == "somebody":
            return queryset.filter(state=Group.State.RUNNING, unled_since__isnull=False)
        return queryset


class DecisionForm(forms.ModelForm):
    """One decision at a time; each is an action of the group, with its rules and its record."""

    decision = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The founder reads it when you do not agree."),
    )  # fmt: skip
    handle = forms.CharField(
        label=_("Handle of the new facilitator"), max_length=30, required=False,
        help_text=_("Somebody who has agreed to do it. They hear of it at once."),
    )  # fmt: skip

    class Meta:
        model = Group
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices_for(self.instance, self.decider)

    def clean(self):
        """Do it: what the rules refuse is an error of the form, and nothing has changed."""
        data = super().clean()
        if not self.errors:
            try:
                decide(self.instance, by=self.decider, **data)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return data


def choices_for(group: Group, decider: Member) -> list[tuple[str, str]]:
    """What this person may decide about a group as it stands."""
    if group.state == Group.State.PROPOSED:
        return [
            ("agree", _("Agree: the group starts")),
            ("decline", _("Do not agree, and say why")),
        ]
    if group.state == Group.State.RUNNING and decider.is_superuser:
        return [
            ("install", _("Appoint a facilitator")),
            ("archive", _("Archive the group: for good")),
        ]
    return []


def decide(group: Group, *, by: Member, decision: str, reason: str, handle: str) -> None:
    """Carry a decision out. Raises Refused."""
    if decision in {"agree", "decline"}:
        actions.decide_proposal(group, by=by, agreed=decision == "agree", reason=reason)
    elif decision == "archive":
        actions.archive(group, by=by)
    else:
        member = Member.objects.reachable().filter(handle=handle.casefold().strip("@ ")).first()
        if member is None:
            raise Refused(_("Nobody has this handle."))
        actions.install_facilitator(group, member=member, by=by)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    """Proposals to decide about, and groups that nobody looks after.

    Names and purposes only: who is in a group, and what is written there, is its members' business.
    """

    form = DecisionForm
    list_display = ["name", "kind", "state", "member_count", "size", "unled_since", "founded_at"]
    list_filter = [Needing, "state"]
    ordering = ["-founded_at"]
    readonly_fields = [
        "name", "purpose", "objectives", "kind", "state", "size", "member_count", "norms",
        "questions", "founded_by", "founded_at", "unled_since", "decided_because",
    ]  # fmt: skip
    fieldsets = [
        (_("The group"), {"fields": readonly_fields}),
        (_("Your decision"), {"fields": ["decision", "reason", "handle"]}),
    ]

    def get_queryset(self, request):
        """What the directory lists, and what is proposed; hidden groups only for administrators."""
        groups = super().get_queryset(request).select_related("founded_by")
        if request.user.is_superuser:
            return groups
        return groups.filter(kind__lt=Group.Kind.HIDDEN) | groups.filter(state=Group.State.PROPOSED)

    def get_object(self, request, object_id, from_field=None):
        """What somebody may not see here does not exist for them here either."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if choices_for(obj, request.user) else self.fieldsets[:1]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type("Decision", (form,), {"decider": request.user})

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return can_decide_proposal(request.user)

    has_view_permission = has_change_permission

    def has_module_permission(self, request):
        return can_decide_proposal(request.user)

    def save_model(self, request, obj, form, change):
        """The action has written already."""

    def response_change(self, request, obj):
        """Back to the list: a hidden group that was agreed to is out of an organiser's sight."""
        messages.success(request, _("Done, and told to those it concerns."))
        return HttpResponseRedirect(reverse("admin:groups_group_changelist"))
