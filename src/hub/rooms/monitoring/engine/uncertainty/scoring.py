"""Scores of many replications at once: one matrix product a node, then sums up the tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.uncertainty.branches import Branch
from hub.rooms.monitoring.engine.uncertainty.design import Block
from hub.rooms.monitoring.engine.uncertainty.model import Matrix, Model
from hub.rooms.monitoring.engine.uncertainty.noise import noisy_tables

Scores = NDArray[np.float64]
# Scores that are worked on at a time, in cells: what fits the cache of one core.
CELLS_AT_ONCE = 1 << 18
# The same for noisy tables, of which every replication has its own.
NOISY_CELLS_AT_ONCE = 1 << 18


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores of replications of a block that share one table and one set of means.

    rows    positions of these replications in the block
    scores  node position -> (replications, places); NaN where a place has none
    """

    rows: NDArray[np.intp]
    scores: dict[int, Scores]


@dataclass(frozen=True, eq=False)
class _Leaves:
    """A node's indicators, ready to be summed: on the scale of its mean, gaps as 0.

    values  (indicators, places), or (replications, indicators, places)
    mask    the same shape; None where every cell counts in full
    """

    values: Scores
    mask: Scores | None


@dataclass(frozen=True, eq=False)
class Prepared:
    """A table with one set of means, ready for many sets of weights.

    known     node position -> (places,) whether enough of its children have a value
    complete  node position -> whether that holds for every place
    whole     (indicators, places) all leaves on one scale; None unless the whole tree has one mean and no gap
    """

    powers: NDArray[np.float64]
    leaves: dict[int, _Leaves]
    known: dict[int, NDArray[np.bool_]]
    complete: dict[int, bool]
    whole: Scores | None


