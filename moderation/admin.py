from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.urls import resolve, reverse
from django.utils.html import format_html

from . import actions, rules
from .models import Norm, NormRule, Report, ReviewItem, WatchedTerm
from .registry import content_of


@admin.register(ReviewItem)
class ReviewItemAdmin(admin.ModelAdmin):
    """The queue: the same pages as on the site, in this frame. All else is theirs to decide."""

    def has_module_permission(self, request):
        return rules.is_moderator(request.user)

    def has_view_permission(self, request, obj=None):
        return rules.is_moderator(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return self._page(request, "moderation:item_list")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            raise Http404
        return self._page(request, "moderation:item_detail", pk=int(object_id))

    def history_view(self, request, object_id, extra_context=None):
        """Its history stands on its page."""
        return self.change_view(request, object_id)

    def _page(self, request, name, **which):
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        if request.method != "GET":  # deeds have addresses of their own
            return HttpResponseNotAllowed(["GET"])
        found = resolve(reverse(name, kwargs=which))
        return found.func(request, frame="admin", **found.kwargs)


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """What people told staff: open ones first come, first seen."""

    list_display = ["reason", "target_link", "reported_at", "state"]
    list_filter = ["state", "reason"]
    list_select_related = ["target_type", "item"]
    ordering = ["state", "reported_at"]
    readonly_fields = ["reason", "target_link", "state", "reported_at", "closed_at", "closed_by"]
    exclude = ["target_type", "target_id", "item", "reporter", "note"]

    def get_queryset(self, request):
        """Of what this person may decide. Who said it, and in which words, stands with the item."""
        items = ReviewItem.objects.visible_to(request.user)
        return super().get_queryset(request).filter(item__in=items.order_by())

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        """Asked before the row is looked for: who may see no report learns of none."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    @admin.display(description="about")
    def target_link(self, report):
        """Its kind alone: what it is, and where, is shown where each look goes on record."""
        if report.item is None or report.target is None:
            return "no longer there"
        kind = content_of(report.target).kind
        return format_html('<a href="{}">{}</a>', report.item.get_absolute_url(), kind)


@admin.register(Norm)
class NormAdmin(admin.ModelAdmin):
    """Write a new version; publishing it asks everybody to agree again."""

    list_display = ["version", "title", "published_at"]
    readonly_fields = ["published_at"]
    actions = ["publish"]

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Publish: ask everybody to agree", permissions=["change"])
    def publish(self, request, norms):
        for norm in norms:
            actions.publish_norms(norm, by=request.user)


@admin.register(NormRule)
class NormRuleAdmin(admin.ModelAdmin):
    """A rule with its examples, as the page about norms shows it. Decisions keep pointing to it."""

    list_display = ["name", "sentence", "position"]

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(WatchedTerm)
class WatchedTermAdmin(admin.ModelAdmin):
    """Words after which a person looks, or help is offered. None of them blocks anything.

    `manage.py check_terms` says how often the list is right.
    """

    list_display = ["words", "language", "deed", "reason", "theme", "is_on"]
    list_filter = ["deed", "reason", "language", "is_on"]
    search_fields = ["words"]
