"""A small world in files laid out like the United Nations', and a server on loopback that gives them out.

Two countries are projected with made-up rates; the world total and a second variant are in the files to be left aside.
"""

import gzip
import io
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from hub.rooms.ageing.engine.ages import AGES, FERTILE_AGES, FERTILE_FIRST
from hub.rooms.ageing.engine.life_table import life_table
from hub.rooms.ageing.engine.project.cohort import Projection, project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.files.wpp.manifest import MANIFESTS

FIRST_YEAR, LAST_YEAR = 2022, 2029
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
CODES = {"DEU": 276, "KEN": 404}
HEAD = "SortOrder,LocID,Notes,ISO3_code,ISO2_code,SDMX_code,LocTypeID,LocTypeName,ParentID,Location,VarID,Variant,Time"
BY_AGE = f"{HEAD},MidPeriod,AgeGrp,AgeGrpStart,AgeGrpSpan"
LIFE = f"{HEAD},MidPeriod,SexID,Sex,AgeGrp,AgeGrpStart,AgeGrpSpan,mx,qx,px,lx,dx,Lx,Sx,Tx,ex,ax"
# The totals that are read, among some that are not.
INDICATORS = (
    *("TPopulation1Jan", "TPopulation1July", "MedianAgePop", "Births", "CBR", "TFR", "NRR", "SRB", "Deaths", "CDR"),
    *("LEx", "LExMale", "LExFemale", "LE65Male", "LE65Female", "IMR", "Q5", "NetMigrations", "CNMR"),
)
STEMS = {"tfr": "TFR", "e0M": "LExMale", "e0F": "LExFemale", "migration": "NetMigrations", "pop": "TPopulation1Jan"}
POINTS = {"95l": -2.0, "80l": -1.0, "80u": 1.0, "95u": 2.0}


def inputs_of(place: str) -> Inputs:
    """Made-up rates: Gompertz mortality, a bell of fertility, young men and women who come or go."""
    shift = 1.0 if place == "KEN" else 0.0
    ages, years = np.arange(AGES), np.arange(len(YEARS))
    level = np.array([-9.6, -10.1])[None, :, None] + 0.6 * shift - 0.01 * years[:, None, None]
    mortality = np.exp(level + 0.095 * ages) + 0.03 * np.exp(-2.0 * ages)
    mothers = FERTILE_FIRST + np.arange(FERTILE_AGES)
    bell = np.exp(-(((mothers - 29) / 6.0) ** 2) / 2)
    fertility = bell / bell.sum() * (1.5 + 1.7 * shift - 0.01 * years[:, None])
    young = np.exp(-(((ages - 26) / 8.0) ** 2)) * (300 - 500 * shift)
    migration = np.broadcast_to(young, (len(YEARS), 2, AGES)) * np.array([1.1, 0.9])[:, None]
    base = np.exp(-ages / (25 + 30 * (1 - shift))) * np.array([50_000, 49_000])[:, None] * (1 - (ages / 101) ** 6)
    return Inputs(base, mortality, fertility, 1.05 + 0.001 * years, migration, FIRST_YEAR)


@cache
def world() -> Mapping[str, tuple[Inputs, Projection]]:
    return {place: (inputs_of(place), project(inputs_of(place))) for place in CODES}


def indicators_of(place: str) -> dict[str, np.ndarray]:
    """The published totals of each year, in the UN's units; the year after the last one has only its population."""
    inputs, projection = world()[place]
    expectancy = life_table(inputs.mortality).expectancy[..., 0]
    totals = {
        "TPopulation1Jan": np.round(projection.population, 0).sum(axis=(1, 2)) / 1000,
        "Births": projection.births.sum(axis=1) / 1000,
        "TFR": inputs.fertility.sum(axis=1),
        "SRB": inputs.sex_ratio * 100,
        "LExMale": expectancy[:, 0],
        "LExFemale": expectancy[:, 1],
        "NetMigrations": projection.migration.sum(axis=(1, 2)) / 1000,
    }
    return {name: np.append(series, [np.nan] * (len(YEARS) + 1 - len(series))) for name, series in totals.items()}


def prefix(place: str, year: int, variant: str = "Medium") -> str:
    if place == "WLD":
        return f'1,900,,,,1,1,World,0,"World, all of it",2,{variant},{year}'
    return f"20,{CODES[place]},3,{place},XX,{CODES[place]},4,Country/Area,900,Land of {place},2,{variant},{year}"


def packed(lines: list[str]) -> bytes:
    """With the mark of UTF-8, Windows line ends and two members, as gzip allows."""
    content = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")
    half = len(content) // 2
    return gzip.compress(content[:half], mtime=0) + gzip.compress(content[half:], mtime=0)


def population_file(first: int, last: int) -> bytes:
    lines = [f"{BY_AGE},PopMale,PopFemale,PopTotal"]
    for place in ("WLD", *CODES):
        people = world()["DEU" if place == "WLD" else place][1].population.round(0) / 1000
        for year in range(max(first, FIRST_YEAR), last + 1):
            for age in range(AGES):
                men, women = people[year - FIRST_YEAR, :, age]
                label = "100+" if age == 100 else age
                lines.append(
                    f"{prefix(place, year)},{year},{label},{age},1,{men:.3f},{women:.3f},{men + women:.3f}"
                )  # fmt: skip
    return packed(lines)


