"""Explain: which uncertain choice moves the ranks, of the index, of every other ranked node and of every place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.sensitivity import (
    Factor,
    Indices,
    choices_of,
    enumerated_indices,
    sampled_indices,
    sobol_design,
)
from hub.rooms.monitoring.engine.uncertainty.choices import Choices
from hub.rooms.monitoring.engine.uncertainty.design import all_combinations, draw_weights, given_block
from hub.rooms.monitoring.engine.uncertainty.model import Model
from hub.rooms.monitoring.engine.uncertainty.ranking import ranks_of
from hub.rooms.monitoring.engine.uncertainty.scoring import Scorer

FACTORS = ("imputation", "treatment", "normalisation", "weights", "aggregation")
# Names of outputs: the mean absolute rank change of a node, and the rank of a place in the index.
CHANGE, RANK = "rank-change:", "rank:"
DRAWN, MOST, ROWS = 100, 20_000, 1024
# Outputs whose indices are worked out at a time: bounds the memory.
AT_ONCE = 256
Picks = NDArray[np.intp]
WeightSets = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ranked:
    """Nominal ranks, (places, nodes) of whole numbers, 0 is none; the first node is the index."""

    places: tuple[str, ...]
    nodes: tuple[str, ...]
    ranks: NDArray[np.int32]


def drawn_sets(model: Model, choices: Choices, count: int = DRAWN) -> WeightSets:
    """(count, nodes) sets of weights as the choices would draw them; a single nominal one where weights are not varied."""
    if not choices.leave_out and not any(choices.weights.values()):
        return model.weights[None, :].copy()
    generator = np.random.Generator(np.random.PCG64(seed_of(choices.seed, "sensitivity", "weights")))
    return draw_weights(model.branches, model.weights, choices, generator, count=count)


def sensitivity_of(
    model: Model,
    nominal: Ranked,
    weight_sets: WeightSets,
    *,
    seed: int = 0,
    most: int = MOST,
    rows: int = ROWS,
) -> Indices:
    """First-order and total indices of every uncertain choice, for the ranks that the choices lead to.

    weight_sets  (sets, nodes) alternatives of the weights, all alike probable (`drawn_sets`, or given from outside)
    most         with more combinations than this, a quasi-random sample of `rows` rows takes the place of all of them
    Outputs: `rank-change:NODE` is the mean over the places of |rank - nominal rank|, for every ranked node; `rank:PLACE`
    the place's rank in the index. Factors are those of `FACTORS` that have more than one alternative. Noise is not drawn: every
    other choice is explained as it works on the values as reported. A place without a rank counts nowhere.
    Raises DataProblem("sensitivity_names_absent") where nothing is varied.
    Source: Saisana, Saltelli & Tarantola (2005), JRSS A 168(2); Saltelli et al. (2008), ch. 4.
    """
    sizes = (*model.sizes, len(weight_sets), len(model.powers))
    varied = [at for at, size in enumerate(sizes) if size > 1]
    factors = [Factor(FACTORS[at], sizes[at]) for at in varied]
    if not factors:
        raise DataProblem("sensitivity_names_absent", kind="factor")
    outputs = outputs_of(nominal)
    if np.prod([float(size) for size in sizes]) <= most:
        y = responses(model, nominal, all_combinations(sizes), weight_sets)
        return joined(enumerated_indices(y[:, part], factors, outputs[part]) for part in _parts(len(outputs)))
    design = sobol_design([factor.code for factor in factors], rows=rows, seed=seed)
    picks = np.zeros((len(design.uniforms), len(sizes)), np.intp)
    for column, (at, factor) in enumerate(zip(varied, factors, strict=True)):
        picks[:, at] = choices_of(np.ascontiguousarray(design.uniforms[:, column]), factor)
    y = responses(model, nominal, picks, weight_sets)
    return sampled_indices(y, design.factors, outputs, seed=seed)


def outputs_of(nominal: Ranked) -> tuple[str, ...]:
    """Names of the columns of `responses`."""
    return (*(f"{CHANGE}{node}" for node in nominal.nodes), *(f"{RANK}{place}" for place in nominal.places))


def responses(model: Model, nominal: Ranked, picks: Picks, weight_sets: WeightSets) -> NDArray[np.float64]:
    """(runs, outputs) what each run does to the ranks.

    picks  (runs, 5) of imputation, treatment, normalisation, weight set and aggregation, from 0
    A place that has no rank in a run is NaN there; places without one, nominal or in the run, count for no mean.
    """
    positions = tuple(model.branches.position(node) for node in nominal.nodes)
    width = len(nominal.nodes)
    y = np.empty((len(picks), width + len(nominal.places)))
    for part in Scorer(model).parts(given_block(model, picks, weight_sets), positions):
        for column, position in enumerate(positions):
            ranks = ranks_of(part.scores[position])
            y[part.rows, column] = _mean_change(ranks, nominal.ranks[:, column])
            if column == 0:
                y[part.rows, width:] = np.where(ranks > 0, ranks, np.nan)
    return y


def _mean_change(ranks: NDArray[np.int32], nominal: NDArray[np.int32]) -> NDArray[np.float64]:
    both = (ranks > 0) & (nominal > 0)
    change = np.where(both, np.abs(ranks - nominal), 0).sum(axis=1)
    count = both.sum(axis=1)
    return np.where(count > 0, change / np.maximum(count, 1), np.nan)


def _parts(width: int) -> list[slice]:
    return [slice(start, start + AT_ONCE) for start in range(0, width, AT_ONCE)]


def joined(parts: Iterable[Indices]) -> Indices:
    """Indices of the same factors, their outputs beside one another."""
    some: Sequence[Indices] = tuple(parts)
    shares = [one.shapley for one in some if one.shapley is not None]
    return replace(
        some[0],
        outputs=tuple(output for one in some for output in one.outputs),
        first=np.concatenate([one.first for one in some], axis=1),
        total=np.concatenate([one.total for one in some], axis=1),
        shapley=np.concatenate(shares, axis=1) if len(shares) == len(some) else None,
        variance=np.concatenate([one.variance for one in some]),
        mean=np.concatenate([one.mean for one in some]),
        reasons={output: reason for one in some for output, reason in one.reasons.items()},
    )
