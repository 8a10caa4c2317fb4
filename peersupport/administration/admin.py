from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from peersupport.members.admin import MemberAdmin
from peersupport.members.models import Member, SecurityEvent

from . import actions

admin.site.unregister(Member)


@admin.register(Member)
class PersonAdmin(MemberAdmin):
    """One member as staff need them: no address, no messages, nothing that was written unseen.

    Who opens a page about a member is on record.
    """

    fields = [
        "display_name", "handle", "tier", "trust_now", "role_held", "state", "address", "second_step",
        "signed_in_at", "joined_at",
    ]  # fmt: skip
    readonly_fields = [
        "display_name", "handle", "joined_at", "trust_now", "role_held", "state", "address", "second_step",
        "signed_in_at",
    ]  # fmt: skip

    def change_view(self, request, object_id, form_url="", extra_context=None):
        response = super().change_view(request, object_id, form_url, extra_context)
        member = getattr(response, "context_data", {}).get("original")
        if member is not None and request.method == "GET":
            actions.note_read(member, by=request.user)
        return response

    @admin.display(description=_("role"))
    def role_held(self, member):
        name, grant = member.get_role_display(), member.role_grants.open().first()
        if not member.role:
            return name
        if grant is None:
            return _("%s, without a record") % name
        since = date_format(grant.granted_at, "DATE_FORMAT")
        return _("%(role)s since %(since)s: %(reason)s") % {
            "role": name, "since": since, "reason": grant.reason,
        }  # fmt: skip

    @admin.display(description=_("account"))
    def state(self, member):
        if not member.is_active:
            closure = member.closures.filter(reopened_at=None).first()
            return _("Closed: %s") % closure.reason if closure else _("Closed")
        return _("Open") if member.claimed_at else _("Came with an import, not claimed")

    @admin.display(description=_("e-mail address"))
    def address(self, member):
        is_confirmed = member.emailaddress_set.filter(primary=True, verified=True).exists()
        return _("Confirmed") if is_confirmed else _("Not confirmed")

    @admin.display(description=_("two-step sign-in"))
    def second_step(self, member):
        return _("On") if member.second_factor_at else _("Off")

    @admin.display(description=_("last signed in"))
    def signed_in_at(self, member):
        """The day, not the minute: enough to see whether an account is used."""
        event = member.security_events.filter(kind=SecurityEvent.Kind.SIGNED_IN).first()
        return date_format(event.happened_at, "DATE_FORMAT") if event else _("Not on record")