def mortality_file(sex: int, first: int, last: int) -> bytes:
    lines = [LIFE]
    name = ("Male", "Female")[sex]
    for place in CODES:
        rates = world()[place][0].mortality
        table = life_table(rates)
        for year in range(max(first, FIRST_YEAR), last + 1):
            at = year - FIRST_YEAR
            for age in range(AGES):
                rate, dying = float(rates[at, sex, age]), float(table.dying[at, sex, age])
                # Rates are cut off at 1 where they are published.
                numbers = f"{min(rate, 1.0)!r},{dying!r},0,0,0,0,0,0,{float(table.expectancy[at, sex, age])!r},0.5"
                lines.append(f"{prefix(place, year)},{year}.5,{sex + 1},{name},{age},{age},1,{numbers}")
    return packed(lines)


def fertility_file(starts: range, span: int) -> bytes:
    lines = [f"{BY_AGE},ASFR,PASFR,Births"]
    for place in CODES:
        for variant, factor in (("Medium", 1000.0), ("High", 2000.0), ("Median PI", 3000.0)):
            for year in YEARS:
                rates = world()[place][0].fertility[year - FIRST_YEAR] * factor
                for start in starts:
                    rate = float(rates[start - FERTILE_FIRST : start - FERTILE_FIRST + span].mean())
                    lines.append(f"{prefix(place, year, variant)},{year}.5,{start},{start},{span},{rate!r},0,0")
    return packed(lines)


def indicators_file() -> bytes:
    lines = [",".join([HEAD, *INDICATORS])]
    for place in CODES:
        totals = indicators_of(place)
        for at, year in enumerate([*YEARS, LAST_YEAR + 1]):
            cells = [totals[name][at] if name in totals else np.nan for name in INDICATORS]
            told = ["" if np.isnan(cell) else repr(float(cell)) for cell in cells]
            lines.append(",".join([prefix(place, year), *told]))
    return packed(lines)


def interval_file(stem: str, point: str) -> bytes:
    years = range(2024, LAST_YEAR + 1)
    lines = ["\t".join(["country_code", "country", *map(str, years)]), "\t".join(["900", "World"] + ["0"] * len(years))]
    for place, code in CODES.items():
        series = indicators_of(place)[STEMS[stem]]
        # The population of a year is that of its 31 December.
        shown = series[2 + (stem == "pop") :][: len(years)]
        width = np.abs(shown) * 0.01 * np.arange(1, len(years) + 1)
        lines.append("\t".join([str(code), place, *(repr(float(x)) for x in shown + POINTS[point] * width)]))
    return ("\n".join(lines) + "\n").encode()


@cache
def all_files() -> Mapping[str, bytes]:
    """Content by name, every file that the shipped manifest names."""
    files = {
        "WPP2024_Demographic_Indicators_Medium.csv.gz": indicators_file(),
        "WPP2024_Population1JanuaryBySingleAgeSex_Medium_1950-2023.csv.gz": population_file(1950, 2023),
        "WPP2024_Population1JanuaryBySingleAgeSex_Medium_2024-2100.csv.gz": population_file(2024, LAST_YEAR + 1),
        "WPP2024_Fertility_by_Age5.csv.gz": fertility_file(range(10, 55, 5), 5),
        "WPP2024_Fertility_by_Age1.csv.gz": fertility_file(range(15, 50), 1),
    }
    for sex, name in enumerate(("Male", "Female")):
        for first, last in ((1950, 2023), (2024, 2100)):
            files[f"WPP2024_Life_Table_Complete_Medium_{name}_{first}-{last}.csv.gz"] = mortality_file(
                sex, first, min(last, LAST_YEAR)
            )
    return files | {f"{stem}proj{point}.txt": interval_file(stem, point) for stem in STEMS for point in POINTS}


def changed(content: bytes, change: Callable[[str], str]) -> bytes:
    """A packed file with its text changed."""
    return gzip.compress(change(gzip.decompress(content).decode("utf-8")).encode("utf-8"), mtime=0)


@dataclass
class Server:
    """What is given out; tests change it. `asked` has (name, range) of every request."""

    files: dict[str, bytes] = field(default_factory=lambda: dict(all_files()))
    cut_after: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    def manifest(self) -> str:
        """The shipped manifest, with the addresses and the last year of this server."""
        lines = (MANIFESTS / "wpp2024.toml").read_text("utf-8").splitlines()
        for at, line in enumerate(lines):
            if line.startswith("address = "):
                lines[at] = f'address = "{self.address}/{{name}}"'
            if line.startswith("last_year = "):
                lines[at] = f"last_year = {LAST_YEAR}"
        return "\n".join(lines)


@contextmanager
def running() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            name, wanted = self.path.rpartition("/")[2], self.headers.get("Range", "")
            state.asked.append((name, wanted))
            content = state.files.get(name)
            if content is None:
                self.send_error(404)
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
            self.send_response(206 if start else 200)
            self.send_header("ETag", '"one"')
            self.send_header("Content-Length", str(len(content) - start))
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.end_headers()
            cut = state.cut_after.pop(name, None)
            self.wfile.write(io.BytesIO(content[start:]).read(cut))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()
