"""Intervals of a typical country, and the persistence of migration fitted to one."""

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.ageing.engine.projecting import COUNTRIES
from tests.rooms.ageing.engine.trajectories.published import interval, marginals, mediums, place_made_up, totals

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.trajectories.generic import (
    EXPECTANCY,
    EXPECTANCY_TAIL,
    FERTILITY,
    FERTILITY_TAIL,
    HORIZONS,
    MIGRATION,
    MIGRATION_TAIL,
    generic_marginals,
    published_marginals,
    scaled_migration,
)
from hub.rooms.ageing.engine.trajectories.persistence import migration_phi_of

THOUSAND = 1_000


def median_widths(shared, series: str, column: int, per: str = "") -> tuple[np.ndarray, float]:
    """Median 80 % half-widths of the eight countries at the horizons, and the median ratio of the 95 % ones to them."""
    widths = []
    for place in COUNTRIES:
        points, total = interval(shared, place, series), totals(shared, place)
        unit = {"": 1.0, "median": total[:, column], "people": total[:, 0] + total[:, 1]}[per]
        half = np.stack([points[:, 3] - points[:, 0], points[:, 2] - points[:, 1]]) / 2 / unit
        widths.append(half * (THOUSAND if per == "people" else 1))
    wide, narrow = np.median(widths, axis=0)
    return narrow[list(HORIZONS)], float(np.median(wide / narrow))


@pytest.mark.parametrize(
    ("series", "column", "per", "widths", "tail"),
    [
        ("tfr", 5, "median", FERTILITY, FERTILITY_TAIL),
        ("e0M", 6, "", EXPECTANCY[0], EXPECTANCY_TAIL),
        ("e0F", 7, "", EXPECTANCY[1], EXPECTANCY_TAIL),
        ("mig_thousand", 4, "people", MIGRATION, MIGRATION_TAIL),
    ],
)
def test_generic_widths_when_compared_with_the_eight_countries_then_their_medians(
    shared, series, column, per, widths, tail
):
    found, ratio = median_widths(shared, series, column, per)
    assert np.array(widths) == pytest.approx(found, rel=0.12)
    assert tail == pytest.approx(ratio, rel=0.08)


def test_generic_marginals_when_made_then_medians_are_the_mediums_and_widths_those_of_the_horizon():
    place = place_made_up(people=50.0)
    intervals = generic_marginals(place, migration_times=2.0)
    assert intervals.fertility[:, 2] == pytest.approx(place.fertility.sum(axis=-1))
    assert intervals.migration[:, 2] == pytest.approx(place.migration.sum(axis=(1, 2)))
    half = (intervals.fertility[6, 3] - intervals.fertility[6, 1]) / 2
    assert half / intervals.fertility[6, 2] == pytest.approx(0.171)
    assert (intervals.expectancy[1, 10, 3] - intervals.expectancy[1, 10, 1]) / 2 == pytest.approx(2.08)
    moving = (intervals.migration[0, 3] - intervals.migration[0, 1]) / 2
    assert moving == pytest.approx(2 * 0.88 * place.base.sum() / THOUSAND)


@pytest.mark.parametrize("times", [0.0, -1.0, 101.0, float("nan")])
def test_generic_marginals_when_times_is_out_of_range_then_refused(times):
    with pytest.raises(DataProblem) as caught:
        generic_marginals(place_made_up(), migration_times=times)
    assert caught.value.code == "migration_times_out_of_range"


def test_published_marginals_when_only_ends_are_given_then_the_medium_stands_between(shared):
    medium, whole = mediums(shared)["KEN"], marginals(shared, "KEN")
    ends = [0, 1, 3, 4]
    found = published_marginals(
        medium,
        fertility=whole.fertility[:, ends],
        expectancy=whole.expectancy[..., ends],
        migration=whole.migration[:, ends],
    )
    assert found.fertility == pytest.approx(whole.fertility, abs=1e-5)
    assert found.expectancy == pytest.approx(whole.expectancy, abs=1e-3)
    assert found.migration == pytest.approx(whole.migration, abs=20)


def test_scaled_migration_when_a_city_holds_a_tenth_then_a_tenth_of_the_country(shared):
    country = marginals(shared, "KEN")
    city = scaled_migration(country, np.full(77, 0.1))
    assert city.migration == pytest.approx(country.migration / 10)
    assert city.fertility is country.fertility


def test_persistence_when_the_usual_one_fits_then_it_is_kept(shared):
    assert fitted(shared, "MAR", 1) == 0.9


def test_persistence_when_the_usual_one_is_too_wide_then_it_falls(shared):
    assert fitted(shared, "DEU", 1) == 0.7


def fitted(shared, place: str, seed: int) -> float:
    points = interval(shared, place, "pop_thousand")[26] * THOUSAND
    return migration_phi_of(
        mediums(shared)[place], marginals(shared, place), year=2050, width=points[2] - points[1], seed=seed
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [({"year": 2036}, "calibration_year_not_projected"), ({"width": 0.0}, "calibration_width_not_positive")],
)
def test_persistence_when_it_cannot_be_fitted_then_refused(change, code):
    place = place_made_up(people=50.0)
    with pytest.raises(DataProblem) as caught:
        migration_phi_of(place, generic_marginals(place), **({"year": 2030, "width": 10.0, "seed": 1} | change))
    assert caught.value.code == code


def test_persistence_when_inputs_are_used_then_only_years_up_to_the_one_compared_count():
    place = place_made_up(people=50.0)
    intervals = generic_marginals(place)
    later = replace(intervals, migration=intervals.migration * np.where(np.arange(12) > 6, 9, 1)[:, None])
    phis = {
        migration_phi_of(place, given, year=2030, width=place.base.sum() / 100, seed=1) for given in (intervals, later)
    }
    assert len(phis) == 1


def test_published_marginals_when_the_medium_is_outside_then_the_nearer_ends_move_to_it(shared):
    inputs = mediums(shared)["DEU"]
    ends = inputs.fertility.sum(axis=-1)[:, None] + np.array([0.1, 0.2, 0.3, 0.4])
    around = np.array([-2.0, -1.0, 1.0, 2.0])
    expectancy = np.moveaxis(life_table(inputs.mortality).expectancy[..., 0], -1, 0)[..., None] + around
    migration = inputs.migration.sum(axis=(-2, -1))[:, None] + around
    found = published_marginals(inputs, fertility=ends, expectancy=expectancy, migration=migration).fertility
    medium = inputs.fertility.sum(axis=-1)
    assert found == pytest.approx(np.stack([medium, medium, medium, medium + 0.3, medium + 0.4], axis=-1))
