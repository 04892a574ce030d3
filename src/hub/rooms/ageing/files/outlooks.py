"""From the files of a place and the figures of its country to an outlook that is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone

from hub.commons.people.models import Person
from hub.commons.tables.inputs import Input
from hub.kit.errors import DataProblem, InputRefused
from hub.kit.seeds import seed_of
from hub.rooms.ageing.actions.outlooks import Made, keep_outlook
from hub.rooms.ageing.engine.ages import OPEN_AGE, Array
from hub.rooms.ageing.engine.outlook.assumptions import Assumption
from hub.rooms.ageing.engine.outlook.cohorts import CohortLook, cohort_look
from hub.rooms.ageing.engine.outlook.known import Known, PublishedIntervals, VitalCounts, country_of
from hub.rooms.ageing.engine.outlook.look import Asked, Look, look_ahead
from hub.rooms.ageing.engine.spread import fill_gaps, spread_unknown
from hub.rooms.ageing.engine.tables import CityTable, join_tables, regroup, whole_city
from hub.rooms.ageing.engine.trajectories.simulate import TRAJECTORIES
from hub.rooms.ageing.files.intake.population import read_population
from hub.rooms.ageing.files.intake.vital import read_vital
from hub.rooms.ageing.files.national.store import read_national, record_of
from hub.rooms.ageing.files.packing import Results, pack, unpack
from hub.rooms.ageing.files.vital import counts_of
from hub.rooms.ageing.files.wpp.intervals import read_intervals
from hub.rooms.ageing.models import Delivery, DeliveryKind, Outlook, Place
from hub.rooms.ageing.queries.places import current_deliveries

SEED = 20240701
# Seeds that people can read out to each other.
SEEDS = 1_000_000
METHOD = "city-rates"
# Years of the headline: how far planners look first.
AHEAD = (10, 20, 30)
HEADLINE = ("pop", "pop65", "pop80", "pct65", "oadr65_20_64")


def national_folder() -> Path:
    """Where the figures of countries are kept."""
    folder: Path = settings.HUB_HOME / "ageing" / "national"
    return folder


@dataclass(frozen=True)
class Tables:
    """What the files in use of a place say together.

    whole      the city as one, a table for each date, the earliest first
    districts  the table of the latest date as it was sent, its gaps filled
    """

    whole: tuple[CityTable, ...]
    districts: CityTable
    vital: VitalCounts | None


def tables_of(deliveries: Sequence[Delivery]) -> Tables:
    """Read the files in use again. Raises DataProblem `population_missing` where none holds people."""
    today = timezone.localdate()
    people, vital = list[CityTable](), None
    for one in deliveries:
        with one.file.open("rb") as stream:
            sent = Input(one.name, stream.read())
        if one.kind == DeliveryKind.POPULATION:
            stated = one.options.get("reference_date") or ""
            day = date.fromisoformat(stated) if stated else None
            people += read_population(sent, today=today, day=day).tables
        elif one.kind == DeliveryKind.VITAL:
            vital = counts_of(read_vital(sent, today=today))
    if not people:
        raise DataProblem("population_missing")
    # Of a date that several files hold, the file sent last counts.
    by_day = {day: table.at(number) for table in map(_mended, people) for number, day in enumerate(table.dates)}
    return Tables(tuple(whole_city(by_day[day]) for day in sorted(by_day)), by_day[max(by_day)], vital)


def make_outlook(actor: Person | None, place: Place, *, years: int, official: dict[int, float]) -> Outlook:
    """Project a place by its files in use, and keep what came of it.

    Raises DataProblem `population_missing`, `national_missing` and those of the engine.
    """
    deliveries = current_deliveries(place)
    tables = tables_of(deliveries)
    figures = read_national(national_folder(), place.country_id)
    if figures is None:
        raise DataProblem("national_missing", place=place.country.name)
    kept = read_intervals(national_folder(), place.country_id)
    known = Known(tables.whole, country_of(figures), tables.vital)
    asked = Asked(years, seed=seed_of(SEED, place.code) % SEEDS, trajectories=TRAJECTORIES, official=official)
    intervals = PublishedIntervals(kept.first_year, kept.marginals) if kept else None
    look = look_ahead(known, asked, intervals)
    return keep_outlook(actor, place, _made(look, asked, tables, deliveries))


def cohorts_of(deliveries: Sequence[Delivery], official: Mapping[int, float]) -> CohortLook | None:
    """What two counts among the files say by themselves; None where no two are 5, 10, 15 or 20 years apart."""
    try:
        return cohort_look(join_tables(tables_of(deliveries).whole), district=0, official=official)
    except (DataProblem, InputRefused):
        return None


def results_of(outlook: Outlook) -> Results:
    """The arrays of an outlook, unpacked once while this object lives. Raises DataProblem `results_unreadable`."""
    kept: Results | None = outlook.__dict__.get("_unpacked")
    if kept is None:
        kept = outlook.__dict__["_unpacked"] = unpack(bytes(outlook.results))
    return kept


def _mended(table: CityTable) -> CityTable:
    return fill_gaps(spread_unknown(table).table).table


def _made(look: Look, asked: Asked, tables: Tables, deliveries: Sequence[Delivery]) -> Made:
    inputs = look.future.inputs
    packed = pack(_results(look, asked, tables))
    files, national = _files_of(deliveries), _national()
    made = Made(
        code="",
        method=METHOD,
        base_date=tables.whole[-1].dates[0],
        first_year=inputs.first_year,
        last_year=inputs.years[-1] + 1,
        seed=asked.seed,
        trajectories=asked.trajectories,
        options={"official": {str(year): total for year, total in sorted(asked.official.items())}},
        made_from=[*files, national],
        assumed=json.loads(json.dumps([_assumption(one) for one in look.assumed], default=str)),
        headline=_headline(look),
        results=packed,
        version=version("learning-cities-hub"),
    )
    return replace(made, code=_code_of(made))


def _code_of(made: Made) -> str:
    """The code of an outlook: of its arrays and all that is said of them.

    Not of the numbers under which files are kept, nor of the day and version in which the same was made.
    """
    said = [
        made.method,
        made.base_date.isoformat(),
        made.options,
        made.assumed,
        [{name: one[name] for name in sorted(one) if name not in ("number", "made")} for one in made.made_from],
    ]
    return sha256(made.results + json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]


def _results(look: Look, asked: Asked, tables: Tables) -> Results:
    last, years = tables.districts, look.future.inputs.years
    last = regroup(last, [start for start in last.starts if start <= OPEN_AGE])
    named = [number for number, name in enumerate(last.districts) if name]
    return Results(
        future=look.future,
        summary=look.summary,
        official=np.array([asked.official.get(year, np.nan) for year in years]) if asked.official else np.empty(0),
        districts=tuple(last.districts[number] for number in named),
        starts=last.starts,
        by_district=last.persons[0, named].sum(axis=1),
    )


def _files_of(deliveries: Sequence[Delivery]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.pk,
            "kind": one.kind,
            "name": one.name,
            "sha256": one.sha256,
            "source": one.options.get("source", ""),
        }
        for one in deliveries
    ]


def _national() -> dict[str, Any]:
    record = record_of(national_folder())
    parts = ("title", "producer", "citation", "licence", "changes", "made")
    return {"kind": "national", **{name: record.get(name, "") for name in parts}}


def _assumption(one: Assumption) -> dict[str, Any]:
    return {"part": one.part, "code": one.code, "parameters": dict(one.parameters)}


def _headline(look: Look) -> dict[str, Any]:
    """Quantiles of the figures that come first, for the base and 10, 20 and 30 years on; None where there is no value."""
    summary = look.summary
    at = [0, *(ahead for ahead in AHEAD if ahead < len(summary.years))]
    return {
        "years": [summary.years[number] for number in at],
        **{item: _listed(summary.of(item)[at]) for item in HEADLINE},
    }


def _listed(values: Array) -> list[list[float | None]]:
    """Quantiles by year as JSON has them, which knows no NaN."""
    rounded: list[list[float]] = np.round(values, 3).tolist()
    return [[one if isfinite(one) else None for one in row] for row in rounded]
