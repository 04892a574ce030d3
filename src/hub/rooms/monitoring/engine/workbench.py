"""The workbench: ranks for weights and methods that somebody tries out, with bands from two hundred kept draws.

The same rules are in `static/monitoring/workbench-ranks.js`, which does them in the reader's browser; a test compares both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.kit.seeds import seed_of
from hub.rooms.monitoring.engine.aggregate import mean
from hub.rooms.monitoring.engine.rank import rank, rank_rows
from hub.rooms.monitoring.engine.run import Run

DRAWS = 200
# The browser counts ranks in a square of this side.
MOST_PLACES = 2000
NORMALISATIONS, AGGREGATIONS = ("minmax", "zscore"), ("arithmetic", "geometric")
# What an edition may have been aggregated by.
MEANS = ("arithmetic", "geometric", "harmonic")
# Scales on which every value is positive, so that the geometric mean exists.
MINMAX_LOW, MINMAX_HIGH = 1.0, 100.0
ZSCORE_MEAN, ZSCORE_DEVIATION, ZSCORE_FLOOR = 100.0, 15.0, 1.0
# How far the share of an area may go from its published share when a place looks for its best or worst weights.
LEAST_SHARE, MOST_SHARE = 0.5, 2.0
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of the tree that is scored. `parent` is a position, -1 for the index; `weight` its published share."""

    code: str
    parent: int
    kind: str
    weight: float
    method: str = ""
    threshold: float = 0.0


@dataclass(frozen=True, eq=False)
class Bench:
    """All that re-weighing needs.

    branches   parents before children
    values     (places, indicators)  before normalisation, more is better; columns in the order of the branches
    published  (places, indicators)  the same as the edition normalised them; NaN is a gap in both
    spreads    (branches,) a weight is drawn uniformly within plus and minus this share of its value
    scales     per draw: which of NORMALISATIONS;  `means`  per draw: which of AGGREGATIONS
    strata     (branches, DRAWS) uint8: every branch meets each of DRAWS equal strata of that range once
    """

    places: tuple[str, ...]
    branches: tuple[Branch, ...]
    values: Matrix
    published: Matrix
    spreads: Matrix
    scales: tuple[str, ...]
    means: tuple[str, ...]
    strata: NDArray[np.uint8]

    @cached_property
    def position(self) -> Mapping[str, int]:
        return {branch.code: at for at, branch in enumerate(self.branches)}

    @cached_property
    def column(self) -> Mapping[int, int]:
        """Position of an indicator among the branches -> its column."""
        indicators = [at for at, branch in enumerate(self.branches) if branch.kind == "indicator"]
        return {at: column for column, at in enumerate(indicators)}

    @cached_property
    def factors(self) -> Matrix:
        """(branches, DRAWS) what the weight of a branch is multiplied by in each draw."""
        return 1 + self.spreads[:, None] * (2 * (self.strata + 0.5) / DRAWS - 1)

    @cached_property
    def tables(self) -> Mapping[str, Matrix]:
        """Normalisation -> (places, indicators) on the positive scales of the draws."""
        return {"minmax": _minmax(self.values), "zscore": _zscore(self.values)}


@dataclass(frozen=True)
class Choices:
    """What somebody tries: by how much weights are multiplied (1 where not named, 0 leaves a node out), and methods.

    A blank method is that of the edition, varied in the draws as the edition varied it; a named one holds in all of them.
    """

    multipliers: Mapping[str, float] = field(default_factory=dict)
    normalisation: str = ""
    aggregation: str = ""


@dataclass(frozen=True, eq=False)
class Answer:
    """What comes of it.

    scores             (places, branches) NaN is a gap
    rank               (places,) int32, 0 is no rank
    low, median, high  (places,) 5th, 50th and 95th percentile (type 7) of the rank over the draws
    shares             (branches,) share of each branch among its siblings; 0 is left out
    methods            (branches,) mean that was taken; blank for indicators
    """

    scores: Matrix
    rank: NDArray[np.int32]
    low: Matrix
    median: Matrix
    high: Matrix
    shares: Matrix
    methods: tuple[str, ...]


