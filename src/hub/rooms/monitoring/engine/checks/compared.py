"""Rules that compare a value with others: with the place's own history, with the other places, with the parts of a sum."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.checks.cells import Cells, Grid, grid_of
from hub.rooms.monitoring.engine.checks.expectations import Expectations, Sum
from hub.rooms.monitoring.engine.checks.findings import Hits, Told
from hub.rooms.monitoring.engine.checks.robust import MAD_SCALE, robust_z, row_medians, spread_of
from hub.rooms.monitoring.engine.framework import Node

# Robust z at which a change or a value is worth a question: rare even in distributions with heavy tails.
JUMP_LIMIT = 8.0
PEER_LIMIT = 8.0
# A place's own changes are few, so their spread is rough: further out, and unusual among all changes as well.
OWN_LIMIT = 15.0
UNUSUAL = 3.0
# Under this many, the median absolute deviation says little.
FEWEST_CHANGES = 30
FEWEST_PEERS = 20
FEWEST_OWN = 7


def jumps(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Changes from one period to the next that no other change of this indicator comes near."""
    changes = grid.changes
    if len(changes.size) < FEWEST_CHANGES:
        return
    score = np.abs(robust_z(changes.size))
    striking = _striking(score, JUMP_LIMIT)
    if striking.size:
        before = changes.before[striking]
        usual = before + float(np.median(changes.size))
        reach = JUMP_LIMIT * spread_of(changes.size)
        positions = grid.positions[changes.rows[striking], changes.columns[striking]]
        told = {"before": before, "z": score[striking]}
        yield Hits("value_jumps", positions, usual - reach, usual + reach, told=told)


def breaks_history(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Changes far from all other changes of the same place, where it has enough of them; jumps are not said twice."""
    changes = grid.changes
    if grid.values.shape[1] <= FEWEST_OWN or not changes.size.size:
        return
    own = np.full(grid.values.shape, np.nan)
    own[changes.rows, changes.columns] = changes.size
    centre = row_medians(own)
    spread = MAD_SCALE * row_medians(np.abs(own - centre[:, None]))
    enough = (np.count_nonzero(~np.isnan(own), axis=1) >= FEWEST_OWN) & (spread > 0)
    score = np.abs(own - centre[:, None]) / np.where(enough, spread, np.nan)[:, None]
    score = score[changes.rows, changes.columns]
    score[~_is_unusual(changes.size)] = 0
    striking = _striking(score, OWN_LIMIT)
    if striking.size:
        rows, before = changes.rows[striking], changes.before[striking]
        usual, reach = before + centre[rows], OWN_LIMIT * spread[rows]
        positions = grid.positions[rows, changes.columns[striking]]
        told = {"before": before, "z": score[striking]}
        yield Hits("value_breaks_history", positions, usual - reach, usual + reach, told=told)


def _is_unusual(sizes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a change stands out among those of all places, but not so far that it is a jump already; where these
    are too few or too equal to tell, every change does.
    """
    if len(sizes) < FEWEST_CHANGES or spread_of(sizes) == 0:
        return np.ones(len(sizes), bool)
    score = np.abs(robust_z(sizes))
    unusual: NDArray[np.bool_] = (score > UNUSUAL) & (score <= JUMP_LIMIT)
    return unusual


def far_from_peers(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """Values of the newest period far from the median of all places in it."""
    yield from _far(grid, grid.newest, "value_far_from_peers", "")


def far_from_group(grid: Grid, expectations: Expectations) -> Iterator[Hits]:
    """The same inside each declared group of places."""
    if not expectations.groups:
        return
    group_of = [expectations.groups.get(place, "") for place in grid.cells.places]
    groups = np.array(group_of)[grid.cells.place[grid.newest]]
    for group in sorted(set(group_of) - {""}):
        yield from _far(grid, grid.newest[groups == group], "value_far_from_group", group)


def _far(grid: Grid, positions: NDArray[np.intp], code: str, group: str) -> Iterator[Hits]:
    if len(positions) < FEWEST_PEERS:
        return
    values = grid.cells.value[positions]
    score = np.abs(robust_z(values))
    striking = _striking(score, PEER_LIMIT)
    if striking.size:
        centre, reach, count = float(np.median(values)), PEER_LIMIT * spread_of(values), len(striking)
        told = {"median": np.full(count, centre), "z": score[striking]}
        if group:
            told["group"] = np.full(count, group)
        low, high = np.full(count, centre - reach), np.full(count, centre + reach)
        yield Hits(code, positions[striking], low, high, told=told)


def _striking(score: NDArray[np.float64], limit: float) -> NDArray[np.intp]:
    """Positions above a limit, the largest first; equals in their order."""
    above = np.flatnonzero(score > limit)
    return above[np.argsort(-score[above], kind="stable")]


def sum_differs(cells: Cells, declared: Sum, nodes: dict[str, Node]) -> Iterator[Hits]:
    """Totals that differ from the sum of their parts, for places and periods where all of them have a value."""
    if not {declared.total, *declared.parts} <= set(cells.indicators):
        return
    total = grid_of(cells, nodes[declared.total])
    added = np.zeros(total.values.shape)
    for part in declared.parts:
        added = added + grid_of(cells, nodes[part]).values
    reach = declared.tolerance * np.abs(added)
    beyond = np.abs(total.values - added) - reach
    striking = _striking(beyond.reshape(-1), 0.0)
    if striking.size:
        sums, reaches = added.reshape(-1)[striking], reach.reshape(-1)[striking]
        told: Told = {"sum": sums, "parts": [", ".join(declared.parts)] * len(striking)}
        positions = total.positions.reshape(-1)[striking]
        yield Hits("sum_differs", positions, sums - reaches, sums + reaches, told=told)
