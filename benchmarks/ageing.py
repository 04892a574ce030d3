"""The ageing engine: the whole table of numbers to reach, each with its bar and a ratio to a peer or floor of this run.

Accuracy is against the United Nations' figures of eight countries beside the project. Speed is CPU seconds of the process
tree unless it says wall. Peers: a plain Python loop of the same year by year (a few steps of it, scaled to the whole) and
numpy's bare multiply-adds of that shape; bayesPop as measured in the reference. Usage: make bench-ageing
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from hub.kit.seeds import seed_of
from hub.rooms.ageing.engine.ages import grouped
from hub.rooms.ageing.engine.life_table import survival_of
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.project.kernels import IN_NUMPY, Kernels, advance, compiled_kernels
from hub.rooms.ageing.engine.trajectories.city import CityTerms
from hub.rooms.ageing.engine.trajectories.generic import published_marginals, scaled_migration
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.simulate import simulate, trajectories_of
from hub.rooms.ageing.files.projections import (
    read_base,
    read_fertility,
    read_intervals,
    read_migration,
    read_mortality,
    read_sex_ratios,
)

WPP = Path(__file__).resolve().parents[2] / "shared" / "data" / "wpp2024"
PLACES, YEARS, TRAJECTORIES, WORKERS = 356, 76, 1000, 2
THOUSAND = 1_000
COUNTED = 15_000


@dataclass(frozen=True)
class Row:
    """What was measured. A bar is held from `low` to `high`; `ratio` is to what `against` names."""

    work: str
    measured: float
    unit: str
    high: float
    low: float = 0.0
    ratio: float = 0.0
    against: str = "-"

    @property
    def is_held(self) -> bool:
        return self.low <= self.measured <= self.high


@dataclass(frozen=True)
class Country:
    inputs: Inputs
    marginals: Marginals
    population: np.ndarray  # (year, 4) published ends of its interval, persons


@cache
def countries() -> Mapping[str, Country]:
    base, deaths = read_base(WPP / "base_pop_2024_01_01.csv.gz"), read_mortality(WPP / "mx_1x1.csv.gz")
    births, boys = read_fertility(WPP / "asfr_1x1.csv.gz"), read_sex_ratios(WPP / "srb.csv.gz")
    moves, limits = read_migration(WPP / "mig_1x1.csv.gz"), read_intervals(WPP / "un_intervals.csv.gz")
    found = {}
    for code in base:
        inputs = Inputs(
            base=base[code],
            mortality=deaths[code].values,
            fertility=births[code].values,
            sex_ratio=boys[code].values,
            migration=moves[code].values,
            first_year=deaths[code].first_year,
        )
        own = {name: series.values for name, series in limits[code].items()}
        marginals = published_marginals(
            inputs,
            fertility=own["tfr"],
            expectancy=np.stack([own["e0M"], own["e0F"]]),
            migration=own["mig_thousand"] * THOUSAND,
        )
        found[code] = Country(inputs, marginals, own["pop_thousand"] * THOUSAND)
    return found


def numbers(name: str, keys: int) -> dict[tuple[str, ...], np.ndarray]:
    """Rows of a published table by their first `keys` cells."""
    import csv
    import gzip

    with gzip.open(WPP / name, "rt", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))[1:]
    return {tuple(row[:keys]): np.array([float(cell) for cell in row[keys:] if cell]) for row in rows}


def accuracy_rows() -> list[Row]:
    exact, published = numbers("ref_ccm_1x1.csv.gz", 3), numbers("un_totals.csv.gz", 2)
    groups = numbers("un_pop_5y_midyear.csv.gz", 3)
    missed, totals, by_group = [], [], []
    for code, country in countries().items():
        future = project(country.inputs)
        first = country.inputs.first_year
        for year in (2024, 2030, 2050, 2075, 2100):
            ends = np.stack([exact[code, str(year), sex] for sex in "mf"])
            missed.append(np.abs(future.population[year - first + 1] - ends).max())
        for year in (2050, 2100):
            total = published[code, str(year)][:2].sum() * THOUSAND
            totals.append(100 * abs(future.population[year - first + 1].sum() / total - 1))
        middle = grouped(future.mid_year())
        for year in range(2030, 2101, 10):
            stated = np.stack([groups[code, str(year), sex] for sex in "mf"])
            by_group.append(np.median(100 * np.abs(middle[year - first] / stated - 1)))
    return [
        Row("ref_ccm_1x1, eight countries, greatest difference", max(missed), "persons", 0.01),
        Row("UN totals 2050 and 2100, median country", float(np.median(totals)), "%", 0.05),
        Row("UN totals 2050 and 2100, every country", max(totals), "%", 0.25),
        Row("UN five-year age x sex, median, worst country and year", max(by_group), "%", 0.25),
    ]


def interval_rows() -> list[Row]:
    looked_at = {year: year - 2024 for year in (2030, 2050, 2100)}
    widths: dict[int, list[float]] = {year: [] for year in looked_at}
    inside: dict[int, list[float]] = {year: [] for year in looked_at}
    for country in countries().values():
        for one in trajectories_of(country.inputs, country.marginals, seed=1, trajectories=4 * TRAJECTORIES):
            if one.year in looked_at:
                people = one.after.sum(axis=(0, 1))
                low, high = country.population[looked_at[one.year], 1:3]
                widths[one.year].append(float(np.diff(np.quantile(people, (0.1, 0.9)))[0] / (high - low)))
                inside[one.year].append(float(((people >= low) & (people <= high)).mean()))
    rows = []
    for year in looked_at:
        rows.append(Row(f"80 % width over the UN's, {year}, median", float(np.median(widths[year])), "x", 1.20, 0.85))
        rows.append(Row(f"trajectories inside the UN's 80 %, {year}", float(np.median(inside[year])), "", 0.85, 0.68))
    return rows


def tree_seconds() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def cpu_seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Least of some runs: other work on the machine can only add to it."""
    seconds = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def wall_seconds(work: Callable[[], object], repeats: int = 3) -> float:
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def plain_seconds(inputs: Inputs, steps: int = 20) -> float:
    """One year of one trajectory in plain Python, rates given: the peer that needs nothing installed."""
    base, alive = inputs.base.tolist(), survival_of(inputs.mortality)[0].tolist()
    fertility, moves, ratio = inputs.fertility[0].tolist(), inputs.migration[0].tolist(), float(inputs.sex_ratio[0])

    def one_year() -> list[list[float]]:
        after = []
        for people, survival in zip(base, alive, strict=True):
            older = [0.0] + [people[age - 1] * survival[age] for age in range(1, 100)]
            after.append([*older, (people[99] + people[100]) * survival[100]])
        births = sum(fertility[age - 10] * (base[1][age] + after[1][age]) / 2 for age in range(10, 55))
        girls = births / (1 + ratio)
        after[0][0], after[1][0] = (births - girls) * alive[0][0], girls * alive[1][0]
        return [
            [max(people + move, 0.0) for people, move in zip(row, moved, strict=True)]
            for row, moved in zip(after, moves, strict=True)
        ]

    return cpu_seconds(lambda: [one_year() for _ in range(steps)], 5) / steps


