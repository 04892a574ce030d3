"""Balanced: weights at which the nodes of a level correlate with the index as they are asked to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares, minimize

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate import aggregate, mean
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.weigh.shares import shares_of, siblings_of, weigh

OBJECTIVES = ("balance", "infomax")
LEAST_PLACES = 3
# Weights are searched from 1/100 to 100, in logarithms: siblings differ by up to 10,000 times, and none is dropped.
WIDEST = math.log(100)
POLISHING = 4
# Balance is reached but for rounding where the objective is below this; then so many last digits are tried.
SOLVED, LAST_DIGITS = -60.0, 20
# The mean square of the misses below which the logarithm of the objective is no longer taken.
LEAST_MISS = 1e-300
# Without a positive sum of correlations there are no shares of it; far worse than any miss, which is of the order of 1.
HOPELESS = 10.0
EVEN: Mapping[str, float] = MappingProxyType({})
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Balanced:
    """Weights of one level, found by search; those of the other levels are the framework's.

    weights       node -> share among its siblings
    correlations  node of the level -> Pearson correlation with the index under these weights
    targets       node of the level -> share of the sum of correlations that was asked for
    objective     `balance`: ln of the mean squared difference of shares from targets; `infomax`: minus the sum
    evaluations   number of sets of weights that were tried
    """

    weights: Mapping[str, float]
    correlations: Mapping[str, float]
    targets: Mapping[str, float]
    objective: float
    evaluations: int


def weigh_by_balance(
    framework: Framework,
    table: Table,
    *,
    level: str = "area",
    objective: str = "balance",
    targets: Mapping[str, float] = EVEN,
) -> Balanced:
    """Search the weights of the nodes of one level; the best set of all that were tried is returned.

    table      normalised indicators; scores are arithmetic means, gaps left out
    level      feature, area or indicator: all nodes of that kind
    objective  `balance`: correlations with the index in the proportions of the targets; `infomax`: their sum largest
    targets    node -> importance on any scale; all nodes of the level, or none for equal importance
    Deterministic: no random start. Raises DataProblem: method_unknown, level_unknown, importance_missing, weight_unusable,
    weights_without_sum, child_unknown, places_too_few, child_constant.
    Source: Becker, Saisana, Paruolo & Vandecasteele (2017); COINr `get_opt_weights`.
    """
    if objective not in OBJECTIVES:
        raise DataProblem("method_unknown", step="weigh", found=objective, allowed=", ".join(OBJECTIVES))
    search = _start(framework, table, level, targets)
    for start in (search.given(), np.zeros(len(search.nodes))):
        if objective == "balance":
            _solve_balance(search, start)
        else:
            minimize(search.minus_sum, start, method="L-BFGS-B", bounds=[(-WIDEST, WIDEST)] * len(start))
    best = search.best(objective)
    return Balanced(
        best.weights,
        dict(zip(search.nodes, best.correlations.tolist(), strict=True)),
        dict(zip(search.nodes, search.targets.tolist(), strict=True)),
        best.objective(objective, search.targets),
        len(search.tried),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Tried:
    """One set of weights and what came of it; `correlations` (nodes,)."""

    weights: Mapping[str, float]
    correlations: Vector

    def misses(self, targets: Vector) -> Vector:
        total = self.correlations.sum()
        if not total > 0:
            return np.full(targets.shape, HOPELESS)
        misses: Vector = targets - self.correlations / total
        return misses

    def objective(self, name: str, targets: Vector) -> float:
        if name == "infomax":
            return -float(self.correlations.sum())
        return math.log(max(float((self.misses(targets) ** 2).mean()), LEAST_MISS))


@dataclass(frozen=True, eq=False)
class _Search:
    """The level that is searched.

    scores   node -> (places,) scores of the nodes of the level and of indicators that hang above it
    above    aggregates between the level and the index, children before parents, with their children that are left
    families siblings on the level
    """

    framework: Framework
    nodes: tuple[str, ...]
    scores: Mapping[str, Vector]
    above: Mapping[str, tuple[str, ...]]
    families: tuple[tuple[str, tuple[str, ...]], ...]
    weights: Mapping[str, float]
    targets: Vector
    tried: list[_Tried] = field(default_factory=list)

    def given(self) -> Vector:
        return np.array([math.log(self.framework.node(code).weight) for code in self.nodes])

    def evaluate(self, logs: Vector) -> _Tried:
        raw = {code: math.exp(value) for code, value in zip(self.nodes, logs.tolist(), strict=True)}
        weights = dict(self.weights)
        for parent, children in self.families:
            weights |= shares_of(parent, {code: raw[code] for code in children})
        scores = dict(self.scores)
        for parent, children in self.above.items():
            scores[parent] = mean(
                [scores[code] for code in children], [weights[code] for code in children], "arithmetic"
            )
        index = scores[self.framework.root]
        found = _Tried(weights, _correlations([scores[code] for code in self.nodes], index))
        self.tried.append(found)
        return found

    def misses(self, logs: Vector) -> Vector:
        return self.evaluate(logs).misses(self.targets)

    def minus_sum(self, logs: Vector) -> float:
        return self.evaluate(logs).objective("infomax", self.targets)

    def best(self, objective: str) -> _Tried:
        return min(self.tried, key=lambda one: one.objective(objective, self.targets))


def _start(framework: Framework, table: Table, level: str, targets: Mapping[str, float]) -> _Search:
    indicators = tuple(code for code in table.nodes if framework.node(code).kind == "indicator")
    weights = weigh(framework, indicators, "given")
    nodes = tuple(node.code for node in framework.nodes if node.kind == level and node.code in weights)
    if level not in ("area", "feature", "indicator") or not nodes:
        raise DataProblem(
            "level_unknown", step="weigh", parameter="level", found=level, allowed="area, feature, indicator"
        )
    families = siblings_of(framework, indicators)
    ancestors = {parent for parent, children in families.items() if _stands_above(framework, parent, nodes)}
    scores = aggregate(table, framework, weights, method="arithmetic", thresholds={}, levels={}).table
    columns = {code: np.ascontiguousarray(scores.column(code)) for parent in ancestors for code in families[parent]}
    _check_columns(framework, {code: columns[code] for code in nodes})
    return _Search(
        framework,
        nodes,
        {code: column for code, column in columns.items() if code not in ancestors},
        {parent: families[parent] for parent in reversed(list(families)) if parent in ancestors},
        _searched(families, nodes),
        weights,
        _targets(framework, nodes, targets),
    )


def _searched(families: Mapping[str, tuple[str, ...]], nodes: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Families whose children are all on the level: in the others, an indicator beside an area, the given weights stay."""
    return tuple((parent, codes) for parent, codes in families.items() if set(codes) <= set(nodes))


