from django.contrib import admin
from django.utils.html import format_html

from . import actions
from .models import Norm, NormRule, Report


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    """What people told staff: open ones first come, first seen."""

    list_display = ["reason", "target_link", "reported_at", "state"]
    list_filter = ["state", "reason"]
    list_select_related = ["target_type"]
    ordering = ["state", "reported_at"]
    readonly_fields = [
        "reason", "note", "target_link", "reporter", "state", "reported_at", "closed_at", "closed_by",
    ]  # fmt: skip
    exclude = ["target_type", "target_id"]
    actions = ["close"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="about")
    def target_link(self, report):
        if report.target is None:
            return "no longer there"
        if report.target.gives_excerpt:  # where it stands is for who is there
            return "something private"
        return format_html('<a href="{}">{}</a>', report.target.get_absolute_url(), report.target)

    @admin.action(description="Close the selected reports", permissions=["change"])
    def close(self, request, reports):
        for report in reports:
            actions.close_report(report, by=request.user)


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
