"""`hub ageing fetch wpp2024` against a server on loopback: a whole run, and all that can go wrong with the files."""

import ast
import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings
from tests.rooms.ageing.files.lookalike import CODES, FIRST_YEAR, LAST_YEAR, Server, changed, running, world

from hub.cli import main
from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.project.cohort import Projection, project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.files.national.store import read_national, record_of
from hub.rooms.ageing.files.wpp.figures import carried_migration, single_fertility
from hub.rooms.ageing.files.wpp.intervals import read_intervals
from hub.rooms.ageing.files.wpp.manifest import MANIFESTS, PARTS, load_manifest, parse_manifest
from hub.rooms.ageing.files.wpp.reading import death_rate
from hub.rooms.ageing.management.commands.ageing_fetch import BOOK

POPULATION = "WPP2024_Population1JanuaryBySingleAgeSex_Medium_2024-2100.csv.gz"
MEN = "WPP2024_Life_Table_Complete_Medium_Male_2024-2100.csv.gz"
FERTILITY = "WPP2024_Fertility_by_Age1.csv.gz"
INDICATORS = "WPP2024_Demographic_Indicators_Medium.csv.gz"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as state:
        yield state


class Desk:
    """A home of the Hub with a manifest of the server, and the command run in it."""

    def __init__(self, server: Server, home: Path, capsys: pytest.CaptureFixture[str]):
        self.server, self.home, self.capsys = server, home, capsys
        self.store = home / "ageing" / "national"
        self.downloads = home / "fetched" / "wpp2024"
        self.out = self.err = ""

    def fetch(self, *words: str, countries: str = "KEN,DEU", manifest: str = "") -> int:
        file = self.home / "local.toml"
        file.write_text(manifest or self.server.manifest(), "utf-8")
        code = main(["ageing", "fetch", str(file), "--countries", countries, *words])
        self.out, self.err = self.capsys.readouterr()
        return code

    def kept(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.store.glob("*"))}

    def projected(self, place: str) -> Projection:
        figures = read_national(self.store, place)
        assert figures
        return project(
            Inputs(
                figures.base,
                figures.mortality,
                figures.fertility,
                figures.sex_ratio,
                figures.migration,
                figures.first_year,
            )
        )


@pytest.fixture
def desk(server: Server, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]) -> Desk:
    settings.HUB_HOME = tmp_path
    return Desk(server, tmp_path, capsys)


def served(place: str, first_year: int) -> np.ndarray:
    return world()[place][1].population[first_year - FIRST_YEAR :].round(0)


def off(found: np.ndarray, served: np.ndarray) -> float:
    """Relative to the cell, or to a person where it has less."""
    return float((np.abs(found - served) / np.maximum(served, 1.0)).max())


def test_fetch_when_all_is_well_then_keeps_figures_that_lead_to_the_served_population(desk: Desk) -> None:
    assert desk.fetch() == 0
    assert list(desk.kept()) == ["DEU.intervals.npz", "DEU.npz", "KEN.intervals.npz", "KEN.npz", "provenance.json"]
    for place in CODES:
        assert off(desk.projected(place).population, served(place, 2024)) < 1e-6
    assert "2 countries (DEU, KEN)" in desk.out
    assert "worked out" not in desk.err
    assert not desk.downloads.exists()
    assert not [path for path in (desk.home / "ageing").iterdir() if path != desk.store]


