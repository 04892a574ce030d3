"""Outlooks with figures: a synthetic country of smooth curves, 10 years and 50 futures, with or without districts."""

from datetime import date
from hashlib import sha256

import numpy as np

from hub.rooms.ageing.actions.deliveries import Accepted, store_delivery
from hub.rooms.ageing.engine.ages import grouped
from hub.rooms.ageing.engine.outlook.look import MIGRATION_TIMES, Future, summary_of
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.generic import generic_marginals
from hub.rooms.ageing.files.packing import Results, pack
from hub.rooms.ageing.models import Delivery, DeliveryKind, Outlook, Place
from tests.rooms.ageing.engine.city.places import fertility_of, migration_of, mortality_of, pyramid_of

FIRST_YEAR = 2024
STARTS = (0, 15, 55, 65, 75, 85)
# Parts of the city's people of each group of STARTS; the second district is the older one.
PARTS = {
    "Old Town": (0.2, 0.2, 0.3, 0.4, 0.5, 0.6),
    "Hafen-Süd": (0.3, 0.3, 0.3, 0.3, 0.3, 0.3),
    "Hill": (0.5, 0.5, 0.4, 0.3, 0.2, 0.1),
}


def make_future(people: float = 200_000.0, *, years: int = 10, trajectories: int = 50, seed: int = 7) -> Future:
    """What an outlook is simulated from."""
    inputs = Inputs(
        pyramid_of(people), mortality_of(years), fertility_of(years), np.full(years, 1.05),
        migration_of(years, people / 500), FIRST_YEAR,
    )  # fmt: skip
    marginals = generic_marginals(inputs, migration_times=MIGRATION_TIMES)
    return Future(inputs, marginals, np.ones(years), seed, trajectories)


def make_results(districts: tuple[str, ...] = tuple(PARTS), **fields: object) -> Results:
    """Arrays of an outlook; without districts where none are named. `fields` are those of `make_future`."""
    future = make_future(**fields)
    whole = grouped(future.inputs.base, STARTS).sum(axis=0)
    by_district = np.array([np.array(PARTS[name]) * whole for name in districts]).reshape(-1, len(STARTS))
    return Results(future, summary_of(future), np.empty(0), districts, STARTS, by_district)


def make_outlook_row(place: Place, results: Results | None = None, *, is_public: bool = True) -> Outlook:
    """An outlook of a place with its arrays."""
    results = results or make_results()
    future, years = results.future, results.future.inputs.years
    return Outlook.objects.create(
        place=place,
        code=f"{future.seed:08x}",
        method="city-rates",
        base_date=date(FIRST_YEAR, 1, 1),
        first_year=years[0],
        last_year=years[-1] + 1,
        seed=future.seed,
        trajectories=future.trajectories,
        made_from=[{"kind": "population", "name": "people.csv", "source": "City register"}],
        assumed=[{"part": "interval", "code": "interval_of_typical_country", "parameters": {"times": MIGRATION_TIMES}}],
        headline={"years": [years[0]]},
        results=pack(results),
        version="1",
        is_public=is_public,
    )


def make_provision(place: Place, rows: str, *, source: str = "Adult education office") -> Delivery:
    """A table of learning places in use; `rows` are lines of district, mode, places."""
    content = f"District,Mode,Places\n{rows}".encode()
    accepted = Accepted(DeliveryKind.PROVISION, "places.csv", content, sha256(content).hexdigest(), {"source": source})
    return store_delivery(None, place, accepted)
