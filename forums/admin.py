from django.contrib import admin

from .models import Category


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """Create, order and open categories. Topics are moved and closed on the site itself."""

    list_display = ["name", "parent", "position", "see", "read", "start", "reply", "topic_count"]
    list_select_related = ["parent"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request):
        """Discussions of groups are their members' business."""
        return super().get_queryset(request).of_the_forums()

    def has_delete_permission(self, request, obj=None):
        return (
            obj is not None
            and not obj.topics.exists()
            and super().has_delete_permission(request, obj)
        )