def test_fetch_when_all_is_well_then_the_rates_are_the_published_ones(desk: Desk) -> None:
    desk.fetch()
    inputs = world()["KEN"][0]
    figures = read_national(desk.store, "KEN")
    assert figures
    assert figures.first_year == 2024
    assert len(figures.mortality) == LAST_YEAR - 2024 + 1
    np.testing.assert_allclose(figures.mortality, inputs.mortality[2:], rtol=1e-6)
    np.testing.assert_allclose(figures.fertility[:, 5:-5], inputs.fertility[2:, 5:-5], rtol=1e-6)
    np.testing.assert_allclose(figures.fertility.sum(axis=1), inputs.fertility[2:].sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(figures.sex_ratio, inputs.sex_ratio[2:], rtol=1e-6)
    # Migration carries what was rounded to persons.
    np.testing.assert_allclose(figures.migration[..., 1:], inputs.migration[2:, :, 1:], atol=1.5)
    assert "migration:derived" in figures.notes
    np.testing.assert_allclose(
        figures.published.sum(axis=(1, 2)), (served("KEN", 2024)[1:] + served("KEN", 2024)[:-1]).sum(axis=(1, 2)) / 2
    )


def test_fetch_when_all_is_well_then_the_intervals_are_kept(desk: Desk) -> None:
    desk.fetch()
    intervals = read_intervals(desk.store, "DEU")
    assert intervals
    fertility = world()["DEU"][0].fertility.sum(axis=1)[2:]
    assert (intervals.first_year, intervals.marginals.expectancy.shape) == (2024, (2, 6, 5))
    np.testing.assert_allclose(intervals.marginals.fertility[0], fertility[0] * np.array([0.98, 0.99, 1, 1.01, 1.02]))
    people = served("DEU", 2025).sum(axis=(1, 2))
    np.testing.assert_allclose(intervals.population[:, 2], people)
    assert read_intervals(desk.store, "FRA") is None


def test_fetch_when_since_is_earlier_then_the_older_files_join(desk: Desk) -> None:
    assert desk.fetch("--since", "2022") == 0
    assert off(desk.projected("KEN").population, served("KEN", 2022)) < 1e-6
    intervals = read_intervals(desk.store, "KEN")
    assert intervals
    assert intervals.first_year == 2024


def test_fetch_when_since_is_out_of_range_then_says_what_is_allowed(desk: Desk) -> None:
    assert desk.fetch("--since", "1949") == 2
    assert "1950" in desk.err


def test_fetch_then_the_record_names_every_source(desk: Desk) -> None:
    desk.fetch()
    record = record_of(desk.store)
    assert record["licence"] == "CC BY 3.0 IGO"
    assert record["title"] == "National population figures by single year of age, 2024 to 2029"
    assert {"file": POPULATION, "address": f"{desk.server.address}/{POPULATION}",
            "sha256": sha256(desk.server.files[POPULATION]).hexdigest()} in record["files"]  # fmt: skip
    assert len(record["files"]) == 26


def test_fetch_when_run_twice_then_keeps_the_same_bytes(desk: Desk) -> None:
    desk.fetch()
    first = desk.kept()
    desk.fetch()
    assert desk.kept() == first


def test_fetch_when_the_connection_is_cut_then_resumes(desk: Desk) -> None:
    desk.server.cut_after[POPULATION] = 5000
    assert desk.fetch() == 0
    assert [wanted for name, wanted in desk.server.asked if name == POPULATION] == ["", "bytes=5000-"]


def test_fetch_when_run_again_after_a_break_then_asks_only_for_what_is_missing(desk: Desk) -> None:
    content = desk.server.files.pop(FERTILITY)
    assert desk.fetch() == 2
    assert "HTTP 404" in desk.err
    desk.server.files[FERTILITY] = content
    desk.server.asked.clear()
    assert desk.fetch() == 0
    first, *later = (name for name, _ in desk.server.asked)
    assert first == FERTILITY
    assert {Path(name).suffix for name in later} == {".txt"}


def test_fetch_when_downloads_are_kept_then_the_next_run_asks_for_nothing(desk: Desk) -> None:
    desk.fetch("--keep-downloads")
    desk.server.asked.clear()
    assert desk.fetch("--keep-downloads", countries="KEN") == 0
    assert desk.server.asked == []
    # The store is what was asked for last.
    assert list(desk.kept()) == ["KEN.intervals.npz", "KEN.npz", "provenance.json"]


def test_fetch_when_a_heading_is_another_then_refuses_and_throws_the_file_away(desk: Desk) -> None:
    desk.server.files[POPULATION] = changed(
        desk.server.files[POPULATION], lambda text: text.replace("PopFemale", "PopF", 1)
    )
    assert desk.fetch() == 2
    assert "PopFemale" in desk.err
    assert not (desk.downloads / POPULATION).exists()
    assert desk.kept() == {}


def test_fetch_when_the_code_of_the_place_has_moved_then_refuses(desk: Desk) -> None:
    def move(text: str) -> str:
        return text.replace("SortOrder,LocID,Notes", "SortOrder,Notes,LocID", 1)

    desk.server.files[MEN] = changed(desk.server.files[MEN], move)
    assert desk.fetch() == 2
    assert "LocID" in desk.err


def without(content: bytes, *ends: str) -> bytes:
    """Rows that hold all of the texts are left out."""

    def leave(text: str) -> str:
        return "\r\n".join(line for line in text.split("\r\n") if not all(end in line for end in ends))

    return changed(content, leave)


def test_fetch_when_ages_of_one_country_are_missing_then_names_it_and_keeps_the_old_store(desk: Desk) -> None:
    desk.fetch()
    before = desk.kept()
    desk.server.files[MEN] = without(desk.server.files[MEN], ",KEN,", ",2026,", ",87,87,")
    assert desk.fetch() == 2
    assert "KEN: 1 figures are missing in “mortality”, the first at 2026, m, 87." in desk.err
    assert "DEU:" not in desk.err
    assert desk.kept() == before
    assert desk.fetch(countries="DEU") == 0


@pytest.mark.parametrize(
    ("name", "rows", "part"),
    [
        (POPULATION, (",DEU,", ",2027,"), "population"),
        (FERTILITY, (",DEU,", ",2025,", ",33,33,1,"), "fertility"),
        ("WPP2024_Fertility_by_Age5.csv.gz", (",DEU,", ",10,10,5,"), "fertility_groups"),
        (INDICATORS, (",DEU,", ",2028,"), "TPopulation1Jan"),
    ],
)
def test_fetch_when_rows_of_a_part_are_missing_then_names_the_part(
    desk: Desk, name: str, rows: tuple[str, ...], part: str
) -> None:
    desk.server.files[name] = without(desk.server.files[name], *rows)
    assert desk.fetch() == 2
    assert "DEU: " in desk.err
    assert f"“{part}”" in desk.err
    assert desk.kept() == {}


def test_fetch_when_a_country_is_not_in_the_source_then_names_it(desk: Desk) -> None:
    assert desk.fetch(countries="KEN,FRA") == 2
    assert f"FRA: {7 * 2 * 101 - 2 * 101} figures are missing in “population”" in desk.err
    assert "KEN:" not in desk.err


@pytest.mark.parametrize("countries", ["KEN,ZZZ", "Kenya"])
def test_fetch_when_a_code_is_unknown_then_names_it_and_asks_for_nothing(desk: Desk, countries: str) -> None:
    assert desk.fetch(countries=countries) == 2
    assert countries.split(",")[-1].upper() in desk.err
    assert desk.server.asked == []


def changed_cell(desk: Desk, name: str, old: str, new: str) -> None:
    """Change the one row that holds a text."""

    def change(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    desk.server.files[name] = changed(desk.server.files[name], change)


def row_of(desk: Desk, name: str, *holds: str) -> str:
    rows = gzip.decompress(desk.server.files[name]).decode("utf-8").split("\r\n")
    (found,) = (row for row in rows if all(text in row for text in holds))
    return found


def test_fetch_when_ages_do_not_add_up_to_the_published_total_then_refuses(desk: Desk) -> None:
    row = row_of(desk, POPULATION, ",KEN,", ",Medium,2026,", ",40,40,1,")
    changed_cell(desk, POPULATION, row, ",".join([*row.split(",")[:-3], "99.000", "99.000", "198.000"]))
    assert desk.fetch() == 2
    assert "KEN, 1 January 2026: the single ages add up to" in desk.err
    assert desk.kept() == {}


@pytest.mark.parametrize(
    ("cell", "told"),
    [("-0.5", "out of range"), ("", "are missing"), *((text, "something else") for text in ("nan", "inf", "x"))],
)
def test_fetch_when_a_number_is_none_or_negative_then_refuses(desk: Desk, cell: str, told: str) -> None:
    row = row_of(desk, POPULATION, ",KEN,", ",Medium,2026,", ",40,40,1,")
    changed_cell(desk, POPULATION, row, ",".join([*row.split(",")[:-3], cell, *row.split(",")[-2:]]))
    assert desk.fetch() == 2
    assert told in desk.err
    assert desk.kept() == {}


def test_fetch_when_totals_lie_off_the_published_ones_then_warns_and_keeps(desk: Desk) -> None:
    row = row_of(desk, INDICATORS, ",KEN,", ",Medium,2025,")
    cells = row.split(",")
    cells[-2] = "250.0"
    changed_cell(desk, INDICATORS, row, ",".join(cells))
    assert desk.fetch() == 0
    assert "KEN, 2025: “NetMigrations” is" in desk.err
    assert read_national(desk.store, "KEN")


def test_fetch_when_an_interval_falls_then_refuses(desk: Desk) -> None:
    files = desk.server.files
    files["tfrproj80l.txt"], files["tfrproj80u.txt"] = files["tfrproj80u.txt"], files["tfrproj80l.txt"]
    assert desk.fetch() == 2
    assert "“fertility”" in desk.err


def test_fetch_when_a_country_has_no_intervals_then_keeps_its_figures_and_says_so(desk: Desk) -> None:
    for name in [name for name in desk.server.files if name.endswith(".txt")]:
        lines = desk.server.files[name].decode().splitlines()
        desk.server.files[name] = "\n".join(line for line in lines if not line.startswith("404")).encode()
    assert desk.fetch() == 0
    assert list(desk.kept()) == ["DEU.intervals.npz", "DEU.npz", "KEN.npz", "provenance.json"]
    assert "KEN: no prediction intervals" in desk.err


def test_fetch_when_the_population_after_the_last_year_is_absent_then_carries_its_migration(desk: Desk) -> None:
    desk.server.files[POPULATION] = without(desk.server.files[POPULATION], f",Medium,{LAST_YEAR + 1},")
    assert desk.fetch() == 0
    figures = read_national(desk.store, "KEN")
    assert figures
    assert "migration_last_year:model" in figures.notes
    projected = desk.projected("KEN").population
    assert off(projected[:-1], served("KEN", 2024)[:-1]) < 1e-6
    assert projected[-1].sum() == pytest.approx(served("KEN", LAST_YEAR + 1).sum(), rel=1e-6)
    # The made-up migration is the same every year, so the carried one must be near it.
    np.testing.assert_allclose(figures.migration[-1], figures.migration[-2], atol=2.0)


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-20], lambda content: content[:3000] + b"\x00" * 400 + content[3400:]]
)
def test_fetch_when_a_gzip_is_damaged_then_throws_it_away_and_the_next_run_mends_it(desk: Desk, damage: object) -> None:
    whole = desk.server.files[POPULATION]
    desk.server.files[POPULATION] = damage(whole)  # type: ignore[operator]
    assert desk.fetch() == 2
    assert "damaged" in desk.err
    assert desk.kept() == {}
    desk.server.files[POPULATION] = whole
    assert desk.fetch() == 0


