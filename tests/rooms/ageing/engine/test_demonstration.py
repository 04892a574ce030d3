"""The made-up city: plausible, whole, and the same from the same seed."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from tests.rooms.ageing.engine.outlook.cities import COUNTRY, asked_for, known_of

from hub.rooms.ageing.engine.ages import FEMALE, MALE
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.demonstration import (
    BETWEEN,
    DISTRICTS,
    FERTILITY_RATIO,
    MORTALITY_RATIO,
    SIZE,
    STARTS,
    SyntheticCity,
    synthetic_city,
)
from hub.rooms.ageing.engine.outlook.known import VitalCounts
from hub.rooms.ageing.engine.outlook.look import look_ahead
from hub.rooms.ageing.engine.tables import CityTable


@pytest.fixture(scope="module")
def city() -> SyntheticCity:
    return synthetic_city(COUNTRY, seed=5)


def test_synthetic_city_when_made_then_has_its_size_districts_and_groups(city):
    assert city.people.shape == city.earlier.shape == (len(DISTRICTS), 2, len(STARTS))
    assert city.people.sum() == pytest.approx(SIZE, rel=0.02)
    np.testing.assert_allclose(
        city.people.sum(axis=(1, 2)) / city.people.sum(), [share for _, share, *_ in DISTRICTS], rtol=0.05
    )
    assert city.offered.shape == (len(DISTRICTS), len(MODES))
    assert len(city.births) == len(city.deaths) == BETWEEN + 2


def test_synthetic_city_when_made_then_counts_are_whole_and_none_below_zero(city):
    for name in ("people", "earlier", "births", "deaths", "offered"):
        figures = getattr(city, name)
        np.testing.assert_array_equal(figures, np.round(figures))
        assert (figures >= 0).all()


def test_synthetic_city_when_a_district_leans_to_older_ages_then_has_a_larger_share_of_them(city):
    shares = city.people[:, :, 13:].sum(axis=(1, 2)) / city.people.sum(axis=(1, 2))
    tilts = [tilt for *_, tilt, _ in DISTRICTS]
    assert np.argsort(shares).tolist() == np.argsort(tilts).tolist()


def test_synthetic_city_when_the_seed_is_the_same_then_so_is_every_figure():
    one, two, other = (synthetic_city(COUNTRY, seed=seed) for seed in (5, 5, 6))
    same = [np.array_equal(getattr(one, field.name), getattr(two, field.name)) for field in fields(one)]
    assert all(same)
    assert not np.array_equal(one.people, other.people)


def test_synthetic_city_when_young_adults_moved_in_since_then_there_were_fewer_of_them(city):
    # Cohorts of 20 to 24 then are 26 to 30 now; without moves 25-29 would be as many as 20-24 were, less deaths.
    now, then = city.people[:, :, 5:7].sum(), city.earlier[:, :, 4:6].sum()
    assert now > 1.02 * then
    assert city.people[:, MALE].sum() == pytest.approx(city.people[:, FEMALE].sum(), rel=0.2)


def test_synthetic_city_when_projected_then_the_fit_finds_what_it_was_made_with(city):
    days = date(2016, 4, 3), date(2022, 4, 3)
    tables = []
    for day, people in zip(days, (city.earlier, city.people), strict=True):
        gaps = np.full((1, 1, 2), np.nan)
        tables.append(CityTable((day,), ("",), ("m", "f"), STARTS, people.sum(axis=0)[None, None], gaps, gaps))
    vital = VitalCounts(tuple(range(2016, 2024)), city.births, city.deaths)
    look = look_ahead(known_of(*tables, vital=vital), asked_for(5))
    told = {one.code: one.parameters for one in look.assumed}
    assert told["fertility_from_births"]["ratio"] == pytest.approx(FERTILITY_RATIO, abs=0.04)
    assert told["mortality_from_deaths"]["factor"] == pytest.approx(MORTALITY_RATIO, abs=0.04)
    assert "migration_from_residual" in told
    # Nine in a hundred of those near 29 came in six years.
    young = look.future.inputs.migration[0, :, 24:34].sum() / look.future.inputs.base[:, 24:34].sum()
    assert young == pytest.approx(0.09 / 6, abs=0.006)
