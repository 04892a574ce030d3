"""The composite-index engine: CPU seconds of each job, its bar, and the ratio to a floor of the same shape in this process.

Floors: the matrix product and the row sort that no replication can do without; for builds, one copy of the values. Peer:
COINr 1.1.14 as measured in the reference. Numba is not needed; what it would compile is compiled before the clock starts.
Matrix products run in one
thread, as `hub` sets it for itself. Usage: make bench-index
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from hub.rooms.monitoring.engine.alternatives import model_of
from hub.rooms.monitoring.engine.cube import (
    cube_of,
    fill_over_time,
    fill_within_editions,
    score_editions,
    treat_editions,
)
from hub.rooms.monitoring.engine.explain import Ranked, sensitivity_of
from hub.rooms.monitoring.engine.framework import Framework, Node, grow_framework
from hub.rooms.monitoring.engine.observations import STATUS_NAMES, Observations
from hub.rooms.monitoring.engine.places import Places
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.ranking import choices_of, ranking_of
from hub.rooms.monitoring.engine.recipe import Plan, Recipe, Vintage, complete_parameters
from hub.rooms.monitoring.engine.stages import Stage, begin, columns_of, finish
from hub.rooms.monitoring.engine.uncertainty import Bands, Choices, Model, bands

ASEM = Path(__file__).resolve().parents[2] / "shared" / "composite" / "asem"
DAY = date(2026, 12, 31)
BOTH_SCALES = (
    {"method": "minmax", "low": 1, "high": 100},
    {"method": "zscore", "mean": 100, "deviation": 15, "floor": 1},
)
NOTHING_VARIES = {"noise": False, "weights": 0.0}


@dataclass(frozen=True)
class Job:
    """What was measured: `floor` in the same seconds, or 0 where there is none; `peer` as the reference quotes it."""

    name: str
    seconds: float
    bar: float
    floor: float = 0.0
    peer: str = "-"
    note: str = ""


def cpu_seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Least of some runs: other work on the machine can only add to it."""
    seconds = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def plan(do: str, method: str, **given: object) -> Plan:
    return Plan(do, method, complete_parameters(do, method, given))


def recipe_of(*plans: Plan) -> Recipe:
    return Recipe("bench", {"en": "bench"}, DAY, "bench", Vintage(DAY, 100.0), plans)


def framework_of(indicators: int, pillars: int) -> Framework:
    nodes = [Node("Index", "", "index", {"en": "Index"})]
    nodes += [Node(f"P{at}", "Index", "area", {"en": "p"}) for at in range(pillars)]
    nodes += [
        Node(f"I{at}", f"P{at % pillars}", "indicator", {"en": "i"}, direction=1 if at % 7 else -1)
        for at in range(indicators)
    ]
    return grow_framework(Framework("bench", "1", "working", {"en": "bench"}, tuple(nodes)))


def values_of(editions: int, places: int, indicators: int, *, gaps: float = 0.0) -> np.ndarray:
    """(editions, places, indicators) places that differ, indicators that go together, every fifth one skewed."""
    draw = np.random.default_rng(11)
    standing = draw.normal(size=(1, places, 1)) + draw.normal(size=(1, places, indicators))
    values = standing + draw.normal(scale=0.2, size=(editions, places, indicators))
    values[:, :, ::5] = np.exp(1.2 * values[:, :, ::5])
    values[draw.random(values.shape) < gaps] = np.nan
    return values


def observations_of(values: np.ndarray, framework: Framework, *, half_width: float = 0.0) -> Observations:
    """The long form: one row a cell that has a value."""
    layer, row, column = (one.astype(np.int32) for one in np.nonzero(~np.isnan(values)))
    found = values[layer, row, column]
    years = [2026 - values.shape[0] + 1 + at for at in range(values.shape[0])]
    end = np.full(found.shape, half_width or np.nan)
    zeros = np.zeros(len(found), np.int32)
    return Observations(
        places=tuple(f"U{at:05d}" for at in range(values.shape[1])),
        indicators=tuple(node.code for node in sorted(framework.indicators, key=lambda node: int(node.code[1:]))),
        periods=tuple(str(year) for year in years),
        sources=("",),
        notes=("",),
        files=("bench.csv",),
        starts=np.array([date(year, 1, 1).toordinal() for year in years], np.int32),
        ends=np.array([date(year, 12, 31).toordinal() for year in years], np.int32),
        place=row,
        indicator=column,
        period=layer,
        value=found,
        low=found - end,
        high=found + end,
        status=np.full(len(found), STATUS_NAMES.index("observed"), np.int32),
        source=zeros,
        note=zeros,
        file=zeros,
        row=np.arange(2, len(found) + 2, dtype=np.int32),
    )


