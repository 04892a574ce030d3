"""From the fields of a form to a scenario of an outlook."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.migration_model import MigrationSchedule, profile_of
from hub.rooms.ageing.engine.city.scenarios import (
    Change,
    DistrictBuilt,
    FertilityReaches,
    FertilityStays,
    LivesLonger,
    MigrationTimes,
    Scenario,
)
from hub.rooms.ageing.engine.project.inputs import Inputs

OLDER_FROM, OLDER_TO = 60, 79


def scenario_of(asked: Mapping[str, Any], inputs: Inputs) -> Scenario:
    """The scenario that cleaned fields ask for; without changes where they leave everything as it is."""
    years, changes = inputs.years, list[Change]()
    if asked["migration"] != 100:
        changes.append(MigrationTimes(asked["migration"] / 100, years[0]))
    if asked["fertility"] == "stays":
        changes.append(FertilityStays(years[0]))
    elif asked["fertility"] == "reaches":
        changes.append(FertilityReaches(asked["children"], asked["by_year"]))
    if asked["longer"]:
        changes.append(LivesLonger(asked["longer"], asked["by_year"]))
    if asked["arrivals"]:
        opened = [year for year in range(asked["opens"], asked["opens"] + asked["lasts"]) if year <= years[-1]]
        yearly = tuple((year, asked["arrivals"] / len(opened)) for year in opened)
        changes.append(DistrictBuilt(yearly, _movers(asked["movers"], inputs)))
    return Scenario("asked", tuple(changes))


def _movers(kind: str, inputs: Inputs) -> Array:
    """Shares of those who move in, (sex, age): the model schedule, or the place's own people of 60 and over.

    Where it has none of that age, as many of each age from 60 to 79.
    """
    if kind != "older":
        profile = profile_of(MigrationSchedule())
        return profile / profile.sum()
    age = np.arange(inputs.base.shape[-1])
    shares = np.where(age >= OLDER_FROM, inputs.base, 0.0)
    if not shares.any():
        shares += (age >= OLDER_FROM) & (age <= OLDER_TO)
    own: Array = shares / shares.sum()
    return own