def bench_of(run: Run) -> Bench:
    """The bench of a run.

    Raises DataProblem: workbench_without_bands, workbench_too_large, workbench_method_unknown (names the node).
    """
    plan = run.recipe.plan("uncertainty")
    if plan is None or run.bands is None:
        raise DataProblem("workbench_without_bands", run=run.id)
    if len(run.scores.places) > MOST_PLACES:
        raise DataProblem("workbench_too_large", found=len(run.scores.places), allowed=MOST_PLACES)
    branches = _branches(run)
    indicators = [branch.code for branch in branches if branch.kind == "indicator"]
    normalised = run.step("normalised")
    before = run.steps[[step.name for step in run.steps].index("normalised") - 1].table
    directions = [run.framework.node(code).direction for code in indicators]
    scales = _named(plan.parameters.get("normalisations", ()), NORMALISATIONS, normalised.method)
    means = _named(plan.parameters.get("aggregations", ()), AGGREGATIONS, branches[0].method)
    pairs = list(product(scales, means))
    seed = run.seed if run.seed is not None else int(plan.parameters["seed"])
    return Bench(
        places=run.scores.places,
        branches=branches,
        values=np.column_stack([before.column(code) * way for code, way in zip(indicators, directions, strict=True)]),
        published=np.column_stack([normalised.table.column(code) for code in indicators]),
        spreads=np.array([_spread(plan.parameters.get("weights", 0.25), branch.kind) for branch in branches]),
        scales=tuple(pairs[draw % len(pairs)][0] for draw in range(DRAWS)),
        means=tuple(pairs[draw % len(pairs)][1] for draw in range(DRAWS)),
        strata=np.stack([_strata(seed, branch.code) for branch in branches]),
    )


def _branches(run: Run) -> tuple[Branch, ...]:
    step = run.step("aggregated")
    levels, thresholds = step.parameters.get("levels", {}), step.parameters.get("thresholds", {})
    nodes = [node for node in run.framework.nodes if node.code in run.weights]
    position = {node.code: at for at, node in enumerate(nodes)}
    branches = []
    for node in nodes:
        parent, weight = position.get(node.parent, -1), run.weights[node.code]
        if node.kind == "indicator":
            branches.append(Branch(node.code, parent, node.kind, weight))
            continue
        own = step.columns.get(node.code, {})
        method = str(own.get("method", levels.get(node.kind, step.method)))
        threshold = float(own.get("threshold", thresholds.get(node.kind, 0.0)))
        if method not in MEANS:
            raise DataProblem("workbench_method_unknown", node=node.code, found=method, allowed=", ".join(MEANS))
        branches.append(Branch(node.code, parent, node.kind, weight, method, threshold))
    return tuple(branches)


def _named(given: Sequence[str | Mapping[str, Any]], known: Sequence[str], declared: str) -> list[str]:
    """The varied methods that the workbench knows; where there is none, what the recipe does, as near as it knows."""
    names = [one if isinstance(one, str) else str(one.get("method")) for one in given]
    found = [declared if name == "declared" else name for name in names]
    chosen = [name for name in dict.fromkeys(found) if name in known]
    return chosen or [declared if declared in known else known[0]]


def _spread(given: float | Mapping[str, float], kind: str) -> float:
    return float(given.get(kind, 0.0)) if isinstance(given, Mapping) else float(given)


def _strata(seed: int, code: str) -> NDArray[np.uint8]:
    """Latin hypercube: a random order of all strata, so that two hundred draws do the work of many more."""
    generator = np.random.Generator(np.random.PCG64(seed_of(seed, "workbench", code)))
    return generator.permutation(DRAWS).astype(np.uint8)


def _minmax(values: Matrix) -> Matrix:
    least, most = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    scaled: Matrix = (values - least) / (most - least) * (MINMAX_HIGH - MINMAX_LOW) + MINMAX_LOW
    return scaled


