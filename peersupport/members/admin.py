from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from peersupport.core.exceptions import Refused

from .actions import ask_factor_reset, claim_token, reset_token
from .models import Member


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
