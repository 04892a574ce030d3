"""Pairwise judgements: weights by the analytic hierarchy process."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.weigh.shares import siblings_of, weigh_as

# Mean consistency index of random judgements for 1, 2, 3 ... things compared. Source: Saaty (1980), table 2.1.
RANDOM_INDICES = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
MOST = 9.0
# A half of a pair written with two decimals, such as 0.14 for 1/7, is still the reciprocal of the other.
RECIPROCAL = 0.03
VECTORS = ("eigenvector", "row-geometric-mean")
TURNS, SETTLED = 100_000, 1e-15
Matrix = list[list[float]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judgements about the children of one node come to.

    shares       child -> weight; they sum to 1
    eigenvalue   mean of (A w) / w: the largest eigenvalue of the matrix for `eigenvector`
    index        consistency index (eigenvalue - n) / (n - 1); 0 is perfectly consistent
    ratio        consistency ratio: index / that of random judgements; 0 for two children
    first, second, judged, implied  the judgement that fits the shares least: what was said of this pair, and the
                 quotient of their shares; blank and NaN where there is only one child
    """

    shares: Mapping[str, float]
    eigenvalue: float
    index: float
    ratio: float
    first: str = ""
    second: str = ""
    judged: float = math.nan
    implied: float = math.nan


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Weights by pairwise judgements: node -> share among its siblings; parent -> how consistent its judgements are."""

    weights: Mapping[str, float]
    judgements: Mapping[str, Judgement]


def weigh_by_pairs(
    framework: Framework,
    nodes: Sequence[str],
    judgements: Mapping[str, Any],
    *,
    vector: str = "eigenvector",
    limit: float = 0.1,
) -> Pairwise:
    """Weights from judgements of the kind "this child counts three times as much as that one".

    judgements  parent -> a table child -> other child -> judgement (each pair at least one way round), or rows of a
                matrix in the order of the framework: full, or only what is right of the diagonal; 1/9 to 9
    vector      `eigenvector` (principal) or `row-geometric-mean`
    limit       the consistency ratio above which the judgements are refused; 0.1 after Saaty
    A node without judgements keeps the weights of the framework. Pairs with a child that is no longer left are dropped.
    Raises DataProblem: node_unknown, node_not_aggregated, method_unknown, judgements_incomplete, judgement_unusable,
    judgement_not_reciprocal, judgements_inconsistent, judgements_too_many.
    Source: Saaty (1980), The Analytic Hierarchy Process; OECD/JRC Handbook (2008), step 6.
    """
    left = siblings_of(framework, nodes)
    found: dict[str, Judgement] = {}
    raw: dict[str, float] = {}
    for parent, said in judgements.items():
        node = framework.node(parent)
        declared = tuple(child.code for child in framework.children(parent))
        if not declared:
            raise DataProblem("node_not_aggregated", node=parent, found=node.kind)
        matrix = read_judgements(parent, declared, said)
        if parent not in left:
            continue
        kept = [declared.index(code) for code in left[parent]]
        own = judge(parent, left[parent], [[matrix[row][column] for column in kept] for row in kept], vector=vector)
        _refuse_inconsistent(parent, own, limit)
        found[parent] = own
        raw |= own.shares
    return Pairwise(weigh_as(framework, nodes, raw), found)


def read_judgements(parent: str, children: Sequence[str], said: Any) -> Matrix:
    """Checked full matrix (children, children), made reciprocal from the half of each pair that is 1 or more."""
    written = _by_name(parent, children, said) if isinstance(said, Mapping) else _by_row(parent, children, said)
    count = len(children)
    matrix = [[1.0] * count for _ in range(count)]
    for row in range(count):
        _check_judgement(parent, children[row], children[row], written.get((row, row), 1.0))
        for column in range(row + 1, count):
            one, other = written.get((row, column)), written.get((column, row))
            names = (children[row], children[column])
            value = _one_of_pair(parent, names, one, other)
            matrix[row][column], matrix[column][row] = value, 1 / value
    return matrix


def judge(
    parent: str, children: Sequence[str], matrix: Sequence[Sequence[float]], *, vector: str = "eigenvector"
) -> Judgement:
    """Shares and consistency of a full reciprocal matrix (children, children), whatever its ratio."""
    if vector not in VECTORS:
        raise DataProblem("method_unknown", step="weigh", found=vector, allowed=", ".join(VECTORS))
    count = len(children)
    if count > len(RANDOM_INDICES):
        raise DataProblem("judgements_too_many", node=parent, found=count, allowed=len(RANDOM_INDICES))
    shares = _row_means(matrix) if vector == "row-geometric-mean" else _eigenvector(matrix)
    eigenvalue = math.fsum(math.fsum(map(_times, row, shares)) / own for row, own in zip(matrix, shares, strict=True))
    eigenvalue /= count
    named = dict(zip(children, shares, strict=True))
    if count == 1:
        return Judgement(named, eigenvalue, 0.0, 0.0)
    index = max((eigenvalue - count) / (count - 1), 0.0)
    ratio = index / RANDOM_INDICES[count - 1] if count > 2 else 0.0
    first, second = _fitting_least(matrix, shares)
    return Judgement(
        named,
        eigenvalue,
        index,
        ratio,
        first=children[first],
        second=children[second],
        judged=matrix[first][second],
        implied=shares[first] / shares[second],
    )


def _fitting_least(matrix: Sequence[Sequence[float]], shares: Sequence[float]) -> tuple[int, int]:
    """The pair whose judgement is furthest from the quotient of the shares; of several, the one judged most extreme."""
    pairs = [(row, column) for row in range(len(matrix)) for column in range(row + 1, len(matrix))]
    misses = [abs(math.log(matrix[row][column] * shares[column] / shares[row])) for row, column in pairs]
    # Three things compared always miss by the same, but for rounding.
    worst = [pair for pair, miss in zip(pairs, misses, strict=True) if miss >= max(misses) - 1e-9]
    return max(worst, key=lambda pair: abs(math.log(matrix[pair[0]][pair[1]])))


def _times(one: float, other: float) -> float:
    return one * other


def _eigenvector(matrix: Sequence[Sequence[float]]) -> list[float]:
    """Power iteration: all entries are positive, so it settles, and its bytes do not depend on a linear algebra library."""
    shares = [1 / len(matrix)] * len(matrix)
    for _ in range(TURNS):
        raised = [math.fsum(map(_times, row, shares)) for row in matrix]
        total = math.fsum(raised)
        new = [value / total for value in raised]
        if max(abs(one - other) for one, other in zip(new, shares, strict=True)) <= SETTLED:
            return new
        shares = new
    return shares


def _row_means(matrix: Sequence[Sequence[float]]) -> list[float]:
    means = [math.exp(math.fsum(map(math.log, row)) / len(matrix)) for row in matrix]
    total = math.fsum(means)
    return [mean / total for mean in means]


def _by_name(parent: str, children: Sequence[str], said: Mapping[str, Any]) -> dict[tuple[int, int], float]:
    written: dict[tuple[int, int], float] = {}
    for first, row in said.items():
        for second, judged in row.items():
            for code in (first, second):
                if code not in children:
                    raise DataProblem("child_unknown", node=parent, found=code, allowed=", ".join(children))
            written[children.index(first), children.index(second)] = judged
    return written


def _by_row(parent: str, children: Sequence[str], said: Sequence[Sequence[float]]) -> dict[tuple[int, int], float]:
    count = len(children)
    lengths = [len(row) for row in said]
    if lengths == [count] * count:
        return {(row, column): said[row][column] for row in range(count) for column in range(count)}
    # The last row of the half has nothing to the right of the diagonal, so it may be left away.
    if lengths in (list(range(count - 1, 0, -1)), list(range(count - 1, -1, -1))):
        return {(row, row + 1 + at): judged for row, own in enumerate(said) for at, judged in enumerate(own)}
    allowed = f"{[count] * count} / {list(range(count - 1, 0, -1))}"
    raise DataProblem("judgement_rows", node=parent, found=lengths, allowed=allowed)


def _one_of_pair(parent: str, names: tuple[str, str], one: float | None, other: float | None) -> float:
    first, second = names
    if one is not None:
        _check_judgement(parent, first, second, one)
    if other is not None:
        _check_judgement(parent, second, first, other)
    if one is None and other is None:
        raise DataProblem("judgements_incomplete", node=parent, first=first, second=second)
    if one is None or other is None:
        return one or 1 / (other or 1.0)
    if abs(one * other - 1) > RECIPROCAL:
        raise DataProblem(
            "judgement_not_reciprocal", node=parent, first=first, second=second, found=one, other=other, allowed=1 / one
        )
    return one if one >= other else 1 / other


def _check_judgement(parent: str, first: str, second: str, judged: float) -> None:
    low, high = (1.0, 1.0) if first == second else (1 / MOST, MOST)
    if not isinstance(judged, int | float) or not low * (1 - RECIPROCAL) <= judged <= high * (1 + 1e-9):
        raise DataProblem(
            "judgement_unusable", node=parent, first=first, second=second, found=judged, low=round(low, 3), high=high
        )


def _refuse_inconsistent(parent: str, own: Judgement, limit: float) -> None:
    if own.ratio > limit:
        raise DataProblem(
            "judgements_inconsistent",
            node=parent,
            found=round(own.ratio, 3),
            allowed=limit,
            first=own.first,
            second=own.second,
            judged=round(own.judged, 3),
            implied=round(own.implied, 3),
        )
