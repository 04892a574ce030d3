"""Replay: the scores and ranks of replications that were decided elsewhere, one by one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.rooms.monitoring.engine.uncertainty import Bands, Model, bands_of_blocks
from hub.rooms.monitoring.engine.uncertainty.design import given_block
from hub.rooms.monitoring.engine.uncertainty.ranking import ranks_of
from hub.rooms.monitoring.engine.uncertainty.scoring import Scorer


@dataclass(frozen=True, eq=False)
class Replay:
    """Replications of the index, (replications, places): scores (NaN is none) and ranks (0 is none); bands of all nodes."""

    places: tuple[str, ...]
    scores: NDArray[np.float64]
    ranks: NDArray[np.int32]
    bands: Bands


def replay(
    model: Model, picks: NDArray[np.intp], weight_sets: NDArray[np.float64], nodes: tuple[str, ...], *, top: int
) -> Replay:
    """Score the given replications.

    picks        (replications, 5)  imputation, treatment, normalisation, weight set, aggregation, from 0
    weight_sets  (sets, nodes) in the order of the model's branches
    nodes        what bands are made for; the first is the one whose replications are kept
    Raises DataProblem: design_pick_unknown, draw_not_positive.
    """
    block = given_block(model, picks, weight_sets)
    position = model.branches.position(nodes[0])
    scores = np.empty((len(picks), len(model.places)))
    for part in Scorer(model).parts(block, (position,)):
        scores[part.rows] = part.scores[position]
    found = bands_of_blocks(model, [block], nodes, replications=len(picks), top=top)
    return Replay(model.places, scores, ranks_of(scores), found)
