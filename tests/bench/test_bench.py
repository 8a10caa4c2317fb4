"""The arithmetic of `make bench`; how fast anything is belongs into a run, not into a test."""

import json
from collections import Counter

import pytest

from bench import circles, fill, goals, messages, options, results, table
from bench.load import from_times, parse_wrk
from bench.pages import READER
from bench.results import BenchError, Cost, Load, Round
from groups.rooms.importers import Counts, read_network

KEYS = {
    "page", "who", "c", "posts", "rps", "p50_ms", "p95_ms", "queries", "writes", "bytes",
    "gzip_bytes", "floor_rps", "floor_p50_ms", "ratio_rps", "ratio_p50",
}  # fmt: skip


def wrk_says(**seen):
    line = {"requests": 400, "microseconds": 2_000_000, "bytes": 4_100_000,
            "p50": 4900, "p95": 9800, "errors": 0}  # fmt: skip
    return f"Running 2s test @ http://127.0.0.1/\n  1 threads\n\n{json.dumps(line | seen)}\n"


def measured(page="topic", who="member", c=1, *, rps=100.0, p50=10.0, **cost):
    cost = Cost(**({"queries": 7, "writes": 0, "bytes": 45_000, "gzip_bytes": 12_000} | cost))
    rounds = [Round(Load(rps, p50, 20.0), (Load(200.0, 5.0, 6.0), Load(200.0, 5.0, 6.0)))]
    return results.summed_up(page, who, c, 10_000, rounds, cost)


def test_wrk_output_becomes_a_rate_and_milliseconds():
    assert parse_wrk(wrk_says(), 10_000, "/") == Load(200.0, 4.9, 9.8)


@pytest.mark.parametrize("seen", [{"errors": 1}, {"requests": 0}, {"bytes": 40_000}])
def test_wrong_missing_or_short_answers_fail_the_run(seen):
    with pytest.raises(BenchError):
        parse_wrk(wrk_says(**seen), 10_000, "/")


def test_times_of_the_fallback_become_the_same():
    seen = from_times([0.010] * 19 + [0.030], 2)

    assert (seen.rps, round(seen.p50_ms), round(seen.p95_ms)) == (10, 10, 29)


def test_ratios_are_taken_within_each_round_before_the_median():
    floors = [(Load(100, 1, 1), Load(300, 3, 3)), (Load(20, 20, 20),) * 2, (Load(400, 4, 4),) * 2]
    rounds = [
        Round(Load(rps, p50, p50), floor)
        for (rps, p50), floor in zip([(100, 4), (10, 40), (100, 40)], floors, strict=True)
    ]
    one = results.summed_up("topic", "member", 8, 10_000, rounds, Cost(7, 0, 1, 1))

    assert (one.ratio_rps, one.ratio_p50) == (0.5, 2)
    assert (one.rps, one.floor_rps) == (100, 200)


def test_latest_json_holds_one_object_for_each_measurement(tmp_path):
    path = tmp_path / "latest.json"
    results.write([measured(), measured("home")], path)
    found = json.loads(path.read_text())

    assert [one["page"] for one in found] == ["topic", "home"]
    assert set(found[0]) == KEYS


def test_the_table_aligns_its_columns():
    lines = table.text(table.HEAD, [table.row(measured()), table.row(measured("home"))]).split("\n")

    assert len(table.row(measured())) == len(table.HEAD)
    assert len(lines) == 3
    assert lines[1].split()[:3] == ["topic", "member", "1"]
    assert lines[1].index("member") == lines[2].index("member")


@pytest.mark.parametrize(
    ("p50", "verdict"), [(10.0, "ok aim"), (12.0, "ok must"), (15.1, "MISSES must")]
)
def test_a_goal_says_whether_must_and_aim_are_met(p50, verdict):
    reached = {goal.name: goal for goal in goals.reached([measured(p50=p50)], 100)}

    assert reached["topic, member, c1 p50 / floor topic"].verdict == verdict


@pytest.mark.parametrize("page", ["category", "group-list", "group"])
def test_lists_and_pages_of_groups_are_held_to_the_same(page):
    found = [measured(page, queries=11), measured(page, c=8, rps=60)]

    assert [
        (goal.must, goal.is_met) for goal in goals.reached(found, 100) if page in goal.name
    ] == [
        (0.35, False),
        (10, False),
    ]


def test_a_write_on_a_warmed_page_misses_a_must():
    reached = goals.reached([measured(writes=1)], 100)

    assert [goal.name for goal in reached if not goal.is_met] == ["writes on any warmed GET"]


def test_a_reply_may_write():
    assert all(goal.is_met for goal in goals.reached([measured("reply", writes=6)], 100))


def test_growth_compares_ratios_to_the_floor():
    small = {"page": "topic", "who": "member", "c": 1, "posts": 10_000, "ratio_p50": 2.0}
    large = small | {"posts": 200_000, "ratio_p50": 2.4}

    assert goals.growth_rows([[small], [large]]) == [
        ("topic", "member", "10000", "200000", "1.20", "MISSES must")
    ]


def test_pages_keep_their_order_and_unknown_ones_are_refused():
    assert options.parse(["--only", "topic,home"]).only == ("home", "topic")
    with pytest.raises(SystemExit):
        options.parse(["--only", "nonsense"])


@pytest.mark.parametrize("posts", ["10000", "200000", "1000000"])
def test_topics_hold_exactly_the_posts_that_were_asked_for(posts):
    lengths = fill.lengths(int(posts))

    assert sum(lengths) == int(posts)
    assert len(lengths) == int(posts) // 10
    assert min(lengths) == 1
    assert lengths[:2] == [5000, 100]


def test_groups_seat_nobody_twice_and_the_reader_as_an_ordinary_member():
    groups = [circles._group(number) for number in range(1, circles.GROUPS + 1)]
    seats = [
        circles._membership(group, place, fill.MEMBERS)
        for group in groups
        for place in range(group.member_count)
    ]
    own = {seat.group.pk: seat.role for seat in seats if seat.member_id == READER}

    assert len({(seat.group.pk, seat.member_id) for seat in seats}) == len(seats)
    assert all(3 <= group.member_count <= group.size for group in groups)
    assert groups[0].member_count == 500
    assert circles.LARGE in own
    assert len(own) == 5
    assert set(own.values()) == {0}


def test_messages_are_held_to_three_floors_and_to_few_statements():
    seen = [measured("thread", p50=15.0, queries=12), measured("messages", p50=16.0, queries=11)]

    reached = {goal.name: goal.is_met for goal in goals.reached(seen, 100)}

    assert reached["thread, member, c1 p50 / floor topic"]
    assert not reached["messages, member, c1 p50 / floor topic"]
    assert reached["statements, thread, member"]
    assert not reached["statements, messages, member"]


def test_a_made_up_network_has_the_shape_of_the_real_one(tmp_path):
    path = tmp_path / "out.network"
    path.write_text("\n".join(messages.network()))
    counts = Counts()
    talks = Counter(message.pair for message in read_network(path, counts))

    people = Counter(one for pair in talks for one in pair)
    found = counts.summary()
    assert abs(found["messages"] - messages.MESSAGES) < 100
    assert abs(found["pairs"] - 13_838) < 500
    assert 150 < max(people.values()) < 350  # 255 in the real one
    assert 100 < max(talks.values()) < 300  # 184
    assert list(messages.network(50)) == list(messages.network(50))
