"""Countries of the network by their published pyramids, read anew when they were written anew."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.factories.ageing_country import keep_country, made_up_figures

from hub.rooms.ageing.engine.ages import GROUP_STARTS
from hub.rooms.ageing.files.national.store import write_national
from hub.rooms.ageing.files.network import ITEMS, country_lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep_country(tmp_path, "IRL", "KEN")
    return tmp_path / "ageing" / "national"


def test_country_lines_when_countries_are_kept_then_gives_the_wanted_ones(folder):
    assert [line.iso3 for line in country_lines(folder, ["KEN", "FRA"])] == ["KEN"]
    assert [line.iso3 for line in country_lines(folder, {"KEN", "IRL"})] == ["IRL", "KEN"]
    assert country_lines(folder, []) == ()


def test_country_lines_when_nothing_is_kept_then_none(tmp_path):
    assert country_lines(tmp_path / "ageing" / "national", ["IRL"]) == ()


def test_country_lines_when_read_then_shares_are_those_of_the_published_groups(folder):
    line = country_lines(folder, ["IRL"])[0]
    published = made_up_figures().published
    assert line.years == tuple(range(2025, 2065, 5))
    assert set(line.figures) == set(ITEMS)
    old, all_ages = published[:, :, GROUP_STARTS.index(65) :].sum(axis=(1, 2)), published.sum(axis=(1, 2))
    working = published[:, :, 4:13].sum(axis=(1, 2))
    np.testing.assert_allclose(line.figures["pct65"], 100 * old / all_ages, atol=1e-4)
    np.testing.assert_allclose(line.figures["oadr65_20_64"], 100 * old / working, atol=1e-4)
    assert line.at("pct65", 2030) == line.figures["pct65"][1]
    assert line.at("pct65", 2031) is None


def test_country_lines_when_figures_are_written_anew_then_shows_the_new_ones(folder):
    before = country_lines(folder, ["IRL"])[0].figures["pct80"]
    older = made_up_figures()
    older.published[:, :, 16:] *= 2
    write_national(folder, [older], files=[], made=date(2026, 2, 1))
    after = country_lines(folder, ["IRL", "KEN"])
    assert [line.iso3 for line in after] == ["IRL"]
    assert all(new > old for new, old in zip(after[0].figures["pct80"], before, strict=True))


def test_country_lines_when_the_store_is_elsewhere_then_they_are_not_mixed_up(folder, tmp_path):
    other = tmp_path / "other"
    write_national(other, [replace(made_up_figures("FRA"))], files=[], made=date(2026, 1, 1))
    assert [line.iso3 for line in country_lines(other, ["IRL", "FRA"])] == ["FRA"]
    assert [line.iso3 for line in country_lines(folder, ["IRL", "FRA"])] == ["IRL"]
