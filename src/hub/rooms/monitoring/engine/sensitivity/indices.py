"""What a sensitivity analysis is asked about and what it answers, whichever way it was done."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.places import Reason

Matrix = NDArray[np.float64]

# An output whose range is less than this share of its largest magnitude differs by rounding only.
ROUNDING = 1e-12
# How far probabilities may be from summing to 1.
PROBABILITY_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Factor:
    """One uncertain choice with a list of alternatives.

    levels         how many alternatives, 1 or more
    probabilities  one above 0 for each alternative, summing to 1; none given means all alike
    """

    code: str
    levels: int
    probabilities: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.levels < 1:
            raise DataProblem("sensitivity_levels_too_few", factor=self.code, found=self.levels, allowed=1)
        if self.probabilities and len(self.probabilities) != self.levels:
            raise DataProblem(
                "sensitivity_probabilities_count",
                factor=self.code,
                found=len(self.probabilities),
                allowed=self.levels,
            )
        if self.probabilities:
            check_probabilities(self.probabilities, self.code)

    @property
    def shares(self) -> Matrix:
        """(levels,) probability of each alternative."""
        return np.array(self.probabilities or [1 / self.levels] * self.levels)


@dataclass(frozen=True, eq=False)
class Bounds:
    """Where an index lies with probability `coverage`, as far as the sample can tell; each (factors, outputs)."""

    coverage: float
    resamples: int
    first_low: Matrix
    first_high: Matrix
    total_low: Matrix
    total_high: Matrix

    def __post_init__(self) -> None:
        for one in (self.first_low, self.first_high, self.total_low, self.total_high):
            one.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Indices:
    """Shares of the variance of every output that go back to every factor.

    first     (factors, outputs)  Si: what the factor explains alone, Var E[y | x_i] / Var y
    total     (factors, outputs)  STi: what is left when all others are known, E Var[y | x_~i] / Var y
    shapley   (factors, outputs)  shares that sum to 1, also for dependent factors; None where not worked out
    variance  (outputs,)          unit of the output, squared
    mean      (outputs,)          unit of the output
    bounds    of first and total; None where the indices are exact
    runs      rows of y that were used
    method    enumerated, grouped or sampled
    reasons   output -> why it has no indices (NaN), or no bounds
    """

    factors: tuple[str, ...]
    outputs: tuple[str, ...]
    first: Matrix
    total: Matrix
    shapley: Matrix | None
    variance: Matrix
    mean: Matrix
    bounds: Bounds | None
    runs: int
    method: str
    reasons: Mapping[str, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in (self.first, self.total, self.variance, self.mean, self.shapley):
            if one is not None:
                one.setflags(write=False)


def indices_mapping(indices: Indices) -> dict[str, Any]:
    """The indices as plain JSON types, one entry an output; a gap is None and has a reason."""
    bounds = indices.bounds
    return {
        "method": indices.method,
        "runs": indices.runs,
        "coverage": bounds.coverage if bounds else None,
        "resamples": bounds.resamples if bounds else None,
        "factors": list(indices.factors),
        "outputs": [_output_mapping(indices, column) for column in range(len(indices.outputs))],
    }


def _output_mapping(indices: Indices, column: int) -> dict[str, Any]:
    tables = {"first": indices.first, "total": indices.total}
    if indices.shapley is not None:
        tables["shapley"] = indices.shapley
    if indices.bounds is not None:
        for name in ("first_low", "first_high", "total_low", "total_high"):
            tables[name] = getattr(indices.bounds, name)
    reason = indices.reasons.get(indices.outputs[column])
    return {
        "output": indices.outputs[column],
        "mean": _number(indices.mean[column]),
        "variance": _number(indices.variance[column]),
        "reason": {"code": reason.code, **reason.parameters} if reason else None,
        "factors": [
            {"factor": code, **{name: _number(table[row, column]) for name, table in tables.items()}}
            for row, code in enumerate(indices.factors)
        ],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def check_probabilities(probabilities: Sequence[float], where: str) -> None:
    """Above 0 and summing to 1, or DataProblem naming the factor or table."""
    for at, found in enumerate(probabilities):
        if not found > 0:
            raise DataProblem("sensitivity_probability_not_positive", factor=where, level=at + 1, found=found)
    total = math.fsum(probabilities)
    if not abs(total - 1) <= PROBABILITY_SLACK:
        raise DataProblem("sensitivity_probabilities_sum", factor=where, found=total, allowed=1)


def check_names(names: Sequence[str], kind: str) -> None:
    """At least one name and none twice; kind is `factor` or `output`."""
    if not names:
        raise DataProblem("sensitivity_names_absent", kind=kind)
    for at, name in enumerate(names):
        if name in names[:at]:
            raise DataProblem("sensitivity_name_repeated", kind=kind, found=name)


def output_table(y: NDArray[Any], outputs: Sequence[str], runs: int) -> Matrix:
    """`y` as C-ordered float64 (runs, outputs or 2); DataProblem where its shape is another or a value is infinite.

    A single output is written twice: the sum of one lone column is not taken row by row, and its last bit would then
    depend on the processor. `drop_copy` takes the copy away again.
    """
    check_names(outputs, "output")
    values = np.array(y, dtype=np.float64, order="C")
    if values.shape != (runs, len(outputs)):
        raise DataProblem("sensitivity_shape_wrong", found=values.shape, allowed=(runs, len(outputs)))
    infinite = np.argwhere(np.isinf(values))
    if infinite.size:
        row, column = infinite[0]
        raise DataProblem(
            "sensitivity_value_infinite", output=outputs[column], run=int(row) + 1, found=float(values[row, column])
        )
    return np.repeat(values, 2, axis=1) if len(outputs) == 1 else values


def drop_copy(table: Matrix, outputs: Sequence[str]) -> Matrix:
    """(..., outputs): without the second copy of a single output."""
    return np.ascontiguousarray(table[..., : len(outputs)])


def output_reasons(values: Matrix, outputs: Sequence[str]) -> dict[str, Reason]:
    """Why an output has no indices: it is a gap in some run, or the same in all of them."""
    missing = np.isnan(values).sum(axis=0)
    least, most = values.min(axis=0), values.max(axis=0)
    constant = most - least <= ROUNDING * np.maximum(np.abs(least), np.abs(most))
    reasons = {}
    for column, output in enumerate(outputs):
        if missing[column]:
            reasons[output] = Reason("output_incomplete", {"missing": int(missing[column]), "of": len(values)})
        elif constant[column]:
            reasons[output] = Reason("output_constant", {"found": float(values[0, column]), "of": len(values)})
    return reasons


def unit_variance(variance: Matrix, outputs: Sequence[str], reasons: Mapping[str, Reason]) -> Matrix:
    """What to divide by: the variance, NaN for an output without indices, so that nothing is divided by zero."""
    lacking = np.array([output in reasons for output in outputs])
    return np.where(np.resize(lacking, variance.shape), np.nan, variance)
