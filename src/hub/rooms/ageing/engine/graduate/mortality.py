"""Death rates by single year of age from an abridged life table.

Source of the method: cubic spline of log rates with the knots moved until the table closes, measured against the single
ages of World Population Prospects 2024; life-table relations: Preston, Heuveline & Guillot (2001), ch. 3.
"""

import math

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import ABRIDGED_STARTS, AGES, OPEN_AGE, Array
from hub.rooms.ageing.engine.life_table import life_table

PASSES = 12
# Rates that jump from group to group (very small countries) throw a cubic spline off: these tables take a monotone curve.
CLOSED_WITHIN = 1e-6
SCALINGS = 3
# Between 1e-11 and 1.8 deaths per person-year a table can always be made.
HIGHEST_RATE = 1.8
LOWEST_LOG, HIGHEST_LOG = -25.0, math.log(HIGHEST_RATE)
# Below this age the axis is compressed: rates fall there by powers of ten within a few years.
COMPRESSED_BELOW = 15.0
INFANT_MIDDLE, OPEN_MIDDLE = 0.5, OPEN_AGE + 2.0
STARTS = np.array(ABRIDGED_STARTS, float)
CLOSED_GROUPS = len(ABRIDGED_STARTS) - 1


def abridged_mortality(mortality: Array) -> Array:
    """Death rates of the abridged groups 0, 1-4, 5-9 … 95-99, 100+ in the life table of single ages.

    mortality  (..., sex, age)    deaths per person-year
    returns    (..., sex, group)  deaths over person-years of the table, so that both tables have the same survivors
    """
    table = life_table(mortality)
    deaths = np.add.reduceat(table.living * table.dying, list(ABRIDGED_STARTS), axis=-1)
    years = np.add.reduceat(table.years, list(ABRIDGED_STARTS), axis=-1)
    rates: Array = deaths / years
    return rates


def single_age_mortality(abridged: Array) -> Array:
    """Death rates by single year of age whose abridged table is the given one.

    abridged  (..., sex, 22)   deaths per person-year at 0, 1-4, 5-9 … 95-99, 100+, all above 0
    returns   (..., sex, 101)  rates of age 0 and 100+ as given; between them a cubic spline of log rates over the middles
              of the groups, whose knots are moved in 12 passes until the abridged table is met; where rates jump so much
              that they are not met to a millionth, a monotone cubic (PCHIP) instead, for both sexes of that table
    Raises `abridged_shape_differs`, `death_rates_not_positive`, `death_rates_too_high` (above 1.8). Gaps: none allowed.
    """
    if abridged.shape[-1] != len(ABRIDGED_STARTS):
        raise DataProblem("abridged_shape_differs", found=abridged.shape[-1], allowed=len(ABRIDGED_STARTS))
    if not (abridged > 0).all():
        raise DataProblem("death_rates_not_positive", found=float(np.min(abridged)))
    if abridged.max() > HIGHEST_RATE:
        raise DataProblem("death_rates_too_high", found=float(abridged.max()), allowed=HIGHEST_RATE)
    rates = _closed(abridged, CubicSpline)
    open_tables = np.abs(np.log(abridged_mortality(rates) / abridged)).max(axis=(-1, -2)) > CLOSED_WITHIN
    if open_tables.any():
        rates[open_tables] = _closed(abridged[open_tables], PchipInterpolator)
    return _scaled(rates, abridged)


def _closed(abridged: Array, curve: type[CubicSpline | PchipInterpolator]) -> Array:
    """Single ages on a curve whose knots were moved until the abridged table is met, or nearly."""
    knots = np.log(abridged)
    for _ in range(PASSES):
        met = abridged_mortality(_through(knots, abridged, curve))
        knots[..., 1:-1] += np.log(abridged[..., 1:-1] / met[..., 1:-1])
    return _through(knots, abridged, curve)


def _scaled(rates: Array, abridged: Array) -> Array:
    """What is still open closed by one factor a group."""
    widths = np.diff([*ABRIDGED_STARTS, AGES])
    for _ in range(SCALINGS):
        rates = rates * np.repeat(abridged / abridged_mortality(rates), widths, axis=-1)
    return rates


def _through(knots: Array, abridged: Array, curve: type[CubicSpline | PchipInterpolator]) -> Array:
    """Single ages on the curve through the knots; first and open age as given."""
    edges = np.append(STARTS[1:CLOSED_GROUPS], float(OPEN_AGE))
    middles = np.concatenate([[INFANT_MIDDLE], (edges[:-1] + edges[1:]) / 2, [OPEN_MIDDLE]])
    logs = curve(_axis(middles), knots, axis=-1)(_axis(np.arange(AGES, dtype=float) + 0.5))
    rates: Array = np.exp(np.clip(logs, LOWEST_LOG, HIGHEST_LOG))
    rates[..., 0] = abridged[..., 0]
    rates[..., -1] = abridged[..., -1]
    return rates


def _axis(age: Array) -> Array:
    """Ages on the axis of the spline: logarithmic below 15, with the same slope there as above."""
    child = COMPRESSED_BELOW * (1 + np.log(np.minimum(age, COMPRESSED_BELOW) / COMPRESSED_BELOW))
    return np.where(age < COMPRESSED_BELOW, child, age)
