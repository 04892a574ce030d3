"""Tables of cities cut out of a made-up country, and what is known beside them."""

from datetime import date

import numpy as np
from tests.factories.ageing_country import made_up_figures

from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.outlook.known import Known, VitalCounts, country_of
from hub.rooms.ageing.engine.outlook.look import Asked
from hub.rooms.ageing.engine.tables import BOTH, CityTable

COUNTRY: Country = country_of(made_up_figures())
FIRST = COUNTRY.first_year
SINGLE = tuple(range(101))
FIVES = tuple(range(0, 86, 5))
DAY = date(FIRST, 1, 1)


def table_of(people: Array, starts: tuple[int, ...] = SINGLE, *, day: date = DAY, told: bool = True) -> CityTable:
    """People (sex, age) in groups; `told` False takes the sexes together. Ages above 100 in `starts` have nobody."""
    inside = [start for start in starts if start <= 100]
    groups = np.zeros((2, len(starts)))
    groups[:, : len(inside)] = np.add.reduceat(people, inside, axis=-1)
    persons = groups if told else groups.sum(axis=0, keepdims=True)
    gaps = np.full((1, 1, len(persons)), np.nan)
    return CityTable((day,), ("",), ("m", "f") if told else (BOTH,), starts, persons[None, None], gaps, gaps)


def part_of_country(share: float = 0.03) -> Array:
    """A city that is the country made smaller."""
    return COUNTRY.population[0] * share


def known_of(*tables: CityTable, vital: VitalCounts | None = None) -> Known:
    return Known(tables or (table_of(part_of_country()),), COUNTRY, vital)


def asked_for(
    years: int = 10, *, trajectories: int = 20, seed: int = 1, official: dict[int, float] | None = None
) -> Asked:
    return Asked(years, seed=seed, trajectories=trajectories, official=official or {})


def counts(births: float = np.nan, deaths: float = np.nan, *, years: int = 3) -> VitalCounts:
    """The same number in each of some years."""
    return VitalCounts(tuple(range(2022, 2022 + years)), np.full(years, births), np.full(years, deaths))