def _zscore(values: Matrix) -> Matrix:
    z = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0, ddof=1)
    scaled: Matrix = np.maximum(z * ZSCORE_DEVIATION + ZSCORE_MEAN, ZSCORE_FLOOR)
    return scaled


def answer(bench: Bench, choices: Choices) -> Answer:
    """Scores, ranks and bands for what somebody tries.

    Raises DataProblem: node_unknown, multiplier_out_of_range, method_unknown, nothing_left.
    Gaps: the weights of the children that a place has are scaled up to 1; under a node's threshold it has none.
    Source: OECD/JRC Handbook (2008), steps 6 and 7; McKay, Beckman & Conover (1979) for the Latin hypercube.
    """
    _check(bench, choices)
    shares = _shares(bench, choices.multipliers)
    if shares[0] == 0:
        raise DataProblem("workbench_nothing_left")
    methods = tuple(
        choices.aggregation or branch.method if branch.kind != "indicator" else "" for branch in bench.branches
    )
    scores = _scores(bench, choices.normalisation, shares, methods)
    ranks = rank(scores[:, 0])
    known = np.flatnonzero(ranks)
    low, median, high = (np.full(len(bench.places), np.nan) for _ in range(3))
    drawn = np.sort(rank_rows(_draw(bench, choices, shares, ~np.isnan(scores))[:, known]), axis=0)
    low[known], median[known], high[known] = np.quantile(drawn, (0.05, 0.5, 0.95), axis=0)
    return Answer(scores, ranks, low, median, high, shares, methods)


def _check(bench: Bench, choices: Choices) -> None:
    for code, multiplier in choices.multipliers.items():
        if code not in bench.position:
            raise DataProblem("node_unknown", node=code, framework=bench.branches[0].code)
        if not 0 <= multiplier <= 100:
            raise DataProblem("multiplier_out_of_range", node=code, found=multiplier, low=0, high=100)
    for found, allowed in ((choices.normalisation, NORMALISATIONS), (choices.aggregation, AGGREGATIONS)):
        if found and found not in allowed:
            raise DataProblem("method_unknown", step="workbench", found=found, allowed=", ".join(allowed))


def children_of(bench: Bench, parent: int) -> list[int]:
    return [at for at, branch in enumerate(bench.branches) if branch.parent == parent]


def weights_of(bench: Bench, multipliers: Mapping[str, float]) -> Mapping[str, float]:
    """Weight of every branch among its siblings, in any proportion: its published share times its multiplier."""
    return {branch.code: branch.weight * multipliers.get(branch.code, 1.0) for branch in bench.branches}


def _shares(bench: Bench, multipliers: Mapping[str, float]) -> Matrix:
    """Share of each branch among its siblings; 0 for one that is left out or has nothing left below it."""
    shares = np.zeros(len(bench.branches))
    for parent in range(len(bench.branches) - 1, -1, -1):
        if bench.branches[parent].kind == "indicator":
            shares[parent] = 1.0
            continue
        children = children_of(bench, parent)
        factors = [multipliers.get(bench.branches[at].code, 1.0) * (shares[at] > 0) for at in children]
        raw = [bench.branches[at].weight * factor for at, factor in zip(children, factors, strict=True)]
        total = 1.0 if all(factor == 1 for factor in factors) else sum(raw)
        for at, weight in zip(children, raw, strict=True):
            shares[at] = weight / total if total > 0 else 0.0
        shares[parent] = float(total > 0)
    return shares


def _scores(bench: Bench, normalisation: str, shares: Matrix, methods: Sequence[str]) -> Matrix:
    """(places, branches) by the rules of the edition, in its order of addition."""
    table = bench.tables[normalisation] if normalisation else bench.published
    if not normalisation and any(one != "arithmetic" for one in methods if one) and (table <= 0).any():
        table = bench.tables["minmax"]
    scores = np.full((len(bench.places), len(bench.branches)), np.nan)
    for at in range(len(bench.branches) - 1, -1, -1):
        branch = bench.branches[at]
        if branch.kind == "indicator":
            scores[:, at] = table[:, bench.column[at]]
            continue
        children = [child for child in children_of(bench, at) if shares[child] > 0]
        if not children:
            continue
        known = ~np.isnan(scores[:, children])
        values = mean([scores[:, child] for child in children], [shares[child] for child in children], methods[at])
        enough = known.any(axis=1) & (known.mean(axis=1) >= branch.threshold)
        scores[:, at] = np.where(enough, values, np.nan)
    return scores


