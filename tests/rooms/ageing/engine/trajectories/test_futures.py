"""Trajectories: the medium where nothing deviates, people conserved, the same bytes for the same seed."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.rooms.ageing.engine.trajectories.published import mediums, place_made_up

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.trajectories.city import CityTerms
from hub.rooms.ageing.engine.trajectories.drivers import Drivers, drivers_of
from hub.rooms.ageing.engine.trajectories.futures import futures, migration_profile
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.engine.trajectories.simulate import simulate, trajectories_of

SEEDS = st.integers(0, 2**31)


def nothing_deviates(years: int, trajectories: int = 2) -> Drivers:
    return Drivers(np.ones((years, trajectories)), np.zeros((years, 2, trajectories)), np.zeros((years, trajectories)))


def test_futures_when_nothing_deviates_then_they_are_the_medium_projection(shared):
    for medium in mediums(shared).values():
        medium_path = project(medium)
        for at, year in enumerate(futures(medium, nothing_deviates(77), seed=1)):
            expected = medium_path.population[at + 1]
            assert np.abs(year.after[..., 1] - expected).max() < 1e-6
            assert year.births[0] == pytest.approx(medium_path.births[at].sum(), rel=1e-12)
            assert year.deaths[0] == pytest.approx(medium_path.deaths[at].sum(), rel=1e-9)


def test_futures_when_fertility_doubles_in_one_trajectory_then_only_its_births_do():
    place = place_made_up()
    drivers = replace(nothing_deviates(12), fertility=np.tile([1.0, 2.0], (12, 1)))
    first = next(futures(place, drivers, seed=1))
    assert first.births[1] == pytest.approx(2 * first.births[0], rel=1e-12)
    assert np.array_equal(first.after[:, 1:, 0], first.after[:, 1:, 1])


def test_futures_when_migration_deviates_then_so_many_more_come_by_the_profile_of_the_place():
    place = place_made_up(people=10.0)
    place = replace(place, migration=np.abs(place.migration))
    drivers = replace(nothing_deviates(12), migration=np.tile([0.0, 1000.0], (12, 1)))
    first = next(futures(place, drivers, seed=1))
    assert first.migration[1] - first.migration[0] == pytest.approx(1000, rel=1e-9)
    more = first.after[..., 1] - first.after[..., 0]
    assert more == pytest.approx(1000 * migration_profile(place.migration), abs=1e-6)


def test_profile_when_nobody_moves_then_even_over_ages():
    assert migration_profile(np.zeros((3, 2, 101))) == pytest.approx(np.full((2, 101), 1 / 202))


@settings(max_examples=15)
@given(SEEDS, SEEDS, st.sampled_from([0.02, 1.0, 50.0]))
def test_futures_when_drawn_then_people_are_conserved_and_never_negative(place_seed, seed, people):
    place = place_made_up(place_seed, years=5, people=people)
    for year in trajectories_of(place, generic_marginals(place), seed=seed, trajectories=7):
        start, end = year.before.sum(axis=(0, 1)), year.after.sum(axis=(0, 1))
        assert end == pytest.approx(start + year.births - year.deaths + year.migration, rel=1e-9, abs=1e-6)
        assert min(year.after.min(), year.births.min(), year.deaths.min()) >= 0


def test_drivers_when_drawn_then_expectancy_of_both_sexes_has_one_rank_and_processes_are_independent():
    place = place_made_up(years=3, people=50.0)
    drivers = drivers_of(place, generic_marginals(place), seed=4, trajectories=5_000)
    men, women = drivers.gain[2]
    assert np.array_equal(np.argsort(men), np.argsort(women))
    apart = np.corrcoef([drivers.fertility[2], men, drivers.migration[2]])[np.triu_indices(3, 1)]
    assert np.abs(apart).max() < 4 / np.sqrt(5_000)


def test_city_terms_when_given_then_deviations_are_those_of_the_processes():
    place = place_made_up(years=10, people=50.0)
    narrow = generic_marginals(place, migration_times=1e-9)
    narrow = replace(
        narrow,
        fertility=np.repeat(narrow.fertility[:, 2:3], 5, axis=1),
        expectancy=np.repeat(narrow.expectancy[..., 2:3], 5, axis=-1),
    )
    drivers = drivers_of(place, narrow, seed=9, trajectories=20_000, city=CityTerms(np.full(10, 1.25)))
    years = np.arange(10)
    # alpha deviates by .02086 sqrt(sum of rho^(2 t)); it multiplies a medium that holds the ratio 1.25 already
    alpha = 0.02086 * np.sqrt((0.98445 ** (2.0 * years)).sum()) / 1.25
    assert drivers.fertility[-1].std() == pytest.approx(alpha, rel=0.03)
    assert drivers.fertility[-1].mean() == pytest.approx(1.0, abs=0.003)
    under = np.minimum(life_table(place.mortality).expectancy[..., 0].mean(axis=-1) - 82.5, 0)
    variance = 0.0
    for step in under:
        variance = 0.9898**2 * variance + 0.0100 - 0.0032 * step
    assert drivers.gain[-1].std() == pytest.approx(np.sqrt(variance), rel=0.03)


def test_city_terms_when_added_then_the_interval_is_wider(shared):
    medium = mediums(shared)["DEU"]
    intervals = generic_marginals(medium)
    country = simulate(medium, intervals, seed=2)
    city = simulate(medium, intervals, seed=2, city=CityTerms(np.ones(77)))
    widths = [summary.of("tfr")[26, 3] - summary.of("tfr")[26, 1] for summary in (country, city)]
    # 0.228 of the median and, on top, 1.28 x .02086 sqrt(sum of rho^(2 t)) = 0.114.
    assert widths[1] / widths[0] == pytest.approx(np.hypot(0.228, 0.114) / 0.228, abs=0.08)


PROGRAM = """
import hashlib, sys
from tests.rooms.ageing.engine.trajectories.published import place_made_up
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.engine.trajectories.simulate import simulate
digest = hashlib.sha256()
for people in (50.0, 0.05):
    place = place_made_up(people=people)
    summary = simulate(place, generic_marginals(place), seed=11)
    digest.update(summary.values.tobytes() + summary.pyramids.tobytes())
