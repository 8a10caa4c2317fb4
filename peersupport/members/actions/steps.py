from django.db import transaction

from ..models import FirstStep, Member


@transaction.atomic
def skip_step(member: Member, *, step: FirstStep) -> Member:
    """Leave one of the first steps out, or count it as done."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if step not in member.steps_skipped:
        member.steps_skipped = [*member.steps_skipped, step]
        member.save(update_fields=["steps_skipped"])
    return member


@transaction.atomic
def hide_first_steps(member: Member) -> None:
    """No more list on the home page; the appearance settings bring it back."""
    Member.objects.filter(pk=member.pk).update(first_steps=False)
