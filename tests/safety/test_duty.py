from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.utils import timezone

from moderation.actions import look_after
from moderation.rules import somebody_is_on_duty
from moderation.safety.actions import go_off_duty, go_on_duty, plan_shifts, write_duty
from moderation.safety.models import Shift
from peersupport.core.duty import Duty, duty_at, on_duty_now, write_spans
from peersupport.core.exceptions import Refused


def at(hour):
    return datetime(2026, 3, 2, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "is_on", "until"),
    [
        (7, False, at(8)),
        (8, True, at(14)),
        (13, True, at(14)),
        (14, False, at(20)),
        (23, False, None),
    ],
)
def test_shifts_that_meet_or_overlap_are_one(hour, is_on, until):
    spans = [(at(20), at(22)), (at(8), at(12)), (at(11), at(13)), (at(13), at(14))]

    assert duty_at(at(hour), spans) == Duty(True, is_on, until)


def test_a_file_that_is_missing_old_or_broken_makes_nobody_claim_anything(rota_file):
    assert not on_duty_now().is_known

    for text in ("", "[]", '{"written_at": "2026-01-01T00:00:00+00:00", "spans": []}'):
        rota_file.write_text(text)
        assert not on_duty_now().is_known


def test_only_hours_of_who_moderates_count(moderator, make_shift):
    shift = make_shift(moderator)
    write_duty()
    assert on_duty_now() == Duty(True, True, shift.ends_at)

    type(moderator).objects.filter(pk=moderator.pk).update(role="")
    write_duty()
    assert on_duty_now() == Duty(True, False, None)


def test_who_rests_is_not_there(moderator, make_shift):
    shift = make_shift(moderator, starts=-1, ends=4)
    back_at = timezone.now() + timedelta(hours=2)
    look_after(moderator, left_out=[], off_until=back_at)
    write_duty()
    assert on_duty_now() == Duty(True, False, back_at)

    go_on_duty(moderator, hours=1)
    write_duty()
    assert on_duty_now() == Duty(True, True, shift.ends_at)


def test_coming_and_going_is_told_at_once(moderator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        go_on_duty(moderator, hours=2)
    assert on_duty_now().is_on

    with django_capture_on_commit_callbacks(execute=True):
        go_off_duty(moderator)
    assert on_duty_now() == Duty(True, False, None)
    assert Shift.objects.get().ends_at <= timezone.now()


def test_weeks_keep_to_the_clock_on_the_wall(moderator):
    with timezone.override("Europe/Berlin"):
        start = timezone.make_aware(datetime(timezone.now().year + 1, 3, 20, 9))
        made = plan_shifts(
            moderator, by=moderator, starts_at=start, ends_at=start + timedelta(hours=2), weeks=3
        )
        Shift.objects.all().update(kind="duty")
        hours = {timezone.localtime(Shift.objects.get(pk=each.pk).starts_at).hour for each in made}

    assert hours == {9}
    assert {each.starts_at.astimezone(UTC).hour for each in made} == {7, 8}  # the clocks change


def test_nobody_plans_for_others_but_administrators(moderator, administrator, stranger):
    now = timezone.now()
    hours = {"starts_at": now, "ends_at": now + timedelta(hours=1)}

    plan_shifts(moderator, by=administrator, **hours)
    for member, by in [(administrator, moderator), (stranger, administrator), (stranger, stranger)]:
        with pytest.raises(Refused):
            plan_shifts(member, by=by, **hours)
    assert Shift.objects.count() == 1


def test_old_hours_go_after_a_year(moderator, make_shift):
    make_shift(moderator, starts=-24 * 400, ends=-24 * 399)
    kept = make_shift(moderator)

    call_command("apply_retention")

    assert list(Shift.objects.all()) == [kept]


def test_a_page_of_any_area_can_say_it(rota_file):
    page = Template("{% load duty %}{% who_is_there %}")
    assert page.render(Context()).strip() == ""

    write_spans([])
    assert page.render(Context()).strip() == "Nobody from our team is on duty just now."
    assert not somebody_is_on_duty()  # reports promise no time
