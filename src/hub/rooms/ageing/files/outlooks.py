"""From the files of a place and the figures of its country to an outlook that is kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone

from hub.commons.people.models import Person
from hub.commons.tables.inputs import Input
from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.ageing.actions.outlooks import Made, keep_outlook
from hub.rooms.ageing.engine.outlook.known import Known, VitalCounts, country_of
from hub.rooms.ageing.engine.outlook.look import Asked, Look, look_ahead
from hub.rooms.ageing.engine.spread import fill_gaps, spread_unknown
from hub.rooms.ageing.engine.tables import CityTable, join_tables, whole_city
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


def national_folder() -> Path:
    """Where the figures of countries are kept."""
    folder: Path = settings.HUB_HOME / "ageing" / "national"
    return folder


@dataclass(frozen=True)
class Tables:
    """What the files in use of a place say together: the whole city and its districts of every date, and its vital counts."""

    table: CityTable
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
    whole = [whole_city(_mended(table)) for table in people]
    latest = max(people, key=lambda table: table.dates[-1])
    return Tables(_joined(whole), _mended(latest), vital)


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
    known = Known(tables.table, country_of(figures), tables.vital)
    asked = Asked(years, seed=seed_of(SEED, place.code) % SEEDS, trajectories=TRAJECTORIES, official=official)
    look = look_ahead(known, asked, kept.marginals if kept else None)
    return keep_outlook(actor, place, _made(look, asked, tables, deliveries))


def results_of(outlook: Outlook) -> Results:
    """The arrays of an outlook."""
    return unpack(bytes(outlook.results))


def _mended(table: CityTable) -> CityTable:
    return fill_gaps(spread_unknown(table).table).table


def _joined(tables: Sequence[CityTable]) -> CityTable:
    """All dates as one table; of a date that several files hold, the file sent last counts."""
    by_day = {day: table.at(number) for table in tables for number, day in enumerate(table.dates)}
    return join_tables([by_day[day] for day in sorted(by_day)])


def _made(look: Look, asked: Asked, tables: Tables, deliveries: Sequence[Delivery]) -> Made:
    inputs = look.future.inputs
    last = tables.districts
    named = [number for number, name in enumerate(last.districts) if name]
    results = Results(
        future=look.future,
        summary=look.summary,
        official=np.array([asked.official.get(year, np.nan) for year in inputs.years])
        if asked.official
        else np.empty(0),
        districts=tuple(last.districts[number] for number in named),
        starts=last.starts,
        by_district=last.persons[-1, named].sum(axis=1),
    )
    packed = pack(results)
    made_from: list[dict[str, Any]] = [
        {
            "number": one.pk,
            "kind": one.kind,
            "name": one.name,
            "sha256": one.sha256,
            "source": one.options.get("source", ""),
        }
        for one in deliveries
    ]
    record = record_of(national_folder())
    national = {name: record.get(name, "") for name in ("title", "producer", "citation", "licence", "changes", "made")}
    return Made(
        code=sha256(packed).hexdigest()[:8],
        method=METHOD,
        base_date=tables.table.dates[-1],
        first_year=inputs.first_year,
        last_year=inputs.years[-1] + 1,
        seed=asked.seed,
        trajectories=asked.trajectories,
        options={"official": {str(year): total for year, total in sorted(asked.official.items())}},
        made_from=[*made_from, {"kind": "national", **national}],
        assumed=json.loads(json.dumps([_assumption(one) for one in look.assumed], default=str)),
        headline=_headline(look),
        results=packed,
        version=version("learning-cities-hub"),
    )


def _assumption(one: Any) -> dict[str, Any]:
    return {"part": one.part, "code": one.code, "parameters": dict(one.parameters)}


def _headline(look: Look) -> dict[str, Any]:
    """Quantiles of the figures that come first, for the base and 10, 20 and 30 years on."""
    summary = look.summary
    at = [0, *(ahead for ahead in AHEAD if ahead < len(summary.years))]
    return {
        "years": [summary.years[number] for number in at],
        **{
            item: np.round(summary.of(item)[at], 3).tolist()
            for item in ("pop", "pop65", "pop80", "pct65", "oadr65_20_64")
        },
    }
