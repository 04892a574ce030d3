"""The same kernel over the same shards gives the same bytes in this process, in a pool, and on a cluster."""

import signal
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.commons.jobs.shards import cut_shards, open_executor, run_shards
from hub.kit.seeds import seed_of

SHARDS = cut_shards([f"place-{number:03d}" for number in range(40)], size=7)


def draw_table(shard):
    """A kernel with randomness: each place has a seed of its own, so the cut does not matter."""
    rows = [np.random.default_rng(seed_of(7, place)).normal(size=5) for place in shard]
    return np.vstack(rows).tobytes()


def wait_and_draw_table(shard):
    time.sleep(0.3)
    return draw_table(shard)


@given(st.lists(st.integers(), max_size=60), st.integers(1, 20))
def test_shards_when_put_together_then_nothing_is_lost_or_moved(items, size):
    shards = cut_shards(items, size=size)
    assert [item for shard in shards for item in shard] == items
    assert all(len(shard) == size for shard in shards[:-1])


def test_shards_when_size_is_nought_then_it_is_refused():
    with pytest.raises(ValueError, match="at least one item"):
        cut_shards([1], size=0)


def test_pool_when_compared_with_this_process_then_bytes_are_equal():
    with open_executor(workers=2) as executor:
        assert run_shards(draw_table, SHARDS, executor=executor) == run_shards(draw_table, SHARDS)


def test_progress_when_shards_are_done_then_it_is_told():
    told = []
    run_shards(draw_table, SHARDS, progress=lambda done, of: told.append((done, of)))
    assert told == [(number, len(SHARDS)) for number in range(1, len(SHARDS) + 1)]


def test_cluster_when_compared_with_this_process_then_bytes_are_equal(cluster):
    address, _workers = cluster
    with open_executor(cluster=address) as executor:
        assert run_shards(draw_table, SHARDS, executor=executor) == run_shards(draw_table, SHARDS)


def test_cluster_when_a_worker_is_killed_then_the_result_is_the_same(cluster):
    address, workers = cluster
    with open_executor(cluster=address) as executor:

        def kill_one(done, _of):
            if done == 1:
                workers[0].send_signal(signal.SIGKILL)

        assert run_shards(wait_and_draw_table, SHARDS, executor=executor, progress=kill_one) == run_shards(
            draw_table, SHARDS
        )
