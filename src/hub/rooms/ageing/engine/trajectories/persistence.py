"""How long a deviation of net migration lasts in a country: fitted where the usual answer makes its population too unsure."""

from dataclasses import replace

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.engine.trajectories.drivers import drivers_of
from hub.rooms.ageing.engine.trajectories.futures import futures, total
from hub.rooms.ageing.engine.trajectories.marginals import Marginals
from hub.rooms.ageing.engine.trajectories.ranks import MIGRATION_PHI

# From the usual one down. Migration that was erratic in the past has wide intervals, but does not stay wide to one side.
CANDIDATES = (0.85, 0.8, 0.7, 0.6, 0.45, 0.3, 0.0)
# With fewer trajectories the width itself is too unsure to choose by.
TRAJECTORIES = 400
LOWER, UPPER = 0.1, 0.9
# Up to so many times the published width the usual phi is kept: the rest is chance, and other inputs.
TOLERATED = 1.15


def migration_phi_of(medium: Inputs, marginals: Marginals, *, year: int, width: float, seed: int) -> float:
    """The phi whose 80 % interval of the population is nearest to a published one, 0.90 at the most.

    medium     of the country, not of a city
    year       at whose end the population is compared, best some 25 years from the start
    width      of the published 80 % interval of the population at the end of that year, persons
    Nearest: by the ratio of widths. The same random numbers serve all candidates. Up to 1.15 times the published width phi
    stays 0.90.
    Errors: calibration_year_not_projected, calibration_width_not_positive.
    """
    if year not in medium.years:
        raise DataProblem("calibration_year_not_projected", found=year, low=medium.years[0], high=medium.years[-1])
    if not width > 0:
        raise DataProblem("calibration_width_not_positive", found=width)
    count = year - medium.first_year + 1
    first, intervals = _first_years(medium, count), _first_intervals(marginals, count)

    def ratio(phi: float) -> float:
        drivers = drivers_of(first, intervals, seed=seed, trajectories=TRAJECTORIES, migration_phi=phi)
        *_, last = futures(first, drivers, seed=seed)
        low, high = np.quantile(total(last.after), (LOWER, UPPER))
        return float((high - low) / width)

    if ratio(MIGRATION_PHI) <= TOLERATED:
        return MIGRATION_PHI
    return min(CANDIDATES, key=lambda phi: abs(np.log(ratio(phi))))


def _first_years(medium: Inputs, count: int) -> Inputs:
    rates = {name: getattr(medium, name)[:count] for name in ("mortality", "fertility", "sex_ratio", "migration")}
    return replace(medium, **rates)


def _first_intervals(marginals: Marginals, count: int) -> Marginals:
    return Marginals(marginals.fertility[:count], marginals.expectancy[:, :count], marginals.migration[:count])
