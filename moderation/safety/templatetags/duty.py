from django import template

from peersupport.core.duty import on_duty_now

register = template.Library()


@register.inclusion_tag("safety/_duty.html")
def who_is_there():
    """One line for pages on which people ask for help: whether somebody of the team is on duty."""
    return {"duty": on_duty_now()}