def test_fetch_when_a_file_unpacks_to_too_much_then_stops(desk: Desk) -> None:
    manifest = desk.server.manifest().replace("most_inflated_bytes = 12884901888", "most_inflated_bytes = 100000")
    assert desk.fetch(manifest=manifest) == 2
    assert "unpacks to more than 100000 bytes" in desk.err


def test_fetch_when_a_file_is_one_endless_line_then_stops(desk: Desk) -> None:
    desk.server.files[INDICATORS] = gzip.compress(b"0" * 40_000_000)
    assert desk.fetch() == 2
    assert "it is no table" in desk.err


def test_fetch_when_the_fingerprint_differs_then_refuses(desk: Desk) -> None:
    right = sha256(desk.server.files[POPULATION]).hexdigest()
    name = f'name = "{POPULATION}"'
    wrong = desk.server.manifest().replace(name, f'{name}\nsha256 = "00ff"')
    assert desk.fetch(manifest=wrong) == 2
    assert right in desk.err
    assert desk.kept() == {}
    assert desk.fetch(manifest=wrong.replace("00ff", right)) == 0


def test_fetch_when_a_kept_download_differs_from_the_fingerprint_then_refuses(desk: Desk) -> None:
    desk.fetch("--keep-downloads")
    name = f'name = "{POPULATION}"'
    assert desk.fetch(manifest=desk.server.manifest().replace(name, f'{name}\nsha256 = "00ff"')) == 2
    assert not (desk.downloads / POPULATION).exists()


