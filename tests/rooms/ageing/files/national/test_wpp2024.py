"""The real packages, where they are installed: figures of eight countries against the shared ones, and of all members."""

import csv
from functools import cache

import numpy as np
import pytest
from tests.conftest import ROOT
from tests.rooms.ageing.engine.graduate.wpp import by_sex, totals
from tests.rooms.ageing.engine.test_national import mid_years

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import grouped
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.national import NationalFigures, national_figures
from hub.rooms.ageing.files.national.packages import countries, installed_sources, read_published

EIGHT = ("CHN", "DEU", "KEN", "BRA", "JPN", "IND", "IRL", "MAR")
# Members whose country is in the pyramids of one package but not in the rates of the other.
NOT_CARRIED = {"ESH", "SXM"}
YEARS = np.arange(2025, 2101)


def members() -> set[str]:
    with (ROOT / "src/hub/data/gnlc/2026-11/members.csv").open(encoding="utf-8") as lines:
        return {row["country_iso3"] for row in csv.DictReader(lines)}


@cache
def national() -> dict[str, NationalFigures]:
    try:
        sources = installed_sources()
    except DataProblem as problem:
        pytest.skip(f"not installed (extra “national”): {problem.parameters['found']}")
    wanted = {iso3: countries()[iso3] for iso3 in sorted(members() | set(EIGHT))}
    published = read_published(sources, wanted)
    return {iso3: national_figures(figures, wanted[iso3].income) for iso3, figures in published.items()}


def series(shared, iso3, name):
    return np.array([totals(shared, iso3, year)[name] for year in YEARS])


def test_national_figures_when_all_members_are_asked_for_then_only_those_not_carried_are_missing():
    assert members() - set(national()) == NOT_CARRIED


def test_national_figures_when_projected_then_published_totals_and_groups_are_met():
    for iso3, figures in national().items():
        projected = grouped(mid_years(figures)[::5])
        shown = figures.published
        np.testing.assert_allclose(projected.sum(axis=(1, 2)), shown.sum(axis=(1, 2)), rtol=2e-4, err_msg=iso3)
        # The largest groups to a millionth; in the Gulf a few of the very old are fewer than none and are set to 0.
        missed = np.abs(projected - shown) / shown.sum(axis=(1, 2), keepdims=True)
        assert missed.max() < 2e-4, iso3


@pytest.mark.parametrize("iso3", EIGHT)
def test_national_figures_when_the_shared_tables_have_the_country_then_pyramids_agree(shared, iso3):
    projected = grouped(mid_years(national()[iso3]))
    for year in (2030, 2050, 2100):
        wanted = by_sex(shared, "un_pop_5y_midyear", iso3, str(year))
        assert np.abs(projected[year - 2025] / wanted - 1)[:, :18].max() < 0.001


@pytest.mark.parametrize("iso3", EIGHT)
def test_national_figures_when_births_and_deaths_are_published_then_derived_ones_are_near(shared, iso3):
    figures = national()[iso3]
    expectancy = life_table(figures.mortality).expectancy[..., 0]
    wanted = np.stack([series(shared, iso3, name) for name in ("e0M", "e0F")], axis=-1)
    assert np.abs(expectancy - wanted)[5:].max() < 0.03
    # In 2025 to 2029 China's published figure leaps.
    assert np.abs(expectancy - wanted)[:5].max() < (0.45 if iso3 == "CHN" else 0.12)
    level = figures.fertility.sum(axis=1) / series(shared, iso3, "tfr") - 1
    assert np.abs(level).mean() < 0.025


@pytest.mark.parametrize("iso3", EIGHT)
def test_national_figures_when_migration_is_published_then_ages_of_work_are_near(shared, iso3):
    wanted = np.stack([by_sex(shared, "mig_1x1", iso3, str(year)) for year in YEARS[5:]])
    missed = np.abs(national()[iso3].migration[5:] - wanted)
    assert missed[..., 15:30].sum() < 0.12 * np.abs(wanted[..., 15:30]).sum()
