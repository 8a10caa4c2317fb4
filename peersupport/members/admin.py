from django.conf import settings
from django.contrib import admin, messages
from django.urls import reverse

from .actions import claim_token
from .models import Member


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    """Who is here. Passwords and addresses are the member's own business."""

    list_display = ["display_name", "handle", "role", "tier", "joined_at", "is_active"]
    list_filter = ["role", "tier", "is_active"]
    search_fields = ["handle", "display_name"]
    fields = ["display_name", "handle", "tier", "joined_at"]
    readonly_fields = ["display_name", "handle", "joined_at"]
    actions = ["offer_claim"]

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
