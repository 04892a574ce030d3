"""Years that remain in good health, by the method of Sullivan (1971); see the guide of EHEMU (Jagger et al.)."""

from dataclasses import dataclass

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import Array
from hub.rooms.ageing.engine.life_table import LifeTable


@dataclass(frozen=True)
class HealthyYears:
    """Healthy life expectancy at every age: (..., age) years, and its variance in years squared.

    variance  that of the survey's shares only, deaths taken as known; None where the size of the survey is not
    """

    expectancy: Array
    variance: Array | None = None


def healthy_years(table: LifeTable, unhealthy: Array, asked: Array | None = None) -> HealthyYears:
    """The years of life that remain in good health.

    table      a life table, (..., age)
    unhealthy  (..., age)  share of people in poor health at each age, 0 to 1
    asked      (..., age)  persons of that age asked in the survey; where a group was asked, an age's part of it
    Gaps: none allowed; an age below the survey needs a share too, e.g. 0.
    Raises DataProblem("health_share_out_of_range"), DataProblem("survey_size_not_positive").
    """
    if not np.all((unhealthy >= 0) & (unhealthy <= 1)):
        faulty = unhealthy[~((unhealthy >= 0) & (unhealthy <= 1))]
        raise DataProblem("health_share_out_of_range", found=float(faulty[0]), low=0, high=1)
    healthy = _from_age_on((1 - unhealthy) * table.years, table.living)
    if asked is None:
        return HealthyYears(healthy)
    if not np.all(asked > 0):
        raise DataProblem("survey_size_not_positive", found=float(np.min(asked)))
    spread = table.years**2 * unhealthy * (1 - unhealthy) / asked
    return HealthyYears(healthy, _from_age_on(spread, table.living**2))


def _from_age_on(figures: Array, living: Array) -> Array:
    """Sum from each age to the last, for each of those alive; 0 where nobody is."""
    above = np.cumsum(figures[..., ::-1], axis=-1)[..., ::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(living > 0, above / living, 0.0)