def test_fetch_when_the_folder_holds_something_else_then_leaves_it_alone(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    assert desk.fetch("--out", str(tmp_path / "mine")) == 2
    assert "letter.txt" in desk.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert desk.server.asked == []


def test_fetch_when_the_manifest_does_not_exist_then_names_the_shipped_one(desk: Desk) -> None:
    assert main(["ageing", "fetch", "wpp2026", "--countries", "KEN"]) == 2
    assert "wpp2024" in desk.capsys.readouterr().err


@pytest.mark.django_db
def test_fetch_when_members_are_asked_for_and_there_are_none_then_says_so(desk: Desk) -> None:
    assert desk.fetch(countries="members") == 2
    assert "the register holds no cities" in desk.err


def codes_raised() -> set[str]:
    """First arguments of what the package raises or finds."""
    found = set()
    for path in (MANIFESTS.parent / "files" / "wpp").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) and node.args else ""
            if name in {"DataProblem", "Finding", "_told"} and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_phrases_when_a_code_is_raised_then_there_is_one() -> None:
    raised = codes_raised() | {"wpp_cells_missing", "wpp_value_out_of_range"}
    assert len(raised) > 15
    assert raised - set(BOOK.phrases) == set()


def test_load_manifest_when_shipped_then_names_the_files_of_every_part() -> None:
    manifest = load_manifest("wpp2024")
    assert (manifest.first_year(), manifest.last_year) == (1950, 2100)
    assert {file.part for file in manifest.files_since(2024)} == set(PARTS)
    assert len(manifest.files_since(2024)) == 6
    assert {one.source.address.split("/")[2] for one in manifest.files} == {"population.un.org"}
    assert len({table.source.name for table in manifest.intervals}) == 20


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('part = "indicators"', 'part = "totals"', "key_wrong_type"),
        (f'name = "{FERTILITY}"', 'name = "../a.csv.gz"', "wpp_file_name_invalid"),
        ("last_year = 2029", 'last_year = "soon"', "key_wrong_type"),
        ("last_year = 2029", "last_year = 2029\nlastyear = 1", "key_unknown"),
        ('migration = "migration"', "", "key_missing"),
    ],
)
def test_parse_manifest_when_something_is_wrong_then_names_it(server: Server, old: str, new: str, code: str) -> None:
    text = server.manifest()
    assert old in text
    with pytest.raises(DataProblem) as raised:
        parse_manifest(text.replace(old, new, 1))
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("cells", "rate"),
    [
        # Below the cut, and in the first year of life, as published.
        ((0.3, 0.25, 9.0, 80), 0.3),
        ((1.0, 0.6, 1.0, 0), 1.0),
        # q = m / (1 + m / 2) at m = 1.4; 1 / e in the open age; a life table bears no more than 1.9.
        ((1.0, 1.4 / 1.7, 0.9, 99), 1.4),
        ((1.0, 1.0, 0.8, 100), 1.25),
        ((1.0, 1.0, 0.4, 100), 1.9),
    ],
)
def test_death_rate_when_cut_off_at_1_then_comes_from_the_probability(
    cells: tuple[float, float, float, int], rate: float
) -> None:
    assert death_rate(*cells) == pytest.approx(rate)


