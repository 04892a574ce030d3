"""Shards hold every row once, no shard holds too many, and only large cities are cut."""

from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.academy.engine.analytics.plan import Source, plan_shards

SOURCES = st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(0, 25)), max_size=12).map(
    lambda files: [
        Source(f"{city}/{number}", city, rows, f"mark {number}") for number, (city, rows) in enumerate(files)
    ]
)


def shape(shard):
    return [(one.source.path, one.first, one.last) for one in shard.stretches]


def test_plan_when_cities_are_small_then_they_are_put_together_until_full():
    sources = [Source(f"{city}/1", city, rows, "") for city, rows in (("A", 4), ("B", 6), ("C", 5), ("D", 3))]
    plan = plan_shards(sources, most=10)
    assert [shape(shard) for shard in plan.whole] == [[("A/1", 0, 4), ("B/1", 0, 6)], [("C/1", 0, 5), ("D/1", 0, 3)]]
    assert plan.cut == ()


def test_plan_when_a_city_is_large_then_it_is_cut_evenly_across_its_files():
    plan = plan_shards([Source("A/1", "A", 3, ""), Source("A/2", "A", 22, "")], most=10)
    assert plan.whole == ()
    assert [[shape(shard) for shard in city] for city in plan.cut] == [
        [[("A/1", 0, 3), ("A/2", 0, 5)], [("A/2", 5, 13)], [("A/2", 13, 22)]]
    ]


@given(SOURCES, st.integers(1, 30), st.randoms())
def test_plan_when_made_of_any_files_then_every_row_is_in_one_shard(sources, most, chance):
    plan = plan_shards(sources, most=most)
    shards = [*plan.whole, *(shard for city in plan.cut for shard in city)]
    found = sorted(
        (one.source.path, row) for shard in shards for one in shard.stretches for row in range(one.first, one.last)
    )
    assert found == sorted((source.path, row) for source in sources for row in range(source.rows))
    assert all(0 < shard.rows <= most for shard in shards)
    cities = [{one.source.city for one in shard.stretches} for shard in plan.whole]
    assert sum(map(len, cities)) == len(set().union(*cities))
    chance.shuffle(sources)
    assert plan_shards(sources, most=most) == plan
