"""The life table of both sexes together, from the rates and the numbers of each."""

import numpy as np

from hub.rooms.ageing.engine.ages import FEMALE, MALE, Array
from hub.rooms.ageing.engine.life_table import LifeTable, infant_shares, life_table


def both_sexes_mortality(mortality: Array, people: Array) -> Array:
    """Death rates of both sexes together: deaths of both divided by the mid-year people of both.

    mortality  (..., sex, age)  deaths per person-year
    people     (..., sex, age)  persons at mid-year
    returns    (..., age); the plain mean of the two rates at ages without people
    """
    lived = people.sum(axis=-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        weighted = (mortality * people).sum(axis=-2) / lived
    return np.where(lived > 0, weighted, mortality.mean(axis=-2))


def both_sexes_infant(mortality: Array, people: Array) -> Array:
    """Years lived in the first year of life by those of both sexes who die in it: (...); Andreev & Kingkade by sex,
    weighted by the deaths of each."""
    shares = np.stack([infant_shares(mortality[..., sex, 0], sex) for sex in (MALE, FEMALE)], axis=-1)
    deaths = mortality[..., 0] * people[..., 0]
    died = deaths.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        weighted = (shares * deaths).sum(axis=-1) / died
    return np.where(died > 0, weighted, shares.mean(axis=-1))


def both_sexes_life_table(mortality: Array, people: Array) -> LifeTable:
    """The life table of both sexes together; shapes as above, single ages."""
    return life_table(both_sexes_mortality(mortality, people), both_sexes_infant(mortality, people))