def core_rows() -> list[Row]:
    inputs = countries()["DEU"].inputs
    years = len(inputs.years)

    def rows_of(rates: np.ndarray) -> np.ndarray:
        return np.repeat(rates[..., None], TRAJECTORIES, axis=-1)

    survival = rows_of(survival_of(inputs.mortality))
    base, fertility, sex_ratio = (rows_of(one) for one in (inputs.base, inputs.fertility, inputs.sex_ratio))
    moves = inputs.migration[..., None]
    plain = plain_seconds(inputs) * TRAJECTORIES * years

    def core(kernels: Kernels) -> float:
        def run() -> object:
            return advance(base, survival, fertility, sex_ratio, migration=moves, kernels=kernels)

        run()
        return cpu_seconds(run, 5)

    name = "one country, 1,000 trajectories, 77 years, core"
    against = f"plain Python {plain:.0f} s; bayesPop 1.12 s (quoted)"
    found = core(IN_NUMPY)
    rows = [Row(f"{name}, numpy, float64", found, "CPU s", 0.1, 0.0, plain / found, against)]
    compiled = compiled_kernels()
    if compiled is None:
        print("SKIPPED: numba is not installed")
        return rows
    found = core(compiled)
    return [*rows, Row(f"{name}, numba, float64", found, "CPU s", 0.02, 0.0, plain / found, against)]


def city_of(number: int) -> tuple[str, Inputs, Marginals, CityTerms]:
    """A city made up from a country's figures: 40,000 to 4 million people, its own fertility."""
    codes = tuple(countries())
    code = codes[number % len(codes)]
    inputs, marginals = countries()[code].inputs, countries()[code].marginals
    people = 40_000 * 100 ** (number / PLACES)
    share, ratio = people / inputs.base.sum(), 0.8 + 0.4 * (number % 7) / 6
    inputs = replace(
        inputs,
        base=inputs.base * share,
        mortality=inputs.mortality[:YEARS],
        fertility=inputs.fertility[:YEARS] * ratio,
        sex_ratio=inputs.sex_ratio[:YEARS],
        migration=inputs.migration[:YEARS] * share,
    )
    marginals = Marginals(marginals.fertility[:YEARS], marginals.expectancy[:, :YEARS], marginals.migration[:YEARS])
    return code, inputs, scaled_migration(marginals, np.full(YEARS, share)), CityTerms(np.full(YEARS, ratio))


