"""What a council brief is made of, without a database: an outlook of a made-up city, its demand and its readiness."""

from datetime import UTC, date, datetime

import numpy as np

from hub.commons.places.models import Country
from hub.rooms.ageing.engine.readiness.active_ageing import active_ageing
from hub.rooms.ageing.engine.readiness.age_friendly import Measurement, age_friendliness
from hub.rooms.ageing.files.demand import demand_from
from hub.rooms.ageing.files.intake.provision import Provision
from hub.rooms.ageing.files.packing import Results
from hub.rooms.ageing.files.readiness import shipped_frameworks
from hub.rooms.ageing.forms.demand import DemandForm
from hub.rooms.ageing.models import Outlook, Place, Reading
from hub.rooms.ageing.queries.readings import Readiness
from hub.rooms.ageing.report.demand import DemandPage
from hub.rooms.ageing.report.outlook import Subject, basis_of
from tests.factories.ageing_outlooks import make_results

ASSUMED = (
    {"part": "base", "code": "base_brought_forward", "parameters": {"day": "2022-04-03", "year": 2024}},
    {"part": "base", "code": "open_age_as_in_country", "parameters": {"age": 85}},
    {"part": "base", "code": "single_ages_as_in_country", "parameters": {}},
    {"part": "fertility", "code": "fertility_from_births", "parameters": {"ratio": 0.93}},
    {"part": "mortality", "code": "mortality_of_country", "parameters": {}},
    {
        "part": "migration",
        "code": "migration_from_residual",
        "parameters": {"first": 2012, "last": 2022, "yearly": -210},
    },
    {"part": "interval", "code": "interval_of_typical_country", "parameters": {"times": 4.0}},
)
MADE_FROM = (
    {"number": 1, "kind": "population", "name": "people.csv", "sha256": "1f" * 32, "source": "Census office"},
    {"number": 2, "kind": "vital", "name": "events.csv", "sha256": "2e" * 32, "source": "Civil register"},
    {
        "kind": "national",
        "title": "National population figures",
        "producer": "United Nations, Population Division",
        "citation": "United Nations, Population Division (2024). World Population Prospects 2024, medium variant.",
        "licence": "CC BY 3.0 IGO",
        "changes": "Brought to single ages.",
        "made": "2026-01-01",
    },
)
TRACE = "https://hub.example/en/ageing/alder/sources/?outlook=0a1b2c3d&figure="


def unsaved_subject(results: Results | None = None, language: str = "en", **fields: object) -> Subject:
    """An outlook that is not kept; `fields` are those of the outlook."""
    results = results or make_results(years=30)
    years = results.summary.years
    place = Place(code="alder", name="Alder", country=Country(iso3="IRL"), is_synthetic=True)
    usual = {
        "place": place,
        "code": "0a1b2c3d",
        "method": "city-rates",
        "base_date": date(2022, 4, 3),
        "first_year": years[0],
        "last_year": years[-1] + 1,
        "seed": 81234567890,
        "trajectories": results.summary.trajectories,
        "options": {"official": {"2030": 210_000.0}},
        "made_from": list(MADE_FROM),
        "assumed": list(ASSUMED),
        "headline": {},
        "version": "0.9.1",
        "made_at": datetime(2026, 7, 1, 12, tzinfo=UTC),
    }
    return Subject(Outlook(**(usual | fields)), results, language)


def demand_page(subject: Subject, *offered: str, **asked: str) -> DemandPage:
    """Learning places by the form's starting values; `offered` names the districts that offer 100, 200 and 300 places.

    asked  fields of the form
    """
    years = subject.results.future.inputs.years
    form = DemandForm(asked, first_year=years[0], last_year=years[-1])
    assert form.is_valid(), form.errors
    provision = Provision(offered, np.tile((100.0, 200.0, 300.0), (len(offered), 1))) if offered else None
    look = demand_from(subject.outlook.place, subject.results, provision, form.cleaned_data)
    return DemandPage(look, basis_of(subject), form.cleaned_data["year"], "Adult education office" if offered else "")


def readiness(known: int = 9) -> Readiness:
    """So many of the age-friendly and of the active ageing indicators are measured."""
    frameworks = shipped_frameworks()
    friendly, active = frameworks.age_friendly, frameworks.active_ageing
    measured = [Measurement(one.code, "perception", 61.5, "Survey", 2023) for one in friendly.indicators[:known]]
    values = {one.code: 40.0 for one in active.indicators[:known]}
    said = tuple(
        Reading(framework=friendly.code, indicator=one.indicator, definition="perception", value=one.value)
        for one in measured
    )
    return Readiness(frameworks, said, age_friendliness(friendly, measured), active_ageing(active, values))
