"""Box-Cox: the power of a column that makes it most like a normal distribution."""

import math

import numpy as np
from scipy.optimize import minimize_scalar

from hub.rooms.monitoring.engine.treat.moments import Values

# Powers are looked for in this range and given to so many digits, so that no processor's last bit shows.
LOWEST, HIGHEST = -2.0, 2.0
DIGITS = 4
# The exponential of more does not fit into a float64.
LARGEST = 709.0
_GRID = np.linspace(LOWEST, HIGHEST, 33)


def likeliest_power(logs: Values) -> float:
    """The power from -2 to 2 with the greatest profile likelihood for a column given by its logarithms (n,), without gaps.

    -n/2 log var(y) + (power - 1) sum(log x), maximised on a grid of eighths, then between the neighbours of the best.
    Source: Box & Cox (1964), section 3.
    """
    # Divided by its geometric mean, the column has the same likeliest power and the second term is zero.
    centred = logs - logs.mean()
    coarse = [_spread(power, centred) for power in _GRID.tolist()]
    best = int(np.argmin(coarse))
    ends = (_GRID[max(best - 1, 0)], _GRID[min(best + 1, len(_GRID) - 1)])
    found = minimize_scalar(_spread, bounds=ends, args=(centred,), method="bounded", options={"xatol": 1e-7})
    # Zero is added so that a rounded -0.0 is 0.0.
    return round(float(found.x), DIGITS) + 0.0


def box_cox(logs: Values, power: float) -> Values:
    """(x ** power - 1) / power from logarithms (n,); the logarithms themselves where power is 0.

    Gaps stay gaps; what is too large for a number is infinite.
    """
    if power == 0:
        return logs
    return np.array([_expm1(power * one) / power for one in logs.tolist()])


def _expm1(number: float) -> float:
    return math.inf if number > LARGEST else math.expm1(number)


def _spread(power: float, centred: Values) -> float:
    """Logarithm of the variance of the transformed column: the less, the likelier."""
    with np.errstate(over="ignore", invalid="ignore"):
        moved = np.expm1(power * centred) / power if power else centred
        spread = float(np.log(np.mean(np.square(moved - moved.mean()))))
    return spread if math.isfinite(spread) else math.inf
