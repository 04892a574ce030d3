"""The family of logarithms for skewed columns."""

import math
from collections.abc import Callable, Mapping

import numpy as np

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat.moments import Values
from hub.rooms.monitoring.engine.treat.treatment import Logarithm

# log-ct keeps the smallest value above zero by this share of the range (COINr).
OFFSET_SHARE = 0.01


def log_ct(node: str, low: float, high: float, skewness: float) -> Logarithm:
    """log(x - min + 0.01 (max - min)). Source: COIN Tool; COINr `log_CT`."""
    return Logarithm("log-ct", low, offset=OFFSET_SHARE * (high - low))


def log_ct_orig(node: str, low: float, high: float, skewness: float) -> Logarithm:
    """log(x - min + 1). Source: COIN Tool; COINr `log_CT_orig`."""
    return Logarithm("log-ct-orig", low, offset=1.0)


def log_ct_plus(node: str, low: float, high: float, skewness: float) -> Logarithm:
    """As log-ct where the column leans to the right, else -log(max - x + 0.01 (max - min)). Source: COINr `log_CT_plus`."""
    offset = OFFSET_SHARE * (high - low)
    if skewness > 0:
        return Logarithm("log-ct-plus", low, offset=offset)
    return Logarithm("log-ct-plus", high, -1.0, offset, -1.0)


def log_gii(node: str, low: float, high: float, skewness: float) -> Logarithm:
    """log((f max - 1)(x - min) / (max - min) + 1): stretched to the range from 1 to f max, so that logs start at 0.

    f is 1 where the maximum is above 1, else the least power of ten that brings it above 1: without it the slope is
    negative and the order turns round. Source: Global Innovation Index, technical notes.
    Raises DataProblem("log_gii_maximum_not_positive").
    """
    if high <= 0:
        raise DataProblem("log_gii_maximum_not_positive", node=node, found=high)
    factor = 1.0
    while factor * high <= 1:
        factor *= 10
    return Logarithm("log-gii", low, (factor * high - 1) / (high - low), 1.0)


def log_natural(node: str, low: float, high: float, skewness: float) -> Logarithm:
    """log(x), for columns above zero."""
    return Logarithm("log-natural", 0.0)


# Each is given the node, and the least and greatest value and the skewness of its column.
LOGARITHMS: Mapping[str, Callable[[str, float, float, float], Logarithm]] = {
    "log-ct": log_ct,
    "log-ct-orig": log_ct_orig,
    "log-ct-plus": log_ct_plus,
    "log-gii": log_gii,
    "log-natural": log_natural,
}


def take_log(table: Table, node: str, values: Values, logarithm: Logarithm) -> Values:
    """Logarithms of one column (places,), in the order of the table's places; gaps stay gaps.

    Raises DataProblem("log_not_positive") naming the first cell that has none.
    """
    arguments = (values - logarithm.origin) * logarithm.slope + logarithm.offset
    refuse_not_positive(table, node, arguments, "log_not_positive")
    # math.log and not numpy's: the vector version differs in the last bit between processors.
    logs = np.fromiter(map(math.log, arguments.tolist()), float, len(arguments))
    logs *= logarithm.sign
    return logs


def refuse_not_positive(table: Table, node: str, arguments: Values, code: str) -> None:
    """Refuse the first cell whose argument has no logarithm."""
    wrong = np.flatnonzero(arguments <= 0)
    if wrong.size:
        found = float(table.column(node)[wrong[0]])
        raise DataProblem(code, node=node, place=table.places[wrong[0]], found=found)