def _stands_above(framework: Framework, parent: str, nodes: Sequence[str]) -> bool:
    for code in nodes:
        while code:
            code = framework.node(code).parent
            if code == parent:
                return True
    return False


def _targets(framework: Framework, nodes: Sequence[str], targets: Mapping[str, float]) -> Vector:
    for code in targets:
        if code not in nodes:
            raise DataProblem("child_unknown", node=framework.root, found=code, allowed=", ".join(nodes))
    for code in nodes:
        if targets and code not in targets:
            raise DataProblem("importance_missing", node=code)
    shares = shares_of(framework.root, {code: targets.get(code, 1.0) for code in nodes})
    return np.array([shares[code] for code in nodes])


def _check_columns(framework: Framework, columns: Mapping[str, Vector]) -> None:
    for code, column in columns.items():
        known = column[~np.isnan(column)]
        if len(known) < LEAST_PLACES:
            raise DataProblem("places_too_few", node=code, found=len(known), allowed=LEAST_PLACES)
        if known.min() == known.max():
            raise DataProblem("child_constant", node=code, parent=framework.node(code).parent, found=float(known[0]))


def _correlations(columns: Sequence[Vector], index: Vector) -> Vector:
    """Pearson correlations over the places that have both: (columns,); 0 where one of the two does not vary."""
    stacked = np.column_stack(columns)
    known = ~np.isnan(stacked) & ~np.isnan(index)[:, None]
    count = known.sum(axis=0)
    own = np.where(known, stacked, 0.0)
    own = np.where(known, own - own.sum(axis=0) / count, 0.0)
    whole = np.where(known, index[:, None], 0.0)
    whole = np.where(known, whole - whole.sum(axis=0) / count, 0.0)
    product = np.sqrt((own * own).sum(axis=0) * (whole * whole).sum(axis=0))
    return np.divide((own * whole).sum(axis=0), product, out=np.zeros(len(columns)), where=product > 0)


def _solve_balance(search: _Search, start: Vector) -> None:
    """Least squares; where balance can be reached, a few steps more take the misses down to rounding."""
    found = least_squares(
        search.misses, _inside(start), bounds=(-WIDEST - 1, WIDEST + 1), xtol=1e-15, ftol=1e-15, gtol=1e-15
    )
    logs = found.x
    for _ in range(POLISHING):
        step = np.linalg.lstsq(_slopes(search, logs), -search.misses(logs), rcond=1e-8)[0]
        logs = _inside(logs + np.clip(step, -0.5, 0.5))
        search.evaluate(logs)
    if search.evaluate(logs).objective("balance", search.targets) < SOLVED:
        _try_last_digits(search, logs)


def _try_last_digits(search: _Search, logs: Vector) -> None:
    """Neighbours in double precision: a miss that is only rounding may be none a few digits on."""
    for at in range(len(logs)):
        for digits in range(-LAST_DIGITS, LAST_DIGITS + 1):
            near = logs.copy()
            near[at] += digits * np.finfo(np.float64).eps
            search.evaluate(near)


def _inside(logs: Vector) -> Vector:
    return np.clip(logs, -WIDEST, WIDEST)


def _slopes(search: _Search, logs: Vector) -> NDArray[np.float64]:
    columns = []
    for at in range(len(logs)):
        change = np.zeros(len(logs))
        change[at] = 1e-5
        columns.append((search.misses(logs + change) - search.misses(logs - change)) / 2e-5)
    return np.column_stack(columns)
