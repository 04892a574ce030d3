"""Results as bytes and back: the same bytes for the same arrays, and a clear word for bytes that are no results."""

import io
import zlib
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.factories.ageing_outlooks import make_results

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.outlook.look import summary_of
from hub.rooms.ageing.files.packing import Results, pack, unpack

RESULTS = make_results(years=4, trajectories=8)
PACKED = pack(RESULTS)


def refused(content: bytes) -> str:
    with pytest.raises(DataProblem) as problem:
        unpack(content)
    return problem.value.code


def with_array(**changed: object) -> bytes:
    """The bytes of results in which some arrays were exchanged."""
    with np.load(io.BytesIO(zlib.decompress(PACKED))) as kept:
        arrays = {name: kept[name] for name in kept.files} | changed
    stream = io.BytesIO()
    np.savez(stream, **{name: value for name, value in arrays.items() if value is not None})
    return zlib.compress(stream.getvalue())


def test_unpack_when_packed_then_everything_is_as_before():
    found = unpack(PACKED)
    for name in ("base", "mortality", "fertility", "sex_ratio", "migration", "first_year"):
        np.testing.assert_array_equal(getattr(found.future.inputs, name), getattr(RESULTS.future.inputs, name))
    for name in ("fertility", "expectancy", "migration"):
        np.testing.assert_array_equal(getattr(found.future.marginals, name), getattr(RESULTS.future.marginals, name))
    assert (found.future.seed, found.future.trajectories) == (7, 8)
    assert found.summary.items == RESULTS.summary.items
    assert found.summary.probabilities == RESULTS.summary.probabilities
    assert found.summary.years == (2024, 2025, 2026, 2027)
    np.testing.assert_array_equal(found.summary.values, RESULTS.summary.values)
    # Pyramids are kept to a ten-millionth.
    np.testing.assert_allclose(found.summary.pyramids, RESULTS.summary.pyramids, rtol=1e-6)
    assert (found.districts, found.starts) == (RESULTS.districts, RESULTS.starts)
    np.testing.assert_array_equal(found.by_district, RESULTS.by_district)


def test_unpack_when_simulated_again_then_gives_the_very_quantiles_that_were_kept():
    found = unpack(PACKED)
    np.testing.assert_array_equal(summary_of(found.future).values, found.summary.values)


def test_pack_when_made_again_from_the_same_seed_then_is_the_same_bytes():
    assert pack(make_results(years=4, trajectories=8)) == PACKED
    assert pack(unpack(PACKED)) == PACKED


@pytest.mark.parametrize(
    "other",
    [
        make_results(years=4, trajectories=8, seed=8),
        make_results(years=4, trajectories=9),
        make_results(years=5, trajectories=8),
        make_results(("Old Town",), years=4, trajectories=8),
        replace(RESULTS, official=np.array([1.0, np.nan, np.nan, np.nan])),
        replace(RESULTS, by_district=RESULTS.by_district + 1),
    ],
)
def test_pack_when_anything_differs_then_so_do_the_bytes(other: Results):
    assert pack(other) != PACKED


def test_unpack_when_there_are_no_districts_and_no_official_totals_then_there_are_none():
    found = unpack(pack(make_results((), years=4, trajectories=8)))
    assert found.districts == ()
    assert found.by_district.shape == (0, len(found.starts))
    assert found.official.shape == (0,)


def test_unpack_when_district_names_are_of_any_script_then_keeps_them():
    names = ("Hafen-Süd", "الحي القديم", "老城区")
    found = unpack(pack(replace(RESULTS, districts=names)))
    assert found.districts == names


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"no results",
        zlib.compress(b""),
        zlib.compress(b"PK\x03\x04 and nothing else"),
        zlib.compress(b"\x93NUMPY"),
        zlib.compress(b"0" * 70_000_000),
        with_array(format=np.array(2)),
        with_array(base=None),
        with_array(base=np.zeros((2, 7))),
        with_array(first_year=np.array([1, 2])),
        with_array(mortality=np.array(["a", "b"])),
        with_array(fertility_points=np.full((4, 5), np.nan)),
    ],
    ids=range(13),
)
def test_unpack_when_these_are_no_results_then_says_so(content):
    assert refused(content) == "results_unreadable"


@pytest.mark.parametrize("length", [*range(0, 40, 3), len(PACKED) // 2, len(PACKED) - 5])
def test_unpack_when_cut_short_then_says_so(length):
    assert refused(PACKED[:length]) == "results_unreadable"


@settings(max_examples=60)
@given(some.integers(0, len(zlib.decompress(PACKED)) - 1), some.integers(1, 255))
def test_unpack_when_a_byte_is_wrong_then_says_so_or_nothing_is_lost(position, change):
    inflated = bytearray(zlib.decompress(PACKED))
    inflated[position] ^= change
    # Anything but a problem that can be said would come through here.
    with suppress(DataProblem):
        assert unpack(zlib.compress(bytes(inflated), 1)).future.trajectories > 0
