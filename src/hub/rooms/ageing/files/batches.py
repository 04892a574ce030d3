"""Many places projected in one call, from tables in and to tables out; one place after the other, results streamed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.indicators.table import indicators_of
from hub.rooms.ageing.engine.project.cohort import project
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.generic import published_marginals
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.persistence import migration_phi_of
from hub.rooms.ageing.engine.trajectories.ranks import MIGRATION_PHI
from hub.rooms.ageing.engine.trajectories.simulate import simulate
from hub.rooms.ageing.files import projections
from hub.rooms.ageing.files.projections import Series, require_same_places
from hub.rooms.ageing.files.results import ResultFiles

PERSONS_IN_THOUSAND = 1000.0
# The published width of the population's interval about so many years on decides how long deviations of migration last.
CALIBRATED_AHEAD = 26


@dataclass(frozen=True)
class Tables:
    """Paths of the tables of a projection; `intervals` only where trajectories are asked for."""

    base: Path
    mortality: Path
    fertility: Path
    sex_ratio: Path
    migration: Path
    intervals: Path | None = None


@dataclass(frozen=True)
class Chances:
    """How many trajectories, from which seed; none where `trajectories` is 0."""

    trajectories: int = 0
    seed: int = 1


def project_tables(
    tables: Tables, out: Path, *, last_year: int, chances: Chances, progress: Callable[[str], None] = lambda text: None
) -> tuple[str, ...]:
    """Project every place of the tables to 31 December of `last_year`, and write what came of it into `out`.

    Raises InputRefused naming the cell, DataProblem `places_differ`, `years_not_given`, `intervals_not_given`.
    """
    base = projections.read_base(tables.base)
    rates: dict[str, Mapping[str, Series]] = {
        "mortality": projections.read_mortality(tables.mortality),
        "fertility": projections.read_fertility(tables.fertility),
        "sex_ratio": projections.read_sex_ratios(tables.sex_ratio),
        "migration": projections.read_migration(tables.migration),
    }
    if chances.trajectories and tables.intervals is None:
        raise DataProblem("intervals_not_given")
    intervals = projections.read_intervals(tables.intervals) if tables.intervals else {}
    compared: dict[str, Mapping[str, object]] = {"base": base, **rates}
    if chances.trajectories:
        compared["intervals"] = intervals
    places = require_same_places(compared)
    with ResultFiles(out) as results:
        for number, place in enumerate(places, 1):
            progress(f"{number}/{len(places)} {place}")
            inputs = _inputs(place, base[place], {name: series[place] for name, series in rates.items()}, last_year)
            _write_medium(results, place, inputs)
            if chances.trajectories:
                _write_quantiles(results, place, inputs, intervals[place], chances=chances)
    return places


def _inputs(place: str, base: Array, rates: Mapping[str, Series], last_year: int) -> Inputs:
    first = rates["mortality"].first_year
    cut = {name: _between(series, first, last_year, place=place, table=name) for name, series in rates.items()}
    return Inputs(base, first_year=first, **cut)


def _between(series: Series, first: int, last: int, *, place: str, table: str) -> Array:
    """The values of the years `first` to `last`. Raises DataProblem `years_not_given`."""
    if first not in series.years or last not in series.years:
        given = f"{series.years[0]}–{series.years[-1]}"
        raise DataProblem("years_not_given", place=place, table=table, found=given, allowed=f"{first}–{last}")
    return series.values[first - series.first_year : last + 1 - series.first_year]


def _write_medium(results: ResultFiles, place: str, inputs: Inputs) -> None:
    projection = project(inputs)
    results.add_population(place, inputs.first_year, projection.population)
    found = indicators_of(projection.mid_year(), inputs.mortality)
    results.add_indicators(place, inputs.years, tuple(found), np.stack(list(found.values()), axis=-1))


def _write_quantiles(
    results: ResultFiles, place: str, inputs: Inputs, published: Mapping[str, Series], *, chances: Chances
) -> None:
    marginals = marginals_of(place, inputs, published)
    seed = seed_of(chances.seed, place)
    phi = _phi(inputs, marginals, published, seed)
    summary = simulate(inputs, marginals, seed=seed, trajectories=chances.trajectories, migration_phi=phi)
    values = np.moveaxis(summary.values, 0, 1)
    results.add_quantiles(place, summary.years, summary.items, values, quantiles=summary.probabilities)


def marginals_of(place: str, inputs: Inputs, published: Mapping[str, Series]) -> Marginals:
    """Published ends of the intervals around the medium's own values.

    published  tfr, e0M, e0F and mig_thousand: (year, 4)
    """
    first, last = inputs.years[0], inputs.years[-1]

    def ends(name: str) -> Array:
        if name not in published:
            raise DataProblem("series_not_given", place=place, found=", ".join(sorted(published)), allowed=name)
        return _between(published[name], first, last, place=place, table="intervals")

    return published_marginals(
        inputs,
        fertility=ends("tfr"),
        expectancy=np.stack([ends("e0M"), ends("e0F")]),
        migration=PERSONS_IN_THOUSAND * ends("mig_thousand"),
    )


def _phi(inputs: Inputs, marginals: Marginals, published: Mapping[str, Series], seed: int) -> float:
    """How long deviations of migration last, by the published interval of the population where there is one."""
    year = min(inputs.first_year + CALIBRATED_AHEAD, inputs.years[-1])
    if "pop_thousand" not in published or year not in published["pop_thousand"].years:
        return MIGRATION_PHI
    series = published["pop_thousand"]
    low, high = series.values[year - series.first_year, 1:3] * PERSONS_IN_THOUSAND
    return (
        migration_phi_of(inputs, marginals, year=year, width=float(high - low), seed=seed)
        if high > low
        else MIGRATION_PHI
    )
