"""Abridged life tables (0, 1 to 4, then five-year groups): published figures rest on them, so comparisons need them."""

import numpy as np

from hub.rooms.ageing.engine.ages import ABRIDGED_STARTS, FEMALE, MALE, Array
from hub.rooms.ageing.engine.indicators.mortality import both_sexes_infant, both_sexes_mortality
from hub.rooms.ageing.engine.life_table import LifeTable, infant_shares

# Coale & Demeny in Preston, Heuveline & Guillot (2001), table 3.3: years lived between 1 and 5 by those who die there,
# from the death rate of infants m: (value from 0.107 on, constant, slope), by sex.
HIGH_INFANT_RATE = 0.107
CHILD_YEARS = {MALE: (1.352, 1.651, -2.816), FEMALE: (1.361, 1.522, -1.518)}


def child_years(infant_rate: Array, sex: int) -> Array:
    """Years lived between 1 and 5 by those who die there, from the death rate of infants (same shape)."""
    high, constant, slope = CHILD_YEARS[sex]
    return np.where(infant_rate >= HIGH_INFANT_RATE, high, constant + slope * infant_rate)


def abridged_life_table(mortality: Array, infant: Array, child: Array) -> LifeTable:
    """The life table of death rates by the groups 0, 1 to 4, 5 to 9, … 95 to 99, 100 and over.

    mortality  (..., group)  deaths per person-year, 22 groups, above 0 in the open one
    infant     (...)  years lived in the first year by those who die in it
    child      (...)  years lived between 1 and 5 by those who die there
    Others who die in a group have lived half of it. Gaps: none allowed. Source: Preston, Heuveline & Guillot (2001), ch. 3.
    """
    widths = np.diff([*ABRIDGED_STARTS, ABRIDGED_STARTS[-1] + 5]).astype(float)
    lived = np.broadcast_to(widths / 2, mortality.shape).copy()
    lived[..., 0], lived[..., 1] = infant, child
    dying = np.minimum(widths * mortality / (1 + (widths - lived) * mortality), 1.0)
    dying[..., -1] = 1.0
    living = np.ones_like(mortality)
    np.cumprod(1 - dying[..., :-1], axis=-1, out=living[..., 1:])
    deaths = living * dying
    years = widths * (living - deaths) + lived * deaths
    years[..., -1] = living[..., -1] / mortality[..., -1]
    above = np.cumsum(years[..., ::-1], axis=-1)[..., ::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        expectancy = np.where(living > 0, above / living, 0.0)
    return LifeTable(dying, living, years, above, expectancy)


def abridged_by_sex(mortality: Array) -> LifeTable:
    """The abridged life tables of death rates (..., sex, group)."""
    rates = mortality[..., 0]
    infant = np.stack([infant_shares(rates[..., sex], sex) for sex in (MALE, FEMALE)], axis=-1)
    child = np.stack([child_years(rates[..., sex], sex) for sex in (MALE, FEMALE)], axis=-1)
    return abridged_life_table(mortality, infant, child)


def abridged_of_both(mortality: Array, people: Array) -> LifeTable:
    """The abridged life table of both sexes together.

    mortality  (..., sex, 22 groups)  deaths per person-year
    people     (..., sex, 21 groups)  persons at mid-year in five-year groups; those under 5 are spread evenly
    """
    first = people[..., :1]
    split = np.concatenate([first * 0.2, first * 0.8, people[..., 1:]], axis=-1)
    rates = mortality[..., 0]
    child = np.mean([child_years(rates[..., sex], sex) for sex in (MALE, FEMALE)], axis=0)
    return abridged_life_table(both_sexes_mortality(mortality, split), both_sexes_infant(mortality, split), child)
