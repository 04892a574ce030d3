"""Leave one out: what becomes of the index without one element at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.aggregate.means import exponent_of, is_unusable, mean
from hub.rooms.monitoring.engine.aggregate.outranking import copeland
from hub.rooms.monitoring.engine.aggregate.tree import Rule
from hub.rooms.monitoring.engine.framework import Framework, Node
from hub.rooms.monitoring.engine.rank import rank
from hub.rooms.monitoring.engine.steps import Table

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Without:
    """The index without one element at a time.

    nominal, ranks        (places,) score (NaN is none) and rank (0 is none) with all elements
    scores, ranks_without (places, elements) the same without the element of the column
    rank_changes          (elements,) mean absolute change of rank over the places ranked in both; NaN where there is none
    """

    places: tuple[str, ...]
    elements: tuple[str, ...]
    nominal: Matrix
    ranks: NDArray[np.int32]
    scores: Matrix
    ranks_without: NDArray[np.int32]
    rank_changes: Matrix


@dataclass(frozen=True, eq=False)
class _Branch:
    """A node with everything below it in use, and once more for each element below it (or itself) that is left out.

    elements   those of this branch; variant 0 is the one with all of them, then one for each
    values     (places, 1 + elements); NaN where the node is a gap or out
    is_out     (1 + elements,) nothing is left of the node
    """

    elements: tuple[str, ...]
    values: Matrix
    is_out: NDArray[np.bool_]


def elements_of(framework: Framework, weights: Mapping[str, float], kind: str) -> tuple[str, ...]:
    """The weighted nodes of one kind (indicator, feature, area), in reading order."""
    return tuple(node.code for node in framework.nodes if node.kind == kind and weights.get(node.code, 0) > 0)


def leave_out_each(
    table: Table,
    framework: Framework,
    weights: Mapping[str, float],
    *,
    elements: Sequence[str],
    rules: Mapping[str, Rule],
) -> Without:
    """Set the weight of one element at a time to 0 and make the index again.

    table     normalised indicators
    weights   node -> share among its siblings
    elements  nodes below the index, of any kinds
    rules     how every aggregate is made (`aggregate.rules_of`)
    Gaps and what is left out take no part; the weights of the other children are scaled up, and thresholds count only what is
    left. A node of which nothing is left is out as well. Only what stands above an element is made again, all elements at once.
    Raises DataProblem: element_cannot_be_left_out, not_positive, value_negative, unusable_without. Source: COINr `remove_elements`.
    """
    below = frozenset(elements) - {framework.root}
    top = _Pass(table, framework, weights, below, rules).branch(framework.node(framework.root))
    positions = {code: 1 + at for at, code in enumerate(top.elements)}
    for code in elements:
        if code not in positions:
            raise DataProblem("element_cannot_be_left_out", node=code, found=float(weights.get(code, 0.0)))
    scores = top.values[:, [positions[code] for code in elements]]
    return _compared(table.places, tuple(elements), top.values[:, 0], scores)


def leave_out_each_by(
    score: Callable[[Mapping[str, float]], Matrix],
    weights: Mapping[str, float],
    places: Sequence[str],
    *,
    elements: Sequence[str],
) -> Without:
    """The same for an index that is made in any other way: slower, one whole pass for each element.

    score  makes the index, (places,), from weights in which the node that is left out has 0
    """
    scores = [score({**weights, code: 0.0}) for code in elements]
    matrix = np.column_stack(scores) if scores else np.zeros((len(places), 0))
    return _compared(tuple(places), tuple(elements), score(weights), matrix)


@dataclass(frozen=True)
class _Pass:
    table: Table
    framework: Framework
    weights: Mapping[str, float]
    elements: frozenset[str]
    rules: Mapping[str, Rule]

    def branch(self, node: Node) -> _Branch:
        """The node and what is below it; once more without itself where it is one of the elements."""
        made = self._leaf(node) if node.kind == "indicator" else self._combined(node)
        if node.code not in self.elements or made.is_out[0]:
            return made
        gap = np.full((len(self.table.places), 1), np.nan)
        values = np.concatenate([made.values, gap], axis=1)
        return _Branch((*made.elements, node.code), values, np.append(made.is_out, True))

    def _leaf(self, node: Node) -> _Branch:
        if node.code in self.table.nodes:
            return _Branch((), self.table.column(node.code)[:, None], np.array([False]))
        return _Branch((), np.full((len(self.table.places), 1), np.nan), np.array([True]))

    def _combined(self, node: Node) -> _Branch:
        children = [child for child in self.framework.children(node.code) if self.weights.get(child.code, 0) > 0]
        branches = {child.code: self.branch(child) for child in children}
        branches = {code: branch for code, branch in branches.items() if not branch.is_out[0]}
        if not branches:
            return _Branch((), np.full((len(self.table.places), 1), np.nan), np.array([True]))
        rule = self.rules[node.code]
        if rule.method != "copeland":
            self._refuse_unusable(node, branches, exponent_of(rule.method, rule.power))
        return _made(branches, [self.weights[code] for code in branches], rule)

    def _refuse_unusable(self, node: Node, branches: Mapping[str, _Branch], exponent: float) -> None:
        for code, branch in branches.items():
            wrong = np.argwhere(is_unusable(branch.values, exponent).T)
            if wrong.size:
                variant, row = wrong[0]
                place, found = self.table.places[row], float(branch.values[row, variant])
                where = {"node": node.code, "child": code, "place": place, "found": found}
                if variant:
                    raise DataProblem("unusable_without", **where, element=branch.elements[variant - 1])
                raise DataProblem("value_negative" if exponent > 0 else "not_positive", **where)


def _made(branches: Mapping[str, _Branch], weights: Sequence[float], rule: Rule) -> _Branch:
    """The children in their order, every one in as many variants as there are elements below all of them."""
    elements = tuple(code for branch in branches.values() for code in branch.elements)
    width, start = 1 + len(elements), 1
    columns, out = [], []
    for branch in branches.values():
        # Where another child's element is left out, this one is as it is.
        variants = np.zeros(width, np.intp)
        variants[start : start + len(branch.elements)] = np.arange(1, 1 + len(branch.elements))
        columns.append(branch.values[:, variants])
        out.append(branch.is_out[variants])
        start += len(branch.elements)
    counted = np.sum(~np.array(out), axis=0)
    known = np.sum([~np.isnan(column) for column in columns], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        enough = (known >= 1) & (known / counted >= rule.threshold)
    if rule.method == "copeland":
        values = _outranked([np.where(enough, column, np.nan) for column in columns], weights, np.array(out))
    else:
        values = mean([column.ravel() for column in columns], weights, rule.method, rule.power).reshape(enough.shape)
    return _Branch(elements, np.where(enough, values, np.nan), counted == 0)


def _outranked(columns: Sequence[Matrix], weights: Sequence[float], out: NDArray[np.bool_]) -> Matrix:
    """Copeland compares all places at once, so every variant is a round of its own, among the children it still has."""
    values = np.full(columns[0].shape, np.nan)
    for variant in range(out.shape[1]):
        left = np.flatnonzero(~out[:, variant]).tolist()
        if left:
            values[:, variant] = copeland([columns[at][:, variant] for at in left], [weights[at] for at in left])
    return values


def _compared(places: tuple[str, ...], elements: tuple[str, ...], nominal: Matrix, scores: Matrix) -> Without:
    ranks, ranks_without = rank(nominal), rank(scores)
    both = (ranks[:, None] > 0) & (ranks_without > 0)
    change = np.where(both, np.abs(ranks_without - ranks[:, None]), 0).sum(axis=0)
    count = both.sum(axis=0)
    changes = np.where(count > 0, change / np.maximum(count, 1), np.nan)
    return Without(places, elements, nominal, ranks, scores, ranks_without, changes)
