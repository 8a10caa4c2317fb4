from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from peersupport.core.exceptions import Refused
from peersupport.core.richtext import MAX_LENGTH

from .actions import ask_factor_reset, claim_token, publish_policy, reset_token
from .models import Member, PolicyDocument


class MemberForm(forms.ModelForm):
    """What staff may change. A reset of two-step sign-in is begun here, by giving its reason."""

    reset_reason = forms.CharField(
        label=_("Reset two-step sign-in, because"), max_length=300, required=False,
        help_text=_(
            "For somebody who lost phone and codes. Say how you know that it is them. They get a "
            "letter and can stop it for 24 hours."
        ),
    )  # fmt: skip

    class Meta:
        model = Member
        fields = ["tier"]

    def clean(self):
        """Ask for the reset; what the rules refuse is an error of the form."""
        data = super().clean()
        if data.get("reset_reason") and not self.errors:
            try:
                begin_reset(self.request, self.instance, data["reset_reason"])
            except Refused as refusal:
                raise forms.ValidationError({"reset_reason": str(refusal)}) from None
        return data


@transaction.atomic
def begin_reset(request, member: Member, reason: str) -> None:
    """The reset, and the letter by which it can be stopped."""
    reset = ask_factor_reset(member, by=request.user, reason=reason)
    address = reverse("members:factor_reset_stop", args=[reset_token(reset)])
    context = {"due_at": reset.due_at, "stop_url": f"{settings.SITE_URL}{address}"}
    get_adapter(request).send_notification_mail("account/email/factor_reset", member, context)


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    """Who is here. Passwords and addresses are the member's own business."""

    form = MemberForm
    list_display = ["display_name", "handle", "role", "tier", "joined_at", "is_active"]
    list_filter = ["role", "tier", "is_active"]
    search_fields = ["handle", "display_name"]
    fields = ["display_name", "handle", "tier", "trust_now", "joined_at"]
    readonly_fields = ["display_name", "handle", "trust_now", "joined_at"]
    actions = ["offer_claim"]

    def get_queryset(self, request):
        return super().get_queryset(request).people()

    def get_fields(self, request, obj=None):
        can_reset = request.user.is_superuser and obj is not None and obj.second_factor_at
        return [*self.fields, "reset_reason"] if can_reset else self.fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type("AskedMemberForm", (form,), {"request": request})

    @admin.display(description=_("trust"))
    def trust_now(self, member):
        """Earned, where the tier is granted; where one sets it stands a page further."""
        address = reverse("moderation:trust_hold", args=[member.handle])
        link = format_html('<a href="{}">{}</a>', address, _("Hold or release"))
        return format_html("{} ({})", member.get_trust_level_display(), link)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_hand_out_permission(self, request):
        """Accounts are an administrator's to hand out."""
        return request.user.is_superuser

    @admin.action(
        description="Make a link with which to claim an imported account", permissions=["hand_out"]
    )
    def offer_claim(self, request, members):
        """Shown once, to be given to the person it is for."""
        for member in members.filter(claimed_at=None, is_active=True):
            link = settings.SITE_URL + reverse("members:account_claim", args=[claim_token(member)])
            self.log_change(request, member, "Made a link to claim this account.")
            text = f"{member.display_name}: {link} (works once, for 14 days)"
            self.message_user(request, text, messages.SUCCESS)


class PolicyForm(forms.ModelForm):
    """The next version of the terms or the privacy notice. Its number follows from the last one."""

    is_major = forms.BooleanField(
        label=_("Ask everybody to agree again"), required=False,
        help_text=_("For changes that matter to people. Otherwise they are only told."),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Text (Markdown)"),
        max_length=MAX_LENGTH,
        help_text=_("Headings begin with one #."),
        widget=forms.Textarea(attrs={"rows": 40}),
    )

    class Meta:
        model = PolicyDocument
        fields = ["kind", "is_major", "body", "changes", "effective_from"]

    def clean(self):
        """Publish; what the action refuses is an error of the form."""
        data = super().clean()
        is_first = not PolicyDocument.objects.filter(kind=data.get("kind")).exists()
        if not is_first and not data.get("changes"):
            self.add_error("changes", _("Say in a sentence what changed."))
        if not self.errors:
            try:
                self.published = publish_policy(**data)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return data


@admin.register(PolicyDocument)
class PolicyAdmin(admin.ModelAdmin):
    """Every version there was. A change is a new version; none is edited or deleted."""

    form = PolicyForm
    list_display = ["kind", "version", "effective_from", "changes"]
    list_filter = ["kind"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.form.Meta.fields
        return ["kind", "version", "effective_from", "changes", "sha256", "body"]

    def get_changeform_initial_data(self, request):
        """The latest text to begin with: …/add/?kind=terms."""
        kind = request.GET.get("kind", "")
        latest = PolicyDocument.objects.filter(kind=kind).first()
        return {"kind": kind, "body": latest.body if latest else ""}

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_form(self, request, form, change):
        return form.published

    def save_model(self, request, obj, form, change):
        """The action has written it."""

    def save_related(self, request, form, formsets, change):
        """Nothing hangs on a version."""