def test_single_fertility_then_the_outer_groups_keep_their_means() -> None:
    rates = single_fertility(np.full((1, 45), 0.1), np.array([[0.002, 0.0003]]))
    assert rates[0, :5].mean() == pytest.approx(0.002)
    assert rates[0, -5:].mean() == pytest.approx(0.0003)
    assert (np.diff(rates[0, :5]) > 0).all()
    assert (np.diff(rates[0, -5:]) < 0).all()
    assert (rates[0, 5:-5] == 0.1).all()


def test_carried_migration_then_meets_the_total_and_moves_where_people_move() -> None:
    before = np.zeros((2, 101))
    before[:, 20], before[:, 60] = 30.0, -10.0
    carried = carried_migration(before, 0.0)
    assert carried.sum() == pytest.approx(0.0)
    assert (carried[:, 20] - before[:, 20]).tolist() == pytest.approx([-15.0, -15.0])
    assert (carried[before == 0] == 0).all()
    assert carried_migration(np.zeros((2, 101)), 202.0).tolist() == np.ones((2, 101)).tolist()


def test_record_then_is_readable_as_it_stands(desk: Desk) -> None:
    desk.fetch()
    assert json.loads((desk.store / "provenance.json").read_text("utf-8"))["intervals"] == ["DEU", "KEN"]
