from django.contrib import admin

from .models import Member


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    """Who is here. Passwords and addresses are the member's own business."""

    list_display = ["display_name", "handle", "role", "tier", "joined_at", "is_active"]
    list_filter = ["role", "tier", "is_active"]
    search_fields = ["handle", "display_name"]
    fields = ["display_name", "handle", "tier", "joined_at"]
    readonly_fields = ["display_name", "handle", "joined_at"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
