"""National figures kept in a folder."""

import json
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from hub.rooms.ageing.engine.national import NOTES, NationalFigures
from hub.rooms.ageing.files.national.store import kept_countries, read_national, record_of, write_national

DAY = date(2026, 11, 24)
FILES = [{"package": "bokeh-sampledata", "version": "2026.1", "file": "population.csv.gz", "sha256": "0" * 64}]


def figures(iso3: str) -> NationalFigures:
    drawn = np.random.Generator(np.random.PCG64(7))
    return NationalFigures(
        iso3=iso3,
        first_year=2025,
        base=drawn.random((2, 101)) * 1e7,
        mortality=drawn.random((76, 2, 101)),
        fertility=drawn.random((76, 45)),
        sex_ratio=np.full(76, 1.05),
        migration=drawn.normal(size=(76, 2, 101)) * 1e4,
        published_years=np.arange(2025, 2101, 5),
        published=drawn.random((16, 2, 21)) * 1e7,
        notes=NOTES,
    )


def test_read_national_when_figures_were_written_then_they_come_back(tmp_path):
    kenya = figures("KEN")
    assert write_national(tmp_path, [kenya], files=FILES, made=DAY) == ("KEN",)
    read = read_national(tmp_path, "KEN")
    assert read is not None
    np.testing.assert_array_equal(read.base, kenya.base)
    np.testing.assert_array_equal(read.published, kenya.published)
    for name in ("mortality", "fertility", "sex_ratio", "migration"):
        np.testing.assert_allclose(getattr(read, name), getattr(kenya, name), rtol=1e-7)
    assert read.published_years.tolist() == kenya.published_years.tolist()
    assert (read.iso3, read.first_year, read.notes) == ("KEN", 2025, NOTES)
    assert {field.name for field in fields(read) if getattr(read, field.name) is None} == set()


def test_write_national_when_written_twice_then_the_bytes_are_the_same(tmp_path, monkeypatch):
    write_national(tmp_path / "one", [figures("KEN")], files=FILES, made=DAY)
    # Another clock: nothing of the time of writing may get in.
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_national(tmp_path / "two", [figures("KEN")], files=FILES, made=DAY)
    for name in ("KEN.npz", "provenance.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_write_national_when_a_country_is_no_longer_given_then_its_figures_go(tmp_path):
    write_national(tmp_path, [figures("KEN"), figures("DEU")], files=FILES, made=DAY)
    assert kept_countries(tmp_path) == ("DEU", "KEN")
    write_national(tmp_path, [replace(figures("KEN"), first_year=2026)], files=FILES, made=DAY)
    assert (kept_countries(tmp_path), read_national(tmp_path, "DEU")) == (("KEN",), None)
    assert read_national(tmp_path, "KEN").first_year == 2026


@pytest.mark.parametrize("iso3", ["DEU", "", "ken", "../KEN", "K/N"])
def test_read_national_when_a_country_is_not_kept_then_there_is_none(tmp_path, iso3):
    write_national(tmp_path, [figures("KEN")], files=FILES, made=DAY)
    assert read_national(tmp_path, iso3) is None


def test_record_of_when_figures_are_kept_then_source_and_licence_are_told(tmp_path):
    assert (record_of(tmp_path), kept_countries(tmp_path)) == ({}, ())
    write_national(tmp_path, [figures("KEN")], files=FILES, made=DAY)
    record = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))
    assert (record["licence"], record["made"], record["files"]) == ("CC BY 3.0 IGO", "2026-11-24", FILES)
    assert record["producer"] == "United Nations, Department of Economic and Social Affairs, Population Division"
    assert record["countries"] == {"KEN": list(NOTES)}
