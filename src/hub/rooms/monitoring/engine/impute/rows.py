"""Fill from the same place: how well it does elsewhere says where it stands on the scale of the missing indicator."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute.columns import Values, means_of, medians_of
from hub.rooms.monitoring.engine.steps import Table

ROW_METHODS = ("row-mean", "row-median")


def fill_rows(
    table: Table, method: str, *, directions: Sequence[int] | None, blocks: Sequence[str] | None = None
) -> Values:
    """Give a gap the mean or median of the place's other values, all brought to 0 to 1, and scale it back.

    directions  +1 more is better, -1 less is better, for every node of the table
    blocks      code of the node within which to look, for every node of the table; None: all nodes are one block
    returns     (places, nodes), a new array

    Each column is multiplied by its direction and scaled by its least and greatest value. A column with one value
    takes no part in the means and gives its gaps that value. A place without a value in the block, and a column
    without any, stay gaps. Raises DataProblem: method_unknown, imputation_input_missing, imputation_length_differs,
    direction_unknown. Source: COINr `Impute(impute_by = "row")`.
    """
    if method not in ROW_METHODS:
        raise DataProblem("method_unknown", step="impute", found=method, allowed=", ".join(ROW_METHODS))
    signs = _signs(table, method, directions)
    if blocks is not None and len(blocks) != len(table.nodes):
        raise DataProblem("imputation_length_differs", parameter="blocks", found=len(blocks), allowed=len(table.nodes))
    turned = table.values * signs
    least = np.fmin.reduce(turned, axis=0)
    spread = np.fmax.reduce(turned, axis=0) - least
    scaled = (turned - least) / np.where(spread > 0, spread, np.nan)
    standing = np.full(scaled.shape, np.nan)
    for columns in _blocks(table, blocks):
        standing[:, columns] = _middles(scaled[:, columns], method)[:, None]
    return np.where(np.isnan(table.values), (standing * spread + least) * signs, table.values)


def _signs(table: Table, method: str, directions: Sequence[int] | None) -> Values:
    if directions is None:
        raise DataProblem("imputation_input_missing", method=method, parameter="directions")
    if len(directions) != len(table.nodes):
        raise DataProblem(
            "imputation_length_differs", parameter="directions", found=len(directions), allowed=len(table.nodes)
        )
    for node, direction in zip(table.nodes, directions, strict=True):
        if direction not in (1, -1):
            raise DataProblem("direction_unknown", node=node, found=direction)
    return np.array(directions, float)


def _blocks(table: Table, blocks: Sequence[str] | None) -> list[NDArray[np.intp]]:
    if blocks is None:
        return [np.arange(len(table.nodes))]
    return [np.array([at for at, own in enumerate(blocks) if own == block]) for block in sorted(set(blocks))]


def _middles(scaled: Values, method: str) -> Values:
    """Mean or median of every row: the columns of the table turned on its side."""
    turned = np.ascontiguousarray(scaled.T)
    gaps = np.isnan(turned)
    known = len(turned) - gaps.sum(axis=0)
    return medians_of(turned, known) if method == "row-median" else means_of(turned, gaps, known)