def places_of(codes: Sequence[str], groups: Sequence[str] = ()) -> Places:
    own = {"group": tuple(groups)} if groups else {}
    return Places(tuple(codes), tuple(codes), groups=own, kept_out=(None,) * len(codes))


@dataclass(frozen=True)
class Prepared:
    """A recipe on values, ready for replications."""

    first: Stage
    last: Stage
    recipe: Recipe
    choices: Choices
    model: Model
    nodes: tuple[str, ...]

    def bands(self, *, all_nodes: bool = False) -> Bands:
        return bands(self.model, self.choices, self.nodes if all_nodes else self.nodes[:1])


def prepared(recipe: Recipe, framework: Framework, observations: Observations, places: Places) -> Prepared:
    first = begin(recipe, framework, observations, places)
    last = finish(first, recipe)
    choices = choices_of(recipe)
    return Prepared(
        first, last, recipe, choices, model_of(first, last, recipe.plans, choices), ranking_of(last, recipe).nodes
    )


def synthetic(places: int, indicators: int, pillars: int, replications: int, *, noise: bool = False) -> Prepared:
    framework = framework_of(indicators, pillars)
    observations = observations_of(values_of(1, places, indicators), framework, half_width=0.2 if noise else 0.0)
    varied = {"noise": True} if noise else {"treatments": (1, 2, 3, 4, 5), "noise": False}
    recipe = recipe_of(
        plan("treat", "none") if noise else plan("treat", "winsorise-log"),
        plan("normalise", "minmax"),
        plan("weigh", "equal"),
        plan("aggregate", "arithmetic"),
        plan("rank", "competition"),
        plan("uncertainty", "monte-carlo", replications=replications, seed=5, normalisations=BOTH_SCALES, **varied),
    )
    return prepared(recipe, framework, observations, places_of(observations.places))


def floor_of(places: int, indicators: int, replications: int) -> float:
    """Matrix product and row sort of that shape, in blocks of 2,048 replications."""
    draw = np.random.default_rng(2)
    block = min(2048, replications)
    weights, values = draw.random((block, indicators)), draw.random((indicators, places))
    scores = weights @ values
    once = cpu_seconds(lambda: np.sort(weights @ values, axis=1), 5)
    del scores
    return once * replications / block


def asem_prepared() -> tuple[Recipe, Framework, Observations, Places] | None:
    if not ASEM.is_dir():
        return None
    from hub.rooms.monitoring.files.coinr import read_coinr

    tables = read_coinr(ASEM / "iData.csv", ASEM / "iMeta.csv")
    recipe = recipe_of(
        plan("denominate", "column"),
        plan("impute", "group-mean", grouping="EurAsia_group", coverage=0),
        plan("screen", "availability", places=0.9),
        plan("treat", "winsorise-log"),
        plan("normalise", "minmax"),
        plan("weigh", "given"),
        plan("aggregate", "arithmetic"),
        plan("rank", "competition"),
        plan(
            "uncertainty",
            "monte-carlo",
            replications=500,
            seed=1,
            weights={"feature": 0.25, "area": 0.25},
            treatments=(1, 2, 3, 4, 5),
            normalisations=(
                {"method": "minmax", "low": 1, "high": 100},
                {"method": "zscore", "mean": 10, "deviation": 2},
            ),
            noise=False,
        ),
    )
    return recipe, tables.framework, tables.observations, tables.places


def asem_jobs() -> list[Job]:
    asem = asem_prepared()
    if asem is None:
        print("SKIPPED: the ASEM reference is not beside the project")
        return []
    recipe, framework, observations, places = asem
    ready = prepared(*asem)
    build = cpu_seconds(lambda: finish(begin(recipe, framework, observations, places), recipe))
    whole = cpu_seconds(lambda: prepared(*asem).bands())
    sets = np.random.default_rng(3).uniform(0.75, 1.25, (100, len(ready.model.weights))) * ready.model.weights
    scores = columns_of(ready.last.table, ready.nodes[:1]).values
    nominal = Ranked(ready.last.table.places, ready.nodes[:1], rank(scores))
    exact = cpu_seconds(lambda: sensitivity_of(ready.model, nominal, sets))
    floor = floor_of(51, 49, 2000)
    return [
        Job("ASEM, every deterministic step", build, 0.1, 0.0, "0.100"),
        Job("ASEM, raw table to rank bands, N=500", whole, 0.1, floor_of(51, 49, 500), "51.5"),
        Job("ASEM, sensitivity, 2,000 combinations, exact", exact, 0.1, floor, "57.6 (N=100)"),
    ]