print(digest.hexdigest(), "numba" in sys.modules)
"""


def test_simulate_when_threads_differ_then_the_same_bytes_and_no_compiler():
    printed = set()
    for threads in ("1", "2"):
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OPENBLAS_NUM_THREADS": threads}
        command = [sys.executable, "-c", PROGRAM]
        printed.add(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)
    assert len(printed) == 1
    assert printed.pop().split()[1] == "False"


def test_simulate_when_the_seed_differs_then_so_do_the_results():
    place = place_made_up(people=50.0)
    first, second = (simulate(place, generic_marginals(place), seed=seed, trajectories=50) for seed in (1, 2))
    assert not np.array_equal(first.values, second.values)


def test_simulate_when_inputs_are_used_then_they_stay_as_they_were():
    place = place_made_up(people=50.0)
    intervals = generic_marginals(place)
    kept = [place.base.copy(), place.migration.copy(), intervals.migration.copy()]
    simulate(place, intervals, seed=1, trajectories=20)
    for before, after in zip(kept, [place.base, place.migration, intervals.migration], strict=True):
        assert np.array_equal(before, after)


def test_simulate_when_nobody_is_there_or_born_then_nobody_comes_and_ratios_are_gaps():
    place = place_made_up(people=0.0)
    place = replace(place, fertility=np.zeros_like(place.fertility))
    summary = simulate(place, generic_marginals(place), seed=1, trajectories=5)
    assert not summary.pyramids.any()
    assert not summary.of("births").any()
    assert np.isnan(summary.of("median_age")).all()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"trajectories": 1}, "trajectories_out_of_range"),
        ({"migration_phi": 1.5}, "persistence_out_of_range"),
        ({"city": CityTerms(np.ones(11))}, "intervals_years_differ"),
    ],
)
def test_simulate_when_asked_for_what_cannot_be_then_refused(change, code):
    place = place_made_up()
    with pytest.raises(DataProblem) as caught:
        simulate(place, generic_marginals(place), **({"seed": 1} | change))
    assert caught.value.code == code


def test_simulate_when_the_years_of_the_intervals_differ_then_refused():
    with pytest.raises(DataProblem) as caught:
        simulate(place_made_up(years=4), generic_marginals(place_made_up(years=5)), seed=1)
    assert caught.value.parameters == {"found": 5, "allowed": 4}


def test_simulate_when_the_medium_holds_many_places_then_refused():
    place = place_made_up()
    many = replace(place, base=np.stack([place.base, place.base]))
    with pytest.raises(DataProblem) as caught:
        simulate(many, generic_marginals(place), seed=1)
    assert caught.value.code == "trajectories_not_of_one_place"


@pytest.mark.parametrize(
    ("ratio", "deviation", "code"),
    [(np.zeros(3), 0.02, "city_ratio_not_positive"), (np.ones(3), 1.0, "city_deviation_out_of_range")],
)
def test_city_terms_when_out_of_range_then_refused(ratio, deviation, code):
    with pytest.raises(DataProblem) as caught:
        CityTerms(ratio, deviation)
    assert caught.value.code == code
