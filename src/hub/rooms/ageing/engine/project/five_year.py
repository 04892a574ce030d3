"""The cohort-component projection by five-year groups and periods, for places that have no more than groups.

Periods run from the middle of a year to the middle of a year five years on. Coarser than single years: use those where
they can be had. Source: Preston, Heuveline & Guillot (2001), ch. 3 and 6; the order of steps as in `cohort`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hub.rooms.ageing.engine.ages import ABRIDGED_STARTS, FEMALE, GROUP_STARTS, MALE, SEXES, Array
from hub.rooms.ageing.engine.life_table import infant_shares
from hub.rooms.ageing.engine.project.checks import Part, arrays_of, places_of, require_first_year, times_in
from hub.rooms.ageing.engine.project.cohort import moved

SPAN = 5
FERTILE_STARTS = range(15, 50, SPAN)
# Women of 15 to 49 among the groups of a population.
FERTILE_GROUPS = slice(3, 10)
# Widths of the closed groups of an abridged life table.
WIDTHS = np.diff(ABRIDGED_STARTS).astype(np.float64)
# Coale & Demeny (1983), model West, as in Preston et al. (2001), table 3.3: years lived between 1 and 5 by those who die
# there, from the death rate of infants: constant and slope under the limit, and the value from it on.
CHILD_LIMIT = 0.107
CHILD_SHARES = {MALE: (1.651, -2.816, 1.352), FEMALE: (1.522, -1.518, 1.361)}
# Those who die at 5 to 14 live half of the span; older closed groups follow Greville (1943), within limits.
GREVILLE_FIRST = 4
GREVILLE_LIMITS = (1.0, 4.0)
# The share of a period's net migrants that is there from its start; the others come at its end.
Arrival = Literal["even", "end"]
AT_START: dict[Arrival, float] = {"even": 0.5, "end": 0.0}
BY_GROUP = (SEXES, GROUP_STARTS)
PARTS = (
    Part("base", BY_GROUP, is_timed=False),
    Part("mortality", (SEXES, ABRIDGED_STARTS)),
    Part("fertility", (FERTILE_STARTS,)),
    Part("sex_ratio"),
    Part("migration", BY_GROUP, is_signed=True),
)


@dataclass(frozen=True)
class FiveYearInputs:
    """The base and the rates of five-year periods; leading axes (...) broadcast against one another.

    base        (..., sex, 21)          persons in the middle of `first_year`: 0-4, 5-9, … 95-99, 100 and over
    mortality   (..., period, sex, 22)  deaths per person-year: 0, 1-4, 5-9, … 100 and over; up to 1.9, the last above 0
    fertility   (..., period, 7)        births per woman-year at 15-19, … 45-49
    sex_ratio   (..., period)           boys born per girl
    migration   (..., period, sex, 21)  net persons of the whole period
    Gaps: none allowed. Errors: as of `inputs.Inputs`.
    """

    base: Array
    mortality: Array
    fertility: Array
    sex_ratio: Array
    migration: Array
    first_year: int

    def __post_init__(self) -> None:
        require_first_year(self.first_year)
        starts = [self.first_year + SPAN * step for step in range(times_in(self, PARTS))]
        times = [f"{start}-{start + SPAN}" for start in starts]
        for name, array in arrays_of(self, PARTS, times).items():
            object.__setattr__(self, name, array)

    @property
    def places(self) -> tuple[int, ...]:
        """Lengths of the leading axes, all inputs together."""
        return places_of({part.name: getattr(self, part.name) for part in PARTS}, PARTS)


@dataclass(frozen=True)
class FiveYearProjection:
    """People in the middle of every fifth year, and what happened between.

    population  (..., period + 1, sex, 21)  persons in the middle of `first_year`, five years later, …
    births      (..., period, sex)
    deaths      (..., period, sex, 21)      by the group that the dead would have reached at the end of the period
    migration   (..., period, sex, 21)      net persons as it took effect
    For every sex and period: the next population = population + births - deaths + migration.
    """

    first_year: int
    population: Array
    births: Array
    deaths: Array
    migration: Array

    @property
    def years(self) -> tuple[int, ...]:
        """The years in whose middle the population stands."""
        return tuple(self.first_year + SPAN * step for step in range(self.population.shape[-3]))


def project_five_year(inputs: FiveYearInputs, arrival: Arrival = "even") -> FiveYearProjection:
    """Carry the base of `inputs` through all its periods.

    arrival  "even": half of the migrants come at the start of a period and share its births and deaths, half at its end;
             "end": all come at its end. "even" is nearer to the United Nations' figures by single years.
    """
    periods, groups = inputs.sex_ratio.shape[-1], inputs.base.shape[-1]
    survival = abridged_survival(inputs.mortality)
    population = np.empty((*inputs.places, periods + 1, 2, groups))
    deaths, migration = (np.empty((*inputs.places, periods, 2, groups)) for _ in range(2))
    births = np.empty((*inputs.places, periods, 2))
    population[..., 0, :, :] = inputs.base
    for period in range(periods):
        before, net = population[..., period, :, :], inputs.migration[..., period, :, :]
        start = moved(before, net * AT_START[arrival])
        survived = _survive(start, survival[..., period, :, :])
        born = _births(start, survived, inputs.fertility[..., period, :], inputs.sex_ratio[..., period])
        survived[..., 0] = born * survival[..., period, :, 0]
        after = moved(survived, net * (1 - AT_START[arrival]))
        population[..., period + 1, :, :] = after
        births[..., period, :] = born
        deaths[..., period, :, :] = _reaching(start, born) - survived
        migration[..., period, :, :] = (start - before) + (after - survived)
    return FiveYearProjection(inputs.first_year, population, births, deaths, migration)


def fertility_of(total_fertility: Array, shares: Array) -> Array:
    """Births per woman-year by five-year group, from births per woman (...) and their shares by group (..., 7) of 1."""
    rates: Array = np.asarray(total_fertility)[..., None] * shares / SPAN
    return rates


def abridged_survival(mortality: Array) -> Array:
    """Share of a five-year group alive five years later, by the group then reached.

    mortality  (..., sex, 22)  deaths per person-year at 0, 1-4, 5-9, … 100 and over
    returns    (..., sex, 21)  first: births of the period; last: of 95-99 and the open group together; 0 where the life
                               table has nobody left
    """
    closed = mortality[..., :-1]
    lived = years_of_dying(mortality)
    dying = np.minimum(WIDTHS * closed / (1 + (WIDTHS - lived) * closed), 1.0)
    living = np.concatenate([np.ones_like(dying[..., :1]), np.cumprod(1 - dying, axis=-1)], axis=-1)
    years = WIDTHS * living[..., 1:] + lived * (living[..., :-1] - living[..., 1:])
    last = living[..., -1:] / mortality[..., -1:]
    # Person-years of 0-4, 5-9, … 95-99, 100 and over.
    groups = np.concatenate([years[..., :1] + years[..., 1:2], years[..., 2:], last], axis=-1)
    start = np.concatenate([np.full_like(last, float(SPAN)), groups[..., :-1]], axis=-1)
    start[..., -1] += groups[..., -1]
    survival: Array = np.divide(groups, start, out=np.zeros_like(groups), where=start > 0)
    return survival


def years_of_dying(mortality: Array) -> Array:
    """Years that those who die in a closed group of an abridged table have lived in it: (..., sex, 21)."""
    lived = np.full_like(mortality[..., :-1], SPAN / 2)
    for sex, (constant, slope, above) in CHILD_SHARES.items():
        infant = mortality[..., sex, 0]
        lived[..., sex, 0] = infant_shares(infant, sex)
        lived[..., sex, 1] = np.where(infant < CHILD_LIMIT, constant + slope * infant, above)
    middle = mortality[..., GREVILLE_FIRST:-1]
    younger, older = mortality[..., GREVILLE_FIRST - 1 : -2], mortality[..., GREVILLE_FIRST + 1 :]
    ratio = np.divide(older, younger, out=np.ones_like(older), where=(older > 0) & (younger > 0))
    rise = np.log(ratio) / (2 * SPAN)
    lived[..., GREVILLE_FIRST:] = np.clip(SPAN / 2 - SPAN**2 / 12 * (middle - rise), *GREVILLE_LIMITS)
    return lived


def _survive(start: Array, survival: Array) -> Array:
    """Everyone a group older; the first group is left 0 for births."""
    survived = np.zeros(np.broadcast_shapes(start.shape, survival.shape))
    survived[..., 1:] = start[..., :-1] * survival[..., 1:]
    survived[..., -1] = (start[..., -2] + start[..., -1]) * survival[..., -1]
    return survived


def _births(start: Array, survived: Array, fertility: Array, sex_ratio: Array) -> Array:
    """Births of a period by sex, from the mean of women at its start and of survivors: (..., sex)."""
    women = (start[..., FEMALE, FERTILE_GROUPS] + survived[..., FEMALE, FERTILE_GROUPS]) / 2
    children = SPAN * (fertility * women).sum(axis=-1)
    girls = children / (1 + sex_ratio)
    return np.stack([children - girls, girls], axis=-1)


def _reaching(start: Array, born: Array) -> Array:
    """Those who were to reach each group by the end of the period, had nobody died."""
    reaching = np.empty(np.broadcast_shapes(start.shape, (*born.shape, 1)))
    reaching[..., 0] = born
    reaching[..., 1:] = start[..., :-1]
    reaching[..., -1] = start[..., -2] + start[..., -1]
    return reaching
