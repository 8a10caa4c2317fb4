"""No figure from few people is shown, and none can be worked out from those that are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from peersupport.core.disclosure import Figure, Sum, determined, released, rounded

ALL = "all"


@st.composite
def tables(draw):
    """A table with sums of rows and columns, and how many people stand behind each of its figures."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    counts = st.one_of(st.just(0), st.integers(1, 12), st.integers(1, 200))
    cells = {(r, c): draw(counts) for r in range(height) for c in range(width)}
    rows, columns = [*range(height), ALL], [*range(width), ALL]
    figures = {}
    for r in rows:
        for c in columns:
            inside = [n for (i, j), n in cells.items() if r in (i, ALL) and c in (j, ALL)]
            count, most = sum(inside), max(inside, default=0)
            people = draw(st.integers(min(1, most), count)) if count else 0
            figures[r, c] = Figure(count, people)
    sums = [Sum((r, ALL), [(r, c) for c in range(width)]) for r in rows]
    sums += [Sum((ALL, c), [(r, c) for r in range(height)]) for c in columns]
    return figures, sums


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_hidden_figure_can_be_worked_out(table):
    figures, sums = table
    shown = released(figures, sums)
    hidden = {key for key, value in shown.items() if value is None}

    for key, value in shown.items():
        if value is not None:
            assert figures[key].people >= 10 or figures[key].count == 0
            assert value == rounded(figures[key].count)
            assert value % 5 == 0
    for key in hidden:
        assert figures[key].count > 0
        assert on_a_cycle(key, hidden), f"{key} follows from its sums"
    for each in sums:
        parts = [figures[key].count for key in each.parts if key in hidden]
        if parts and each.whole not in hidden:
            assert len(parts) > 1
            assert sum(parts) >= 10, "what is hidden of a sum comes to few people together"


def on_a_cycle(cell, hidden):
    """Hidden figures joined by the rows and columns they share: one that lies on a cycle can be
    larger and all sums stay as they are. Found by walking, not by the algebra that is tested."""
    ends, start = ("c", cell[1]), ("r", cell[0])
    seen, waiting = {start}, [start]
    while waiting:
        kind, at = waiting.pop()
        for r, c in hidden - {cell}:
            here, there = (("r", r), ("c", c)) if kind == "r" else (("c", c), ("r", r))
            if here == (kind, at) and there not in seen:
                seen.add(there)
                waiting.append(there)
    return ends in seen


def test_one_hidden_part_takes_the_next_smallest_with_it():
    figures = {"a": Figure(4, 3), "b": Figure(40, 30), "c": Figure(12, 11), ALL: Figure(56, 40)}

    shown = released(figures, [Sum(ALL, ["a", "b", "c"])])

    assert shown == {"a": None, "b": 40, "c": None, ALL: 55}


def test_what_is_left_of_a_whole_is_not_told_either():
    """Of 40 decisions 37 were appealed: three people did not."""
    figures = {"made": Figure(40, 40), "appealed": Figure(37, 37), "not": Figure(3, 3)}

    shown = released(figures, [Sum("made", ["appealed", "not"])])

    assert (shown["made"], shown["appealed"]) == (40, None)


def test_many_of_few_people_are_hidden_and_a_zero_is_nobody_s():
    figures = {"a": Figure(80, 2), "b": Figure(60, 30), "c": Figure(0, 0), "d": Figure(11, 0),
               "e": Figure(50, 20)}  # fmt: skip

    assert released(figures, []) == {"a": None, "b": 60, "c": 0, "d": None, "e": 50}


def test_what_follows_from_sums_is_found():
    assert determined([Sum("w", ["a", "b"])], {"a"}) == {"a"}
    assert determined([Sum("w", ["a", "b"])], {"a", "b"}) == set()
    assert determined([Sum("w", ["a", "b"]), Sum("v", ["a", "c"])], {"a", "b", "v"}) == set()
    assert determined([Sum("w", ["a", "b"]), Sum("v", ["b"])], {"a", "b"}) == {"a", "b"}