def replication_jobs() -> list[Job]:
    large, wide = synthetic(356, 60, 8, 100_000), synthetic(10_000, 100, 10, 10_000)
    noisy = synthetic(356, 60, 8, 10_000, noise=True)
    floor = floor_of(356, 60, 100_000)
    draws = np.random.default_rng(4)
    normals = cpu_seconds(lambda: draws.standard_normal(356 * 60 * 100), 5) * 100
    return [
        Job("356 x 60, 100,000 replications, index", cpu_seconds(large.bands), 1.0, floor, "23,000 to 29,000"),
        Job(
            "the same, index and all 8 pillars",
            cpu_seconds(lambda: large.bands(all_nodes=True), 1),
            0.0,
            floor,
            "-",
            "no bar of its own",
        ),
        Job(
            "10,000 x 100, 10,000 replications",
            cpu_seconds(wide.bands, 1),
            5.0,
            floor_of(10_000, 100, 10_000),
            "96,000",
        ),
        Job(
            "356 x 60, noise on every value, 10,000",
            cpu_seconds(noisy.bands, 1),
            2.0,
            normals,
            "-",
            "floor: the normals",
        ),
    ]


def build_jobs() -> list[Job]:
    framework = framework_of(60, 8)
    panel = values_of(8, 356, 60, gaps=0.05)
    observations = observations_of(panel, framework)
    codes, nodes = observations.places, tuple(node.code for node in framework.indicators)
    groups = tuple(str(at % 7) for at in range(356))

    def whole_panel() -> object:
        cube = fill_over_time(cube_of(observations, codes, nodes), "panel-linear")
        cube = fill_within_editions(cube, "group-mean", groups=groups)
        return score_editions(treat_editions(cube), framework)

    wide = framework_of(100, 10)
    many = observations_of(values_of(1, 10_000, 100, gaps=0.02), wide)
    recipe = recipe_of(
        plan("screen", "availability", places=0.5),
        plan("impute", "mean"),
        plan("treat", "winsorise-log"),
        plan("normalise", "minmax"),
        plan("weigh", "equal"),
        plan("aggregate", "arithmetic"),
    )
    places = places_of(many.places)
    build = cpu_seconds(lambda: finish(begin(recipe, wide, many, places), recipe))
    copies = cpu_seconds(lambda: np.lexsort((many.place, many.indicator)), 3)
    return [
        Job("panel 356 x 60 x 8, observations to index", cpu_seconds(whole_panel), 0.15, 0.0, "6.6"),
        Job("10,000 x 100, observations to index", build, 0.15, copies, "8.7", "floor: one sort of the observations"),
    ]


def peak_of_replications() -> float:
    """Resident megabytes of a fresh process that does the 100,000 replications."""
    code = "import benchmarks.index as one; one.synthetic(356, 60, 8, 100_000).bands(); print(one.peak())"
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, env=os.environ
    )
    return float(done.stdout)


def peak() -> float:
    """Resident megabytes of this process at most; getrusage would count what its parent had."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    jobs = [*asem_jobs(), *replication_jobs(), *build_jobs()]
    print(f"{'job':46} {'CPU s':>8} {'bar':>6} {'x floor':>8}  peer (CPU s)")
    for job in jobs:
        ratio = f"{job.seconds / job.floor:.2f}" if job.floor else "-"
        bar = f"{job.bar:.2f}" if job.bar else "-"
        print(f"{job.name:46} {job.seconds:8.3f} {bar:>6} {ratio:>8}  {job.peer}  {job.note}")
    memory = peak_of_replications()
    print(f"memory of a process with the 100,000 replications: {memory:.0f} MB (bar 200)")
    missed = [job.name for job in jobs if job.bar and job.seconds > job.bar] + (["memory"] if memory > 200 else [])
    print("all bars held" if not missed else f"missed: {', '.join(missed)}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
