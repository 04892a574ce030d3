"""Hold-out error: hide values that are known, impute them, and see how far off each method is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.impute.columns import Values, deviations_of
from hub.rooms.monitoring.engine.impute.turns import Attempt, Background, impute_in_turn
from hub.rooms.monitoring.engine.steps import Table

# A column must keep so many values when some are hidden.
VALUES_KEPT = 2


@dataclass(frozen=True, eq=False)
class HoldOut:
    """How far off each method was on cells whose value is known.

    rmse     (methods, nodes)  root mean square error over the column's standard deviation (n - 1); 1 is no better than
                               the mean, 0 is exact; NaN where nothing was filled or the column does not vary
    mae      (methods, nodes)  mean absolute error, in the unit of the column
    bias     (methods, nodes)  mean of imputed minus true value, in the unit of the column
    filled   (methods, nodes)  hidden cells that the method filled, over all repeats; the errors are those of these
    left     (methods, nodes)  hidden cells that it left empty
    overall_rmse, overall_mae, overall_bias  (methods,)  over all filled cells, errors over their column's deviation
    common_rmse                (methods,)  the same over the cells that every method filled: the fair comparison
    common                     number of those cells
    """

    methods: tuple[str, ...]
    nodes: tuple[str, ...]
    rmse: Values
    mae: Values
    bias: Values
    filled: NDArray[np.int64]
    left: NDArray[np.int64]
    overall_rmse: Values
    overall_mae: Values
    overall_bias: Values
    common_rmse: Values
    common: int


@dataclass(frozen=True, eq=False)
class _Trial:
    """Hidden cells of one or more repeats, one after the other.

    column     (cells,)          position of the node
    deviation  (cells,)          of that column; NaN where it does not vary
    errors     (methods, cells)  imputed minus true value; NaN where the method left the cell empty
    """

    column: NDArray[np.intp]
    deviation: Values
    errors: Values


def hold_out(
    table: Table,
    methods: Mapping[str, Sequence[Attempt]],
    seed: int,
    *,
    background: Background | None = None,
    share: float = 0.1,
    repeats: int = 20,
) -> HoldOut:
    """Hide a share of the observed cells of every column at random, impute, compare; the same cells for every method.

    methods  name -> the attempts in turn that are tried under it
    share    of a column's observed values, above 0 and up to 0.5; at least one, and two values are always kept
    Hidden cells depend on the seed, the repeat and the codes of node and places, not on the order of the table. They
    are missing completely at random, which real gaps need not be: the error of those may be larger.
    Gaps of the table stay hidden and are not judged. Raises DataProblem: hold_out_empty, imputation_empty,
    share_out_of_range, imputation_count_out_of_range, and what the methods raise.
    Source: OECD/JRC Handbook (2008), step 3.
    """
    _check(methods, share, repeats)
    deviation = deviations_of(table.values)
    found = []
    for repeat in range(repeats):
        hidden = _hidden(table, share, seed=seed, repeat=repeat)
        masked = Table(table.places, table.nodes, np.where(hidden, np.nan, table.values))
        filled = [impute_in_turn(masked, attempts, background).step.table for attempts in methods.values()]
        errors = np.stack([one.values[hidden] - table.values[hidden] for one in filled])
        column = np.nonzero(hidden)[1]
        found.append(_Trial(column, np.where(deviation > 0, deviation, np.nan)[column], errors))
    trial = _Trial(
        np.concatenate([one.column for one in found]),
        np.concatenate([one.deviation for one in found]),
        np.concatenate([one.errors for one in found], axis=1),
    )
    if not trial.column.size:
        raise DataProblem("hold_out_empty", allowed=VALUES_KEPT + 1)
    return _summary(table.nodes, tuple(methods), trial)


def _check(methods: Mapping[str, Sequence[Attempt]], share: float, repeats: int) -> None:
    if not methods:
        raise DataProblem("imputation_empty", allowed="-")
    if not 0 < share <= 0.5:
        raise DataProblem("share_out_of_range", step="impute", parameter="share", found=share, low=0, high=0.5)
    if not 1 <= repeats <= 10_000:
        raise DataProblem("imputation_count_out_of_range", parameter="repeats", found=repeats, low=1, high=10_000)


def _hidden(table: Table, share: float, *, seed: int, repeat: int) -> NDArray[np.bool_]:
    hidden = np.zeros(table.values.shape, bool)
    by_code = np.array(sorted(range(len(table.places)), key=lambda row: table.places[row]), np.intp)
    for column, node in enumerate(table.nodes):
        known = by_code[~np.isnan(table.values[by_code, column])]
        count = min(max(round(share * known.size), 1), known.size - VALUES_KEPT)
        if count > 0:
            stream = np.random.Generator(np.random.PCG64(seed_of(seed, "hold-out", str(repeat), node)))
            hidden[stream.choice(known, count, replace=False), column] = True
    return hidden


def _summary(nodes: tuple[str, ...], methods: tuple[str, ...], trial: _Trial) -> HoldOut:
    filled = ~np.isnan(trial.errors)
    counts = _by_column(filled.astype(float), trial, len(nodes))
    errors = np.where(filled, trial.errors, 0.0)
    standard = np.where(filled, trial.errors / trial.deviation, np.nan)
    common = ~np.isnan(standard).any(axis=0)
    with np.errstate(invalid="ignore"):
        mae = _by_column(np.abs(errors), trial, len(nodes)) / counts
        bias = _by_column(errors, trial, len(nodes)) / counts
        rmse = np.sqrt(_by_column(np.nan_to_num(standard) ** 2, trial, len(nodes)) / counts)
    varies = np.bincount(trial.column, ~np.isnan(trial.deviation), len(nodes)) > 0
    return HoldOut(
        methods=methods,
        nodes=nodes,
        rmse=np.where(varies, rmse, np.nan),
        mae=mae,
        bias=bias,
        filled=counts.astype(np.int64),
        left=_by_column((~filled).astype(float), trial, len(nodes)).astype(np.int64),
        overall_rmse=np.sqrt(_overall(standard**2)),
        overall_mae=_overall(np.abs(standard)),
        overall_bias=_overall(standard),
        common_rmse=np.sqrt(_overall(standard[:, common] ** 2)),
        common=int(common.sum()),
    )


def _by_column(values: Values, trial: _Trial, nodes: int) -> Values:
    """Sums by node: (methods, cells) -> (methods, nodes)."""
    return np.stack([np.bincount(trial.column, own, nodes) for own in values])


def _overall(values: Values) -> Values:
    """Mean of each row over what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)
