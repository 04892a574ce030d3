"""Multiple imputation: many completed tables, whose differences say how little is known about the gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.impute.columns import Values, deviations_of, means_of
from hub.rooms.monitoring.engine.steps import Table

BOUNDS = ("observed", "limits")
# Added to the diagonal of the standardised cross products, per value: keeps collinear predictors solvable.
RIDGE = 1e-5
# Observed values that a column must have for each predictor of its regression.
VALUES_PER_PREDICTOR = 10


@dataclass(frozen=True, eq=False)
class Multiple:
    """Completed tables.

    draws      (draws, places, nodes) float64  observed cells are equal in all; a column without any value stays empty
    mean       the mean over the draws, as the point value
    deviation  (places, nodes) float64  standard deviation (n - 1) between the draws; 0 where observed, NaN where empty
    """

    draws: Values
    mean: Table
    deviation: Values

    def __post_init__(self) -> None:
        self.draws.setflags(write=False)
        self.deviation.setflags(write=False)


@dataclass(frozen=True, eq=False)
class _Scales:
    """What takes each node to a standard scale and back, and the range of its draws; each (nodes,) float64."""

    mean: Values
    deviation: Values
    low: Values
    high: Values

    def standard(self, values: Values) -> Values:
        return (values - self.mean) / np.where(self.deviation > 0, self.deviation, 1.0)


@dataclass(frozen=True, eq=False)
class _Model:
    """The regression of one column: its position, those of its predictors, its places with and without a value."""

    column: int
    predictors: NDArray[np.intp]
    known: NDArray[np.intp]
    gaps: NDArray[np.intp]

    @property
    def freedom(self) -> int:
        return max(len(self.known) - len(self.predictors) - 1, 1)

    @property
    def normals(self) -> int:
        """Normal numbers that one visit uses: one for each coefficient, one for each gap."""
        return len(self.predictors) + 1 + len(self.gaps)


def impute_multiple(
    table: Table,
    seed: int,
    *,
    draws: int = 20,
    iterations: int = 10,
    predictors: int = 10,
    low: Values | None = None,
    high: Values | None = None,
) -> Multiple:
    """Draw the gaps from Bayesian linear regressions of each column on others, in turn (chained equations).

    predictors  at most so many other columns explain a column: those most correlated with it, one for every ten of
                its observed values
    low, high   (nodes,) range of the draws; NaN or None: the least and greatest observed value of the column

    Columns are visited from the fewest to the most gaps, `iterations` times. Draw d has its own random numbers, so it
    is the same however many are asked for. Gaps: all are filled, but for columns without any value; a column with one
    value, or the same everywhere, gives that value. A place with nothing begins with random values of the columns and
    is kept plausible across columns by the chain. Assumes gaps at random given the predictors. The model is linear
    with normal errors: transform strongly skewed columns first.
    Raises DataProblem: imputation_count_out_of_range, imputation_length_differs.
    Source: Rubin (1987); van Buuren (2018), Flexible Imputation of Missing Data, 3.2 and 4.5 (method "norm").
    """
    for parameter, found, least in (("draws", draws, 2), ("iterations", iterations, 1), ("predictors", predictors, 0)):
        if not least <= found <= 1000:
            raise DataProblem("imputation_count_out_of_range", parameter=parameter, found=found, low=least, high=1000)
    scales = _scales(table, low, high)
    models = _models(table, scales, predictors)
    streams = [
        np.random.Generator(np.random.PCG64(seed_of(seed, "impute", "multiple", str(draw)))) for draw in range(draws)
    ]
    state = _start(table, scales, streams)
    bottom, top = scales.standard(scales.low), scales.standard(scales.high)
    for _ in range(iterations):
        normals = np.stack([stream.standard_normal(sum(model.normals for model in models)) for stream in streams])
        chi = np.stack([stream.chisquare([model.freedom for model in models]) for stream in streams])
        at = 0
        for number, model in enumerate(models):
            drawn = _draw(state, model, normals[:, at : at + model.normals], chi[:, number])
            state[:, model.column, model.gaps] = np.clip(drawn, bottom[model.column], top[model.column])
            at += model.normals
    return _finish(table, scales, state)


def _scales(table: Table, low: Values | None, high: Values | None) -> _Scales:
    gaps = np.isnan(table.values)
    mean = means_of(table.values, gaps, len(gaps) - gaps.sum(axis=0))
    least, most = np.fmin.reduce(table.values, axis=0), np.fmax.reduce(table.values, axis=0)
    for name, limits in (("low", low), ("high", high)):
        if limits is not None and limits.shape != least.shape:
            raise DataProblem("imputation_length_differs", parameter=name, found=limits.size, allowed=least.size)
    return _Scales(
        mean,
        np.where(most > least, deviations_of(table.values), 0.0),
        least if low is None else np.where(np.isnan(low), least, low),
        most if high is None else np.where(np.isnan(high), most, high),
    )


def _models(table: Table, scales: _Scales, predictors: int) -> tuple[_Model, ...]:
    """The columns that have gaps and vary, from the fewest gaps to the most."""
    gaps = np.isnan(table.values)
    strength = np.abs(_correlations(scales.standard(table.values)))
    models = []
    for column in np.flatnonzero(gaps.any(axis=0) & (scales.deviation > 0)):
        known = np.flatnonzero(~gaps[:, column])
        order = np.argsort(-strength[column], kind="stable")
        useful = order[strength[column, order] > 0]
        count = min(predictors, len(known) // VALUES_PER_PREDICTOR)
        models.append(_Model(int(column), useful[:count], known, np.flatnonzero(gaps[:, column])))
    return tuple(sorted(models, key=lambda model: len(model.gaps)))


def _correlations(standard: Values) -> Values:
    """Pearson correlations over the places that have both: (nodes, nodes); 0 on the diagonal and where undefined."""
    known = (~np.isnan(standard)).astype(float)
    values = np.nan_to_num(standard, nan=0.0)
    count = known.T @ known
    both, own = values.T @ values, values.T @ known
    squares = (values * values).T @ known
    spread = count * squares - own * own
    product = spread * spread.T
    defined = (count > 2) & (product > 1e-12 * count**4)
    found: Values = (count * both - own * own.T) / np.sqrt(np.where(defined, product, 1.0))
    found[~defined] = 0.0
    np.fill_diagonal(found, 0.0)
    return found


def _start(table: Table, scales: _Scales, streams: list[np.random.Generator]) -> Values:
    """Standardised values with a random observed value of its column in each gap: (draws, nodes, places)."""
    standard = scales.standard(table.values)
    state = np.repeat(np.ascontiguousarray(standard.T)[None], len(streams), axis=0)
    for column in range(len(table.nodes)):
        own = standard[:, column]
        known, gaps = own[~np.isnan(own)], np.flatnonzero(np.isnan(own))
        if known.size and gaps.size:
            state[:, column, gaps] = np.stack(
                [known[stream.integers(known.size, size=gaps.size)] for stream in streams]
            )
    return state


def _draw(state: Values, model: _Model, normals: Values, chi: Values) -> Values:
    """Draw the coefficients and the residual variance from their posterior, then the gaps: (draws, gaps).

    state    (draws, nodes, places)  standardised
    normals  (draws, model.normals)  for the coefficients, then for the gaps
    chi      (draws,)                chi-square numbers with the model's degrees of freedom
    """
    explaining = np.ones((len(state), len(model.predictors) + 1, state.shape[2]))
    explaining[:, 1:] = state[:, model.predictors]
    seen = explaining[:, :, model.known]
    target = state[0, model.column, model.known]
    gram = seen @ seen.transpose(0, 2, 1)
    diagonal = np.arange(1, gram.shape[1])
    gram[:, diagonal, diagonal] += RIDGE * len(model.known)
    root = np.linalg.cholesky(gram)
    best = np.linalg.solve(gram, (seen @ target)[:, :, None])[:, :, 0]
    residuals = target - (best[:, None] @ seen)[:, 0]
    sigma = np.sqrt((residuals * residuals).sum(axis=1) / chi)[:, None]
    size = gram.shape[1]
    coefficients = best + sigma * np.linalg.solve(root.transpose(0, 2, 1), normals[:, :size, None])[:, :, 0]
    expected = (coefficients[:, None] @ explaining[:, :, model.gaps])[:, 0]
    drawn: Values = expected + sigma * normals[:, size:]
    return drawn


def _finish(table: Table, scales: _Scales, state: Values) -> Multiple:
    gaps = np.isnan(table.values)
    drawn = state.transpose(0, 2, 1) * scales.deviation + scales.mean
    # Constant columns have deviation 0 and so their own value, which declared limits must not move.
    varies = scales.deviation > 0
    drawn = np.where(varies, np.clip(drawn, scales.low, scales.high), drawn)
    draws = np.where(gaps, drawn, table.values)
    mean = np.where(gaps, np.clip(draws.mean(axis=0), draws.min(axis=0), draws.max(axis=0)), table.values)
    deviation = np.where(gaps, draws.std(axis=0, ddof=1), 0.0)
    return Multiple(draws, Table(table.places, table.nodes, mean), deviation)