def _draw(bench: Bench, choices: Choices, shares: Matrix, known: NDArray[np.bool_]) -> Matrix:
    """(DRAWS, places) the index in each draw; where the mean is geometric its logarithm, which ranks the same."""
    scales = [choices.normalisation or scale for scale in bench.scales]
    logs = np.array([(choices.aggregation or way) == "geometric" for way in bench.means])
    pick = np.array([NORMALISATIONS.index(scale) for scale in scales])
    drawn: dict[int, Matrix] = {}
    for at in range(len(bench.branches) - 1, -1, -1):
        if bench.branches[at].kind == "indicator":
            both = np.stack([bench.tables[scale][:, bench.column[at]] for scale in NORMALISATIONS])
            drawn[at] = np.where(logs[:, None], np.log(both)[pick], both[pick])
            continue
        total, weights = np.zeros((DRAWS, len(bench.places))), np.zeros((DRAWS, len(bench.places)))
        for child in (one for one in children_of(bench, at) if shares[one] > 0):
            weight = (shares[child] * bench.factors[child])[:, None]
            total += np.where(known[:, child], drawn.pop(child) * weight, 0.0)
            weights += np.where(known[:, child], weight, 0.0)
        drawn[at] = np.divide(total, weights, out=np.full(total.shape, np.nan), where=known[:, at] & (weights > 0))
    return drawn[0]


def extreme_multipliers(bench: Bench, reached: Answer, place: str, *, highest: bool = True) -> Mapping[str, float]:
    """Multipliers of the areas with which a place is furthest above (or below) the mean of all places.

    Every area keeps between half and double its published share, and the shares sum to 1. The lead is linear in the shares
    where the place has every area, and a ratio of two linear forms where it does not (Dinkelbach 1967); either way the
    greatest is reached by filling areas up in the order of their leads. Within the areas nothing changes.
    """
    row = bench.places.index(place)
    areas = [at for at in children_of(bench, 0) if reached.shares[at] > 0]
    least = sum(bench.branches[at].weight for at in areas)
    shares = {at: bench.branches[at].weight / least for at in areas}
    columns = {at: _onward(reached.scores[:, at], reached.methods[0]) for at in areas}
    leads = {at: float(columns[at][row] - np.nanmean(columns[at])) for at in areas}
    own = {at: lead if highest else -lead for at, lead in leads.items() if not np.isnan(lead)}
    best, gained = shares, 0.0
    for _ in range(50):
        best = _fill(shares, {at: own[at] - gained if at in own else 0.0 for at in areas})
        weight = sum(best[at] for at in own)
        now = sum(best[at] * own[at] for at in own) / weight if weight else 0.0
        if abs(now - gained) <= 1e-12 * max(1.0, abs(now)):
            break
        gained = now
    return {bench.branches[at].code: best[at] / shares[at] for at in areas}


def _onward(column: Matrix, method: str) -> Matrix:
    """The scale on which a mean of this method is a sum, more being better."""
    if method == "geometric":
        return np.log(column)
    return -1 / column if method == "harmonic" else column


def _fill(shares: Mapping[int, float], leads: Mapping[int, float]) -> dict[int, float]:
    filled = {at: share * LEAST_SHARE for at, share in shares.items()}
    left = 1 - sum(filled.values())
    for at in sorted(leads, key=lambda one: -leads[one]):
        more = min(left, shares[at] * (MOST_SHARE - LEAST_SHARE))
        filled[at] += more
        left -= more
    return filled
