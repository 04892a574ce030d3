"""Reading national figures out of packages: on made-up ones everywhere, on the real ones where they are installed."""

from importlib.util import find_spec

import numpy as np
import pytest
from tests.rooms.ageing.files.national.look_alike import (
    KENYA,
    WANTED,
    mortality_of,
    people_of,
    people_package,
    rates_package,
    sources_in,
)

from hub.kit.errors import DataProblem
from hub.rooms.ageing.files.national import packages
from hub.rooms.ageing.files.national.packages import (
    Sources,
    countries,
    files_of,
    installed_sources,
    read_published,
)

needs_reader = pytest.mark.skipif(find_spec("h5py") is None, reason="h5py is not installed (extra “national”)")


@needs_reader
def test_read_published_when_both_packages_have_a_country_then_its_figures_are_those_of_the_files(tmp_path):
    published = read_published(sources_in(tmp_path), WANTED)
    assert list(published) == ["KEN"]
    kenya = published["KEN"]
    assert kenya.years.tolist() == list(range(1950, 2101, 5))
    np.testing.assert_array_equal(kenya.people[15], people_of(404, 2025))
    np.testing.assert_allclose(kenya.mortality[8], mortality_of(2030), rtol=1e-6)
    np.testing.assert_allclose(kenya.birth_rates[[0, -1]], [0.045, 0.012], rtol=1e-6)


@needs_reader
def test_read_published_when_headings_differ_then_the_file_is_refused(tmp_path):
    sources = Sources(people_package(tmp_path / "people", ["A", "B"]), rates_package(tmp_path / "rates"), {})
    with pytest.raises(DataProblem) as refused:
        read_published(sources, WANTED)
    assert (refused.value.code, refused.value.parameters["file"]) == ("national_file_differs", "population.csv.gz")


@needs_reader
def test_read_published_when_ages_of_rates_differ_then_the_file_is_refused(tmp_path):
    sources = Sources(people_package(tmp_path / "people"), rates_package(tmp_path / "rates", ages=(0, 5)), {})
    with pytest.raises(DataProblem) as refused:
        read_published(sources, WANTED)
    assert (refused.value.code, refused.value.parameters["file"]) == ("national_file_differs", "demographics-2024.h5")


@needs_reader
def test_files_of_when_files_were_read_then_version_and_hash_are_told(tmp_path):
    told = files_of(sources_in(tmp_path))
    assert [(file["package"], file["version"], file["file"]) for file in told] == [
        ("bokeh-sampledata", "0.1", "bokeh_sampledata/_data/population.csv.gz"),
        ("starsim-data", "", "starsim_data/data/demographics-2024.h5"),
    ]
    assert [len(file["sha256"]) for file in told] == [64, 64]


def testread_pyramids_when_h5py_is_missing_then_the_table_of_people_still_reads(tmp_path):
    read = packages.read_pyramids(people_package(tmp_path) / packages.PEOPLE_FILE, {404, 999})
    assert list(read) == [404]
    years, people = read[404]
    assert years.tolist() == list(range(1950, 2101, 5))
    np.testing.assert_array_equal(people[-1], people_of(404, 2100))


def test_countries_when_read_then_codes_are_those_of_the_united_nations():
    assert countries()["KEN"] == KENYA
    assert countries()["DEU"].m49 == 276


def test_installed_sources_when_packages_are_missing_then_they_are_named_and_nothing_is_made_up():
    missing = [
        package
        for package in (packages.PEOPLE_PACKAGE, packages.RATES_PACKAGE, packages.READER)
        if find_spec(package.replace("-", "_")) is None
    ]
    if not missing:
        pytest.skip("the packages are installed")
    with pytest.raises(DataProblem) as refused:
        installed_sources()
    assert (refused.value.code, refused.value.parameters["found"]) == ("national_packages_missing", missing)