@dataclass
class Scorer:
    """Scores blocks of one model; what does not depend on the weights is worked out once."""

    model: Model
    _prepared: dict[int, Prepared] = field(default_factory=dict)

    def parts(self, block: Block, nodes: tuple[int, ...]) -> Iterator[Scored]:
        """Score a block, replications with the same table and means together; only `nodes` are kept."""
        means = len(self.model.powers)
        keys = block.tables * means + block.aggregations
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
        for rows in np.split(order, starts[1:]):
            table, aggregation = divmod(int(keys[rows[0]]), means)
            noisy = block.noise and bool(self.model.noisy)
            for some in _pieces(rows, self._at_once(noisy)):
                ready = (
                    prepare(
                        self.model,
                        noisy_tables(self.model, table, block.generator, count=len(some)),
                        self.model.powers[aggregation],
                    )
                    if noisy
                    else self._ready(table, aggregation)
                )
                yield Scored(some, score_tree(self.model, ready, block.weights[some], nodes))

    def _at_once(self, noisy: bool) -> int:
        places = len(self.model.places)
        if noisy:
            return max(NOISY_CELLS_AT_ONCE // (places * len(self.model.branches.columns)), 1)
        return max(CELLS_AT_ONCE // places, 1)

    def _ready(self, table: int, aggregation: int) -> Prepared:
        key = table * len(self.model.powers) + aggregation
        if key not in self._prepared:
            self._prepared[key] = prepare(self.model, self.model.matrices[table], self.model.powers[aggregation])
        return self._prepared[key]


def _pieces(rows: NDArray[np.intp], size: int) -> list[NDArray[np.intp]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def prepare(model: Model, matrix: Matrix, powers: NDArray[np.float64]) -> Prepared:
    """Bring a table to the scales of its means and find out where enough is known.

    powers  (nodes,) power of every node's mean: 1 arithmetic, 0 geometric, -1 harmonic
    """
    leaves: dict[int, _Leaves] = {}
    known: dict[int, NDArray[np.bool_]] = {}
    complete: dict[int, bool] = {}
    for branch in model.branches.order:
        own = matrix.known[branch.leaves]
        leaves[branch.at] = _leaves(model, matrix, branch, power=float(powers[branch.at]))
        count = own.sum(axis=0) + sum(known[child].astype(int) for child in branch.below)
        known[branch.at] = (count >= 1) & (count >= branch.threshold * len(branch.children))
        complete[branch.at] = bool(known[branch.at].all())
    return Prepared(powers, leaves, known, complete, _whole(model, matrix, powers, leaves, complete))


def _whole(
    model: Model,
    matrix: Matrix,
    powers: NDArray[np.float64],
    leaves: dict[int, _Leaves],
    complete: dict[int, bool],
) -> Scores | None:
    computed = [branch.at for branch in model.branches.order]
    one_mean = len(set(powers[computed].tolist())) == 1
    if not one_mean or not all(complete.values()) or any(own.mask is not None for own in leaves.values()):
        return None
    return _forward(matrix.values, float(powers[model.branches.root]))


def _leaves(model: Model, matrix: Matrix, branch: Branch, *, power: float) -> _Leaves:
    values = _forward(matrix.values[..., branch.leaves, :], power)
    known = matrix.known[branch.leaves]
    own = model.own.get(branch.at)
    if own is not None:
        mask = known * own[: len(branch.leaves)]
    elif known.all():
        return _Leaves(values, None)
    else:
        mask = known.astype(float)
    return _Leaves(np.where(known, values, 0.0) * mask, mask)


def score_tree(
    model: Model, ready: Prepared, weights: NDArray[np.float64], nodes: tuple[int, ...]
) -> dict[int, Scores]:
    """Scores of `nodes`, from the bottom of the tree up.

    weights  (replications, nodes)
    returns  node position -> (replications, places); NaN where a place has none
    """
    if ready.whole is not None and nodes == (model.branches.root,):
        return {nodes[0]: _back(_summed(ready.whole, _effective(model, weights)), float(ready.powers[nodes[0]]))}
    turned: dict[int, Scores] = {}
    some_weigh_nothing = not bool((weights > 0).all())
    for branch in model.branches.order:
        power = float(ready.powers[branch.at])
        total, weight = _of_leaves(model, ready.leaves[branch.at], branch, weights)
        for number, child in enumerate(branch.below, start=len(branch.leaves)):
            own = _weight_of(model, branch, number, child, weights)
            term = _turned(turned[child], float(ready.powers[child]), power)
            if some_weigh_nothing:
                # Where all that a place has below the child weighs nothing, the child is a gap for it.
                own = np.where(np.isnan(term), 0.0, own)
            total, weight = _added(total, weight, term, own, known=ready.known[child])
        with np.errstate(divide="ignore", invalid="ignore"):
            total /= weight
        if branch.at in model.own:
            # Multipliers, as benefit of the doubt gives them, keep their sum; shares sum to 1.
            total *= model.own[branch.at].sum(axis=0)
        if not ready.complete[branch.at]:
            total[:, ~ready.known[branch.at]] = np.nan
        turned[branch.at] = total
    return {node: _back(turned[node], float(ready.powers[node])) for node in nodes}


def _turned(values: Scores, power: float, wanted: float) -> Scores:
    """From the scale of one mean to that of another; the very same array where they are alike."""
    return values if power == wanted else _forward(_back(values, power), wanted)


def _of_leaves(model: Model, leaves: _Leaves, branch: Branch, weights: NDArray[np.float64]) -> tuple[Scores, Scores]:
    """Weighted sums, and sums of weights: (replications, places), or (replications, 1) where nothing is missing."""
    own = np.ascontiguousarray(weights[:, model.branches.columns[branch.leaves]])
    total = _summed(leaves.values, own)
    return total, own.sum(axis=1, keepdims=True) if leaves.mask is None else own @ leaves.mask


def _summed(values: Scores, weights: NDArray[np.float64]) -> Scores:
    """(replications, places) weighted sums over the indicators of one table, or of a table for each replication."""
    if values.ndim == 2:
        total: Scores = weights @ values
        return total
    return np.matmul(weights[:, None, :], values)[:, 0]


def _effective(model: Model, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(replications, indicators) share of every indicator in the index: the product of the shares on its way up."""
    shares = np.ones_like(weights)
    for branch in reversed(model.branches.order):
        own = weights[:, branch.children]
        total = own.sum(axis=1, keepdims=True)
        # A family that weighs nothing brings nothing; its parent has no weight either.
        shares[:, branch.children] = own * (shares[:, [branch.at]] / np.where(total > 0, total, 1.0))
    return np.ascontiguousarray(shares[:, model.branches.columns])


def _weight_of(
    model: Model, branch: Branch, number: int, child: int, weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(replications, 1), or (replications, places) where each place has weights of its own."""
    own = model.own.get(branch.at)
    return weights[:, [child]] if own is None else weights[:, [child]] * own[number]


def _added(
    total: Scores, weight: Scores, term: Scores, own: Scores, *, known: NDArray[np.bool_]
) -> tuple[Scores, Scores]:
    """Add one computed child. Where it has no value, or weighs nothing in a replication, it adds nothing."""
    if not known.all():
        own = own * known
    term = term * own
    if not own.all():
        np.copyto(term, 0.0, where=own <= 0)
    return np.add(total, term, out=total), weight + own


def _forward(values: Scores, power: float) -> Scores:
    """To the scale on which the mean is a weighted sum."""
    if power == 1:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(values) if power == 0 else values**power


def _back(values: Scores, power: float) -> Scores:
    if power == 1:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.exp(values) if power == 0 else values ** (1 / power)
