"""Run the replications and keep only what bands are made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.uncertainty.bands import (
    Bands,
    Spread,
    ahead_of,
    spread_of_counts,
    spread_of_ranks,
    tiers_of,
)
from hub.rooms.monitoring.engine.uncertainty.choices import Choices
from hub.rooms.monitoring.engine.uncertainty.design import Block, draw_blocks
from hub.rooms.monitoring.engine.uncertainty.kernels import Kernels, kernels_for
from hub.rooms.monitoring.engine.uncertainty.model import Model
from hub.rooms.monitoring.engine.uncertainty.ranking import count_ranks, ranks_of
from hub.rooms.monitoring.engine.uncertainty.scoring import Scorer

# Up to so many places, how often each had each rank is counted; for more, the ranks themselves are kept.
MOST_COUNTED = 2048
# Replications whose ranks are kept to compare places pair by pair: a standard error of one percentage point at most.
KEPT = 2000
# Kept ranks may not take more than this many bytes.
MOST_BYTES = 2_000_000_000

Progress = Callable[[float], None]


@dataclass
class _Tally:
    """What is kept of the replications of one node."""

    kernels: Kernels
    counts: NDArray[np.int64] | None = None
    ranks: list[NDArray[np.uint16]] = field(default_factory=list)

    def add(self, scores: NDArray[np.float64]) -> None:
        if self.counts is not None:
            count_ranks(scores, self.counts, self.kernels)
        else:
            self.ranks.append(ranks_of(scores, self.kernels).astype(np.uint16))

    def spread(self, first: int) -> Spread:
        if self.counts is not None:
            return spread_of_counts(self.counts, first)
        return spread_of_ranks(np.concatenate(self.ranks), first)


def bands(model: Model, choices: Choices, nodes: tuple[str, ...], *, progress: Progress = lambda share: None) -> Bands:
    """Draw the declared choices and rank every node of `nodes`; the first is the one whose pairs are compared.

    Raises DataProblem: replications_too_many (more kept ranks than memory allows), draw_not_positive.
    Source: OECD/JRC Handbook (2008), step 7; Saisana, Saltelli & Tarantola (2005).
    """
    return bands_of_blocks(
        model, draw_blocks(model, choices), nodes, replications=choices.replications, top=choices.top, progress=progress
    )


def bands_of_blocks(
    model: Model,
    blocks: Iterable[Block],
    nodes: tuple[str, ...],
    *,
    replications: int,
    top: int,
    progress: Progress = lambda share: None,
) -> Bands:
    """The same for replications that were decided elsewhere."""
    _refuse_not_positive(model)
    size = len(model.places)
    if size > MOST_COUNTED and 2 * size * replications * len(nodes) > MOST_BYTES:
        allowed = MOST_BYTES // (2 * size * len(nodes))
        raise DataProblem("replications_too_many", found=replications, allowed=allowed, places=size)
    counted = size <= MOST_COUNTED
    kernels = kernels_for(size * replications * len(nodes))
    tallies = {node: _Tally(kernels, np.zeros((size, size), np.int64) if counted else None) for node in nodes}
    positions = tuple(model.branches.position(node) for node in nodes)
    scorer = Scorer(model)
    kept: list[NDArray[np.int16]] = []
    done = 0
    for block in blocks:
        sample = np.zeros((min(len(block), max(KEPT - done, 0)), size), np.int16)
        for part in scorer.parts(block, positions):
            for node, position in zip(nodes, positions, strict=True):
                tallies[node].add(part.scores[position])
            early = part.rows < len(sample)
            if counted and early.any():
                first = part.scores[positions[0]]
                sample[part.rows[early]] = ranks_of(first[early])
        kept.append(sample)
        done += len(block)
        progress(done / replications)
    return _summary(model, nodes, tallies, np.concatenate(kept) if counted else None, replications=done, top=top)


def _summary(
    model: Model,
    nodes: tuple[str, ...],
    tallies: dict[str, _Tally],
    kept: NDArray[np.int16] | None,
    *,
    replications: int,
    top: int,
) -> Bands:
    spreads = [tallies[node].spread(top) for node in nodes]
    mean, median, low, high, share = (
        np.column_stack([getattr(spread, name) for spread in spreads])
        for name in ("mean", "median", "low", "high", "top")
    )
    ahead = np.zeros((0, 0)) if kept is None else ahead_of(kept)
    tiers = np.zeros(len(model.places), np.int32) if kept is None else tiers_of(spreads[0], ahead)
    return Bands(model.places, nodes, mean, median, low, high, share, replications, top, ahead, tiers)


def _refuse_not_positive(model: Model) -> None:
    """Geometric and harmonic means need positive values: say which value is not, before the first draw."""
    for branch in model.branches.order:
        if (model.powers[:, branch.at] > 0).all():
            continue
        for number, matrix in enumerate(model.matrices):
            own = matrix.values[branch.leaves]
            wrong = np.argwhere(matrix.known[branch.leaves] & (own <= 0))
            if wrong.size:
                row, place = (int(at) for at in wrong[0])
                raise DataProblem(
                    "draw_not_positive",
                    normalisation=model.normalisations[number % model.sizes[2]].method,
                    node=model.branches.nodes[model.branches.columns[branch.leaves[row]]],
                    place=model.places[place],
                    found=float(own[row, place]),
                )
