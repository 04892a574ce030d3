"""A made-up city for trying the room out: plausible figures from a seeded generator, about no real place.

Its people follow a country's pyramid, tilted to older or younger ages in each district and roughened as counts are; an
earlier count is what they would have been, had young adults moved in since.
"""

from dataclasses import dataclass

import numpy as np

from hub.rooms.ageing.engine.ages import AGES, FEMALE, FERTILE, SEXES, Array, grouped
from hub.rooms.ageing.engine.city.country import Country
from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.life_table import survival_of

# Name, share of the people, tilt to older ages, places offered for every hundred people of 55 and over, by mode.
DISTRICTS = (
    ("Old Quay", 0.14, 0.35, (5.0, 2.0, 1.0)),
    ("Linden Park", 0.24, 0.55, (2.5, 1.5, 1.5)),
    ("Millfield", 0.22, -0.10, (3.0, 1.0, 1.0)),
    ("Northgate", 0.26, -0.45, (1.0, 0.5, 1.0)),
    ("Harbour Hill", 0.14, 0.10, (4.0, 3.0, 0.5)),
)
STARTS = tuple(range(0, 86, 5))
SIZE = 186_000
# Years between the two counts, and the net movers of those years by age at the later one, for each hundred people.
BETWEEN, MOVERS_PEAK, MOVERS_PER_HUNDRED = 10, 31.0, 12.0
FERTILITY_RATIO, MORTALITY_RATIO = 0.93, 1.06
NOISE = 0.015


@dataclass(frozen=True)
class SyntheticCity:
    """people, earlier  (district, sex, group)  persons in groups from `STARTS`, open at 85

    births, deaths  (year,)  of the years between the counts and two after them
    offered         (district, mode)  places a year
    """

    names: tuple[str, ...]
    people: Array
    earlier: Array
    births: Array
    deaths: Array
    offered: Array


def synthetic_city(country: Country, *, seed: int) -> SyntheticCity:
    """Make the city. The same seed and country give the same figures."""
    random = np.random.Generator(np.random.PCG64(seed))
    national = country.population[0] / country.population[0].sum()
    age = np.arange(AGES)
    people = np.stack(
        [
            SIZE * share * _tilted(national, tilt) * random.normal(1, NOISE, (len(SEXES), AGES))
            for _, share, tilt, _ in DISTRICTS
        ]
    )
    people = np.maximum(people, 0)
    survived = np.prod([_ahead(survival_of(country.mortality[:1])[0], step) for step in range(BETWEEN)], axis=0)
    moved = 1 + MOVERS_PER_HUNDRED / 100 * np.exp(-(((age - MOVERS_PEAK) / 9) ** 2))
    before = np.zeros_like(people)
    before[..., :-BETWEEN] = people[..., BETWEEN:] / (survived[:, BETWEEN:] * moved[BETWEEN:])
    before[..., -BETWEEN:] = people[..., -BETWEEN:] * 0.92
    whole = people.sum(axis=0)
    births = FERTILITY_RATIO * float((country.fertility[0] * whole[FEMALE, FERTILE]).sum())
    deaths = MORTALITY_RATIO * float((country.mortality[0] * whole).sum())
    years = BETWEEN + 2
    older = people[..., 55:].sum(axis=(1, 2))
    return SyntheticCity(
        names=tuple(name for name, *_ in DISTRICTS),
        people=np.round(grouped(people, STARTS)),
        earlier=np.round(grouped(before, STARTS)),
        births=np.round(births * random.normal(1, 2 * NOISE, years)),
        deaths=np.round(deaths * random.normal(1, 2 * NOISE, years)),
        offered=np.round(older[:, None] * np.array([places for *_, places in DISTRICTS]) / 100, -1).reshape(
            -1, len(MODES)
        ),
    )


def _tilted(shares: Array, tilt: float) -> Array:
    """Shares by sex and age, leaning to older ages where `tilt` is above 0; they still sum to 1."""
    leaning = shares * np.exp(tilt * (np.arange(AGES) - 40) / 40)
    tilted: Array = leaning / leaning.sum()
    return tilted


def _ahead(survival: Array, step: int) -> Array:
    """Survival into each age, `step` years before it is reached."""
    shifted = np.ones_like(survival)
    shifted[:, step:] = survival[:, : AGES - step] if step else survival
    return shifted
