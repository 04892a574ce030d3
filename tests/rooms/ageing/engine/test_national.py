"""Single years and ages of a country from published pyramids and rates: a projection of them meets the pyramids."""

import numpy as np
import pytest
from tests.rooms.ageing.files.national.look_alike import DECADES, mortality_of, people_of

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import FERTILE, grouped
from hub.rooms.ageing.engine.graduate.fertility import mean_age
from hub.rooms.ageing.engine.graduate.mortality import abridged_mortality
from hub.rooms.ageing.engine.life_table import survival_of
from hub.rooms.ageing.engine.national import NOTES, NationalFigures, Published, national_figures


def published(years=range(1950, 2101, 5)) -> Published:
    """A country made up of the look-alike tables."""
    return Published(
        iso3="KEN",
        years=np.array(years),
        people=np.stack([people_of(404, year) for year in years]),
        rate_years=np.array(DECADES),
        mortality=np.stack([mortality_of(year) for year in DECADES]),
        birth_rates=np.linspace(0.045, 0.035, len(DECADES)),
    )


def mid_years(figures: NationalFigures) -> np.ndarray:
    """The cohort-component projection step by step, as the reference gives it: populations on 1 July, (year, sex, age)."""
    survival = survival_of(figures.mortality)
    people, middles = figures.base, []
    for year in range(len(survival)):
        after = np.zeros_like(people)
        after[:, 1:] = people[:, :-1]
        after[:, -1] += people[:, -1]
        after *= survival[year]
        births = (figures.fertility[year] * (people[1] + after[1])[FERTILE]).sum() / 2
        girls = births / (1 + figures.sex_ratio[year])
        after[:, 0] = np.array([births - girls, girls]) * survival[year, :, 0]
        after = np.maximum(after + figures.migration[year], 0)
        middles.append((people + after) / 2)
        people = after
    return np.array(middles)


def test_national_figures_when_projected_then_every_published_pyramid_is_met():
    figures = national_figures(published(), "lower-middle")
    assert figures.published_years.tolist() == list(range(2025, 2101, 5))
    np.testing.assert_array_equal(figures.published[0], people_of(404, 2025))
    np.testing.assert_allclose(grouped(mid_years(figures)[::5]), figures.published, rtol=1e-9)


def test_national_figures_when_births_are_published_then_the_crude_rates_are_met():
    source = published()
    figures = national_figures(source)
    middles = mid_years(figures)
    for year in (2030, 2060, 2100):
        at = year - figures.first_year
        born = (figures.fertility[at] * middles[at, 1, FERTILE]).sum()
        wanted = source.birth_rates[DECADES.index(year)] * people_of(404, year).sum()
        # Mid-year women stand in for the mean before migration.
        assert born == pytest.approx(wanted, rel=0.02)


def test_national_figures_when_mortality_is_published_then_its_years_are_kept():
    figures = national_figures(published())
    for year in (2030, 2050, 2100):
        np.testing.assert_allclose(abridged_mortality(figures.mortality[year - 2025]), mortality_of(year), rtol=1e-6)


def test_national_figures_when_parts_are_not_published_then_notes_say_how_each_was_obtained():
    figures = national_figures(published(), "high")
    assert figures.notes == NOTES
    assert "fertility_ages:model" in figures.notes
    assert mean_age(figures.fertility[0]) == pytest.approx(31.3, abs=0.01)
    assert (figures.base.shape, figures.migration.shape, figures.sex_ratio.shape) == ((2, 101), (76, 2, 101), (76,))


def test_national_figures_when_the_same_inputs_are_given_then_the_same_bytes_come_out():
    one, two = national_figures(published()), national_figures(published())
    assert one.migration.tobytes() == two.migration.tobytes()


def test_national_figures_when_a_pyramid_is_missing_then_the_country_is_refused():
    with pytest.raises(DataProblem) as refused:
        national_figures(published([year for year in range(1950, 2101, 5) if year != 2045]))
    assert refused.value.parameters == {"place": "KEN", "found": [2045]}
