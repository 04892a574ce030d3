"""Death rates by single age: the table closes, and true single ages are met as the reference measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ageing.engine.graduate.wpp import SINGLE, by_sex, rows

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.graduate.mortality import abridged_mortality, single_age_mortality

YEARS = ("2030", "2050", "2080")


def gompertz(level: float, slope: float) -> np.ndarray:
    """A made-up abridged table: high at birth, rising from 10 years on; (sex, 22)."""
    starts = np.array([0, 1, *range(5, 101, 5)], float)
    rates = level * np.exp(slope * starts) + 0.02 * np.exp(-1.2 * starts)
    return np.stack([rates, rates * 0.8])


@given(st.floats(1e-5, 3e-4), st.floats(0.05, 0.085))
def test_single_age_mortality_when_abridged_again_then_the_table_is_the_given_one(level, slope):
    abridged = gompertz(level, slope)
    np.testing.assert_allclose(abridged_mortality(single_age_mortality(abridged)), abridged, rtol=1e-9)


def test_single_age_mortality_when_graduated_then_first_and_open_age_stay():
    abridged = gompertz(1e-4, 0.08)
    single = single_age_mortality(abridged)
    assert single.shape == (2, 101)
    np.testing.assert_array_equal(single[:, [0, -1]], abridged[:, [0, -1]])


def test_single_age_mortality_when_rates_jump_then_the_table_still_closes():
    abridged = gompertz(1e-4, 0.08)
    abridged[:, 2] = 1e-7
    abridged[:, 4] *= 30
    single = single_age_mortality(abridged)
    assert (single > 0).all()
    np.testing.assert_allclose(abridged_mortality(single), abridged, rtol=1e-6)


def test_single_age_mortality_when_tables_are_stacked_then_each_is_as_alone():
    tables = np.stack([gompertz(1e-4, 0.08), gompertz(2e-4, 0.07)])
    np.testing.assert_array_equal(single_age_mortality(tables)[1], single_age_mortality(tables[1]))


def test_single_age_mortality_when_true_ages_are_published_then_errors_are_those_of_the_reference(shared):
    # Reference, section 3: mean error 0.1-1.1 % at 60-89, 0.5-3 % at 15-59, 6-20 % at 1-14.
    errors = []
    for iso3 in SINGLE:
        for year in YEARS:
            single = single_age_mortality(by_sex(shared, "un_mx_abridged", iso3, year))
            errors.append(np.abs(single / by_sex(shared, "mx_1x1", iso3, year) - 1))
    error = np.stack(errors)
    assert error[..., 60:90].mean() < 0.004
    assert error[..., 15:60].mean() < 0.015
    assert error[..., 1:15].mean() < 0.09


def test_single_age_mortality_when_both_sexes_are_joined_then_published_ages_are_met(shared):
    for iso3 in SINGLE:
        single = single_age_mortality(by_sex(shared, "un_mx_abridged", iso3, "2030"))
        published = rows(shared, "un_mx_1y_both", 2)[(iso3, "2030")]
        # Both sexes lie between the two, except for what graduation misses.
        low, high = np.minimum(*single)[:100], np.maximum(*single)[:100]
        assert ((published > 0.95 * low) & (published < 1.05 * high))[40:95].all()


@pytest.mark.parametrize(
    ("abridged", "code"),
    [
        (np.full((2, 21), 0.01), "abridged_shape_differs"),
        (np.zeros((2, 22)), "death_rates_not_positive"),
        (np.full((2, 22), np.nan), "death_rates_not_positive"),
        (np.full((2, 22), 8.0), "death_rates_too_high"),
    ],
)
def test_single_age_mortality_when_rates_cannot_be_used_then_they_are_refused(abridged, code):
    with pytest.raises(DataProblem) as refused:
        single_age_mortality(abridged)
    assert refused.value.code == code