def look_at(number: int) -> float:
    """All quantiles of one city; only one figure goes back. Peak memory of this process goes with it."""
    code, inputs, marginals, terms = city_of(number)
    seed = seed_of(2024, f"{code}-{number}")
    summary = simulate(inputs, marginals, seed=seed, trajectories=TRAJECTORIES, city=terms)
    assert summary.values.shape[1] == YEARS
    return peak()


def peak() -> float:
    """Resident megabytes of this process at most; getrusage would count what its parent had."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def multiply_floor() -> float:
    """Survival times people for every cell of a place, in numpy: what no projection can do without."""
    people, survival = np.random.default_rng(1).random((2, 2, 101, TRAJECTORIES))
    after = np.empty_like(people)
    return cpu_seconds(lambda: [np.multiply(people, survival, out=after) for _ in range(YEARS)])


def many_rows() -> list[Row]:
    countries()
    floor = multiply_floor() * PLACES
    before, began = tree_seconds(), time.perf_counter()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as workers:
        peaks = list(workers.map(look_at, range(PLACES), chunksize=8))
    wall, cpu = time.perf_counter() - began, tree_seconds() - before
    name = f"{PLACES} places x {TRAJECTORIES:,} x {YEARS} years, indicators and quantiles"
    against = f"numpy's multiply of every cell, {floor:.1f} CPU s"
    memory = peak() + WORKERS * max(peaks)
    return [
        Row(f"{name}, wall on {WORKERS} cores", wall, "s", 40.0),
        Row(f"{name}, CPU", cpu, "CPU s", 80.0, 0.0, cpu / floor, against),
        Row(f"{name}, memory of all processes", memory, "MB", 2048.0),
    ]


PAGE = """
import time
import benchmarks.ageing as bench
code, inputs, marginals, terms = bench.city_of(100)
began = time.perf_counter()
bench.simulate(inputs, marginals, seed=1, trajectories=bench.TRAJECTORIES, city=terms)
print(time.perf_counter() - began)
"""
IMPORTS = "import time; began = time.perf_counter(); import {module}; print(time.perf_counter() - began)"


def fresh_seconds(program: str) -> float:
    """What a program prints in a new process; least of three."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", program]
    done = [
        subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, env=os.environ) for _ in range(3)
    ]
    return min(float(one.stdout) for one in done)


def page_rows() -> list[Row]:
    _, inputs, marginals, terms = city_of(100)
    small = COUNTED / inputs.base.sum()
    town = replace(inputs, base=inputs.base * small, migration=inputs.migration * small)
    moves = scaled_migration(marginals, np.full(YEARS, small))

    def show(one: Inputs, intervals: Marginals) -> float:
        return wall_seconds(lambda: simulate(one, intervals, seed=1, trajectories=TRAJECTORIES, city=terms))

    module = "hub.rooms.ageing.engine.trajectories.simulate"
    engine, numpy_alone = (fresh_seconds(IMPORTS.format(module=name)) for name in (module, "numpy"))
    first = engine + fresh_seconds(PAGE)
    floor = multiply_floor()
    city, counted = show(inputs, marginals), show(town, moves)
    name = "one city, 1,000 trajectories, 76 years"
    return [
        Row(f"{name}, wall", city, "s", 0.5, 0.0, city / floor, "numpy's multiply of every cell"),
        Row(f"{name}, first in its process with imports", first, "s", 0.5, 0.0, first / numpy_alone, "import numpy"),
        Row(f"{name}, {COUNTED:,} people, by counts", counted, "s", 0.5, 0.0, counted / city, "the city above"),
    ]


def main() -> None:
    if not WPP.is_dir():
        print("SKIPPED: the reference tables of World Population Prospects are not beside the project")
        return
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load of the machine before this: {load:.2f}")
    rows = [*accuracy_rows(), *interval_rows(), *core_rows(), *page_rows(), *many_rows()]
    print(f"{'work':82} {'measured':>10} {'unit':8} {'bar':>12} {'ratio':>8}  against")
    for row in rows:
        bar = f"{row.low:g}-{row.high:g}" if row.low else f"{row.high:g}"
        ratio = f"{row.ratio:.3g}" if row.ratio else "-"
        held = "" if row.is_held else "  MISSED"
        print(f"{row.work:82} {row.measured:10.4g} {row.unit:8} {bar:>12} {ratio:>8}  {row.against}{held}")
    missed = [row.work for row in rows if not row.is_held]
    print("all bars held" if not missed else f"missed: {'; '.join(missed)}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
