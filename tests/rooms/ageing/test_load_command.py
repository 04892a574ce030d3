"""`hub ageing load`: figures of the register's countries out of installed packages, made once and not over fetched ones."""

import io
import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.factories.ageing_country import keep_country
from tests.factories.network import make_city, make_country
from tests.rooms.ageing.files.national.look_alike import people_package, rates_package

from hub.rooms.ageing.files.national.store import RECORD, kept_countries, read_national, record_of

pytestmark = pytest.mark.django_db
needs_reader = pytest.mark.skipif(find_spec("h5py") is None, reason="h5py is not installed (extra “national”)")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.HUB_HOME = tmp_path / "home"
    return settings.HUB_HOME / "ageing" / "national"


@pytest.fixture
def packages(tmp_path: Path, monkeypatch) -> None:
    """Made-up packages, with Kenya in both, where Python looks first."""
    site = tmp_path / "site"
    people_package(site / "bokeh_sampledata")
    rates_package(site / "starsim_data")
    for name in ("bokeh_sampledata", "starsim_data"):
        (site / name / "__init__.py").touch()
        made = site / f"{name}-0.1.dist-info"
        made.mkdir()
        (made / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 0.1\n")
    monkeypatch.syspath_prepend(site)


def load(*options: str) -> tuple[str, str]:
    out, error = io.StringIO(), io.StringIO()
    call_command("ageing_load", *options, stdout=out, stderr=error)
    return out.getvalue().strip(), error.getvalue().strip()


def register(*codes: str) -> None:
    for code in codes:
        make_country(code)
        make_city(country=code)


@needs_reader
def test_load_when_nothing_is_kept_then_keeps_the_registers_countries_that_packages_have(packages, folder):
    register("KEN", "FJI")
    assert load() == ("National figures of 1 countries; none for 1.", "")
    assert kept_countries(folder) == ("KEN",)
    assert record_of(folder)["asked"] == ["FJI", "KEN"]
    assert read_national(folder, "KEN").first_year == 2025
    assert {one["package"] for one in record_of(folder)["files"]} == {"bokeh-sampledata", "starsim-data"}


@needs_reader
def test_load_when_run_again_then_does_nothing_until_a_country_joins(packages, folder):
    register("KEN")
    load()
    first = (folder / "KEN.npz").stat().st_mtime_ns
    assert load() == ("", "")
    assert (folder / "KEN.npz").stat().st_mtime_ns == first
    register("FJI")
    assert load()[0] == "National figures of 1 countries; none for 1."


@needs_reader
def test_load_when_asked_again_then_makes_the_same_bytes_anew(packages, folder):
    register("KEN")
    load()
    before = (folder / "KEN.npz").read_bytes()
    assert load("--again")[0] == "National figures of 1 countries; none for 0."
    assert (folder / "KEN.npz").read_bytes() == before


def test_load_when_figures_were_fetched_then_leaves_them_alone(folder, settings):
    keep_country(settings.HUB_HOME, "IRL")
    record = json.loads((folder / RECORD).read_text())
    del record["asked"]
    (folder / RECORD).write_text(json.dumps(record))
    register("KEN")
    assert load()[0].startswith("National figures that were fetched are kept")
    assert kept_countries(folder) == ("IRL",)


def test_load_when_the_register_is_empty_then_does_nothing(folder):
    assert load() == ("", "")
    assert not folder.exists()


def test_load_when_a_package_is_missing_then_says_which_and_goes_on(folder, monkeypatch):
    register("KEN")
    for name in ("bokeh_sampledata", "starsim_data"):
        # What Python itself does with a name that is set to None: it finds nothing.
        monkeypatch.setitem(__import__("sys").modules, name, None)
    out, error = load()
    assert out == ""
    assert "bokeh-sampledata" in error
    assert not folder.exists()
