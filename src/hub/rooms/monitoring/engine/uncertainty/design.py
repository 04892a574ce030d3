"""Which choice is made in which replication: drawn, given from outside, or all combinations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.uncertainty.branches import Branches
from hub.rooms.monitoring.engine.uncertainty.choices import Choices
from hub.rooms.monitoring.engine.uncertainty.model import Model

# Replications drawn from one seed. Being fixed, it gives the same draws however the work is shared out.
BLOCK = 1 << 13
FACTORS = ("imputation", "treatment", "normalisation", "weights", "aggregation", "leave_out", "noise")


@dataclass(frozen=True, eq=False)
class Block:
    """Some replications.

    tables        (replications,)  number of the model's matrix
    aggregations  (replications,)  row of the model's powers
    weights       (replications, nodes)  weight of every node, in any scale among siblings; 0 leaves it out
    generator     for the noise
    noise         whether each replication has noise of its own
    """

    tables: NDArray[np.intp]
    aggregations: NDArray[np.intp]
    weights: NDArray[np.float64]
    generator: np.random.Generator
    noise: bool = False

    def __len__(self) -> int:
        return len(self.tables)


def draw_blocks(model: Model, choices: Choices) -> Iterator[Block]:
    """Independent draws of every declared choice, `BLOCK` replications at a time."""
    for number, start in enumerate(range(0, choices.replications, BLOCK)):
        count = min(BLOCK, choices.replications - start)
        generator = np.random.Generator(np.random.PCG64(seed_of(choices.seed, "uncertainty", str(number))))
        tables = generator.integers(len(model.matrices), size=count)
        aggregations = generator.integers(len(model.powers), size=count)
        weights = draw_weights(model.branches, model.weights, choices, generator, count=count)
        yield Block(tables, aggregations, weights, generator, choices.noise)


def draw_weights(
    branches: Branches,
    nominal: NDArray[np.float64],
    choices: Choices,
    generator: np.random.Generator,
    *,
    count: int,
) -> NDArray[np.float64]:
    """(count, nodes) each weight times its own uniform factor; one node of the named kind, or none, left out."""
    weights = np.empty((count, len(branches.nodes)))
    weights[:] = nominal
    for kind, share in sorted(choices.weights.items()):
        own = np.array([at for at, other in enumerate(branches.kinds) if other == kind], np.intp)
        if share and own.size:
            weights[:, own] *= generator.uniform(1 - share, 1 + share, (count, own.size))
    if choices.leave_out:
        own = np.array([at for at, other in enumerate(branches.kinds) if other == choices.leave_out], np.intp)
        picks = generator.integers(own.size + 1, size=count)
        rows = np.flatnonzero(picks < own.size)
        weights[rows, own[picks[rows]]] = 0.0
        weights = without_empty(branches, weights)
    return weights


def without_empty(branches: Branches, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """A node whose children all weigh nothing weighs nothing itself."""
    weights = weights.copy()
    for branch in branches.order:
        empty = ~(weights[:, branch.children] > 0).any(axis=1)
        weights[empty, branch.at] = 0.0
    return weights


def given_block(model: Model, picks: NDArray[np.intp], weight_sets: NDArray[np.float64]) -> Block:
    """Replications that were decided elsewhere.

    picks        (replications, 5)  imputation, treatment, normalisation, weight set, aggregation, counted from 0
    weight_sets  (sets, nodes)
    """
    sizes = (*model.sizes, len(weight_sets), len(model.powers))
    for column, size in enumerate(sizes):
        wrong = np.flatnonzero((picks[:, column] < 0) | (picks[:, column] >= size))
        if wrong.size:
            raise DataProblem(
                "design_pick_unknown",
                row=int(wrong[0]) + 1,
                factor=FACTORS[column],
                found=int(picks[wrong[0], column]) + 1,
                allowed=size,
            )
    tables = (picks[:, 0] * sizes[1] + picks[:, 1]) * sizes[2] + picks[:, 2]
    return Block(tables, picks[:, 4], weight_sets[picks[:, 3]], np.random.default_rng(0))


def all_combinations(sizes: Sequence[int]) -> NDArray[np.intp]:
    """(product of sizes, factors) every combination, the last factor varying fastest."""
    return np.stack(np.unravel_index(np.arange(int(np.prod(sizes))), tuple(sizes)), axis=1)
