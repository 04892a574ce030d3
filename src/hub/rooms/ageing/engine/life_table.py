"""Period life tables by single year of age, and the survival that a projection needs.

Source: Preston, Heuveline & Guillot (2001), ch. 3; Andreev & Kingkade (2015) for the first year of life; United Nations,
World Population Prospects 2024, methodology.
"""

from dataclasses import dataclass

import numpy as np

from hub.rooms.ageing.engine.ages import FEMALE, MALE, Array

# Andreev & Kingkade (2015), table 3-2: years lived in the first year of life by those who die in it, from its death
# rate m: (m below, constant, slope), by sex; the last line is without an upper limit.
INFANT_SHARES = {
    MALE: ((0.02300, 0.14929, -1.99545), (0.08307, 0.02832, 3.26021), (np.inf, 0.29915, 0.0)),
    FEMALE: ((0.01724, 0.14903, -2.05527), (0.06891, 0.04667, 3.88089), (np.inf, 0.31411, 0.0)),
}
MID_YEAR = 0.5


@dataclass(frozen=True)
class LifeTable:
    """A life table of l(0) = 1; every array (..., age), the last age open.

    dying         q  probability of dying within the year of age; 1 in the open group
    living        l  share alive at the birthday
    years         L  person-years lived between two birthdays
    years_above   T  person-years lived from the birthday on
    expectancy    e  years of life that remain
    """

    dying: Array
    living: Array
    years: Array
    years_above: Array
    expectancy: Array

    @property
    def survival(self) -> Array:
        """Share of a cohort alive one calendar year later, by the age that it reaches: (..., age).

        Age 0: newborns of the year. The last one holds for those of the last closed and of the open age together.
        """
        years = self.years
        reached = np.empty_like(years)
        reached[..., 0] = years[..., 0]
        reached[..., 1:-1] = years[..., 1:-1] / years[..., :-2]
        reached[..., -1] = self.years_above[..., -1] / self.years_above[..., -2]
        return reached


def infant_shares(infant_rate: Array, sex: int) -> Array:
    """Years lived in the first year of life by those who die in it, from their death rate (same shape)."""
    shares = np.full_like(infant_rate, np.nan)
    for below, constant, slope in reversed(INFANT_SHARES[sex]):
        shares = np.where(infant_rate < below, constant + slope * infant_rate, shares)
    return shares


def life_table(mortality: Array, infant: Array | None = None) -> LifeTable:
    """The life tables of death rates.

    mortality  (..., sex, age)  deaths per person-year, all above 0 in the open age; or (..., age) where `infant` is given
    infant     years lived in the first year by those who die in it, the shape of `mortality` without age; by default from
               the first rate by sex (Andreev & Kingkade)
    Gaps: none allowed.
    """
    if infant is None:
        infant = np.stack([infant_shares(mortality[..., sex, 0], sex) for sex in (MALE, FEMALE)], axis=-1)
    share = np.full_like(mortality, MID_YEAR)
    share[..., 0] = infant
    dying = np.minimum(mortality / (1 + (1 - share) * mortality), 1.0)
    dying[..., -1] = 1.0
    living = np.ones_like(mortality)
    np.cumprod(1 - dying[..., :-1], axis=-1, out=living[..., 1:])
    deaths = living * dying
    years = living - (1 - share) * deaths
    years[..., -1] = living[..., -1] / mortality[..., -1]
    above = np.cumsum(years[..., ::-1], axis=-1)[..., ::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        expectancy = np.where(living > 0, above / living, 0.0)
    return LifeTable(dying, living, years, above, expectancy)


def survival_of(mortality: Array) -> Array:
    """`LifeTable.survival` of death rates (..., sex, age)."""
    return life_table(mortality).survival


def age_with_remaining(expectancy: Array, years_left: float) -> Array:
    """The exact age at which so many years of life remain, linear between birthdays.

    expectancy  (..., age), falling where it crosses `years_left`; the last crossing counts (infant deaths can lift it)
    returns     (...)  age in years; the open age where even there more years remain
    """
    above = expectancy > years_left
    last = expectancy.shape[-1] - 1
    # The last age with more years left than asked for.
    position = np.where(above.any(axis=-1), last - np.argmax(above[..., ::-1], axis=-1), 0)
    following = np.minimum(position + 1, last)
    here = np.take_along_axis(expectancy, position[..., None], axis=-1)[..., 0]
    there = np.take_along_axis(expectancy, following[..., None], axis=-1)[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(here > there, (here - years_left) / (here - there), 0.0)
    aged: Array = position + np.clip(part, 0.0, 1.0)
    return aged
