"""Correlate: how nodes move together, pairwise complete, and which pairs stand out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtr

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.steps import Table
from hub.rooms.monitoring.engine.treat.moments import column_sums, extremes_of

METHODS = ("pearson", "spearman", "kendall")
# The flags of COINr `get_corr_flags` and `get_denom_corr`.
HIGH, LOW, DENOMINATOR = 0.45, 0.3, 0.5
# Below this share of its second moment a variance is rounding: the column has one value.
# A variance that is so small a share of its sum of squares has lost half its digits.
DOUBTFUL = 1e-6
ROUNDING = 1e-13
# Coefficients nearer to 1 than this are 1.
WHOLE = 1e-15
# Signs of differences are taken for this many cells at a time (32 MB).
CHUNK = 8_000_000

Matrix = NDArray[np.float64]
Signs = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Correlations:
    """Every node of `left` with every node of `right`; arrays (left, right).

    coefficients  -1 to 1; NaN where fewer than two places have both values, or one of the two is the same everywhere
    p_values      two-sided, of no association; NaN where it cannot be told (fewer than three places)
    places        number of places with both values
    """

    method: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    coefficients: Matrix
    p_values: Matrix
    places: NDArray[np.int64]

    def coefficient(self, first: str, second: str) -> float:
        return float(self.coefficients[self.left.index(first), self.right.index(second)])

    def p_value(self, first: str, second: str) -> float:
        return float(self.p_values[self.left.index(first), self.right.index(second)])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes of one group; `group` is blank where no grouping was asked for."""

    group: str
    first: str
    second: str
    coefficient: float
    p_value: float


@dataclass(frozen=True, eq=False)
class _Moments:
    """Sums over the places that have both values, of columns from which their own mean was taken."""

    places: Matrix
    left: Matrix
    right: Matrix
    left_squares: Matrix
    right_squares: Matrix
    products: Matrix


def correlate(
    table: Table, left: Sequence[str] | None = None, right: Sequence[str] | None = None, *, method: str = "pearson"
) -> Correlations:
    """Correlate the columns of `left` with those of `right` (all columns; `right` as `left`).

    method  pearson; spearman (Pearson of the mid-ranks); kendall (tau-b). A gap leaves out the pair, not the place:
            ranks are taken anew among the places that have both values.
    p       pearson and spearman: t with n-2 degrees of freedom; kendall: normal, corrected for ties.
    Time grows with places x left x right, for kendall with the square of the places.
    Raises DataProblem: method_unknown, node_not_in_table. Source: Kendall (1970), Rank Correlation Methods; COINr `get_corr`.
    """
    if method not in METHODS:
        raise DataProblem("method_unknown", step="correlations", found=method, allowed=", ".join(METHODS))
    rows = tuple(table.nodes if left is None else left)
    columns = rows if right is None else tuple(right)
    one = columns_of(table, rows)
    # The same table on both sides is half the work: what is said of it on the left is turned for the right.
    other = one if columns == rows else columns_of(table, columns)
    places = np.rint(_counts(one, other)).astype(np.int64)
    if method == "pearson":
        moments = _moments(one, other)
        coefficients = _done_again(one, other, moments, _pearson(moments))
        return Correlations(method, rows, columns, coefficients, _p_of_t(coefficients, places), places)
    ranked = _by_blocks(one, other, _spearman if method == "spearman" else _kendall)
    return Correlations(method, rows, columns, ranked.coefficients, ranked.p_values, places)


def covariances(table: Table, nodes: Sequence[str]) -> Matrix:
    """(nodes, nodes) covariances with n-1, pairwise complete; NaN where fewer than two places have both values."""
    values = columns_of(table, nodes)
    moments = _moments(values, values)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = moments.products - moments.left * moments.right / moments.places
        return np.where(moments.places > 1, apart / (moments.places - 1), np.nan)


def columns_of(table: Table, nodes: Sequence[str]) -> Matrix:
    """(places, nodes) the columns asked for; DataProblem("node_not_in_table") naming the first one that is not there."""
    positions = {code: at for at, code in enumerate(table.nodes)}
    for code in nodes:
        if code not in positions:
            raise DataProblem("node_not_in_table", node=code, found=len(table.nodes))
    return np.ascontiguousarray(table.values[:, [positions[code] for code in nodes]])


def groups_at(framework: Framework, nodes: Sequence[str], level: int | None = None) -> Mapping[str, str]:
    """The group of each node: its ancestor at a level (0 the index), or its parent; nodes without one are left out."""
    groups = {}
    for code in nodes:
        node = framework.node(code)
        above = framework.by_code.get(node.parent)
        while level is not None and above is not None and above.level > level:
            above = framework.by_code.get(above.parent)
        if above is not None and (level is None or above.level == level):
            groups[code] = above.code
    return groups


def pairs_within(correlations: Correlations, groups: Mapping[str, str]) -> tuple[Pair, ...]:
    """Every pair of different nodes of one group once, in the order of the nodes; nodes without a group are left out."""
    rows = {code: at for at, code in enumerate(correlations.left) if code in groups}
    columns = {code: at for at, code in enumerate(correlations.right) if code in rows}
    shared = [code for code in rows if code in columns]
    chosen = [
        (one, other) for at, one in enumerate(shared) for other in shared[at + 1 :] if groups[one] == groups[other]
    ]
    return tuple(
        Pair(
            groups[one],
            one,
            other,
            float(correlations.coefficients[rows[one], columns[other]]),
            float(correlations.p_values[rows[one], columns[other]]),
        )
        for one, other in chosen
    )


def high_pairs(pairs: Sequence[Pair], limit: float = HIGH) -> tuple[Pair, ...]:
    """Pairs that may say the same thing twice: coefficient above the limit."""
    return tuple(pair for pair in pairs if pair.coefficient > limit)


def low_pairs(pairs: Sequence[Pair], limit: float = LOW) -> tuple[Pair, ...]:
    """Pairs that may not belong together: coefficient under the limit, negative ones among them."""
    return tuple(pair for pair in pairs if pair.coefficient < limit)


def denominator_pairs(table: Table, framework: Framework, limit: float = DENOMINATOR) -> tuple[Pair, ...]:
    """Reported indicators that follow the size of a denominator: absolute coefficient above the limit.

    table  before denomination, with the denominators' columns. Source: COINr `get_denom_corr`.
    """
    indicators = [node.code for node in framework.indicators if node.code in table.nodes]
    sizes = [node.code for node in framework.denominators if node.code in table.nodes]
    if not indicators or not sizes:
        return ()
    found = correlate(table, indicators, sizes)
    return tuple(
        Pair("", found.left[row], found.right[at], float(found.coefficients[row, at]), float(found.p_values[row, at]))
        for row, at in np.argwhere(np.abs(found.coefficients) > limit)
    )


def mid_ranks(values: Matrix) -> Matrix:
    """Ranks of every column from 1 (lowest), ties at their mean; no gaps allowed."""
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    places = np.arange(len(values))[:, None]
    differs = ordered[1:] != ordered[:-1]
    edge = np.ones((1, values.shape[1]), np.bool_)
    first = np.maximum.accumulate(np.where(np.concatenate([edge, differs]), places, 0), axis=0)
    ends = np.where(np.concatenate([differs, edge]), places, len(values))
    last = np.minimum.accumulate(ends[::-1], axis=0)[::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=0)
    return ranks


def _products(left: Matrix, right: Matrix) -> Matrix:
    """Column sums of products, (left, right): added row after row, so that every machine gets the same bytes."""
    return np.column_stack([column_sums(left * right[:, at, None]) for at in range(right.shape[1])])


def _moments(left: Matrix, right: Matrix) -> _Moments:
    known_left, known_right = ~np.isnan(left), ~np.isnan(right)
    one = _around_mean(left)
    other = one if left is right else _around_mean(right)
    products = _products(one, other)
    if known_left.all() and known_right.all():
        shape = products.shape
        return _Moments(
            places=np.full(shape, float(len(left))),
            left=np.broadcast_to(column_sums(one)[:, None], shape),
            right=np.broadcast_to(column_sums(other), shape),
            left_squares=np.broadcast_to(column_sums(one * one)[:, None], shape),
            right_squares=np.broadcast_to(column_sums(other * other), shape),
            products=products,
        )
    here, there = known_left.astype(np.float64), known_right.astype(np.float64)
    sums, squares = _products(one, there), _products(one * one, there)
    return _Moments(
        places=_counts(left, right),
        left=sums,
        right=sums.T if left is right else _products(here, other),
        left_squares=squares,
        right_squares=squares.T if left is right else _products(here, other * other),
        products=products,
    )


def _counts(left: Matrix, right: Matrix) -> Matrix:
    """(left, right) number of places with both values."""
    known, there = ~np.isnan(left), ~np.isnan(right)
    if known.all() and there.all():
        return np.full((left.shape[1], right.shape[1]), float(len(left)))
    return _products(known.astype(np.float64), there.astype(np.float64))


def _around_mean(values: Matrix) -> Matrix:
    """Every column less its own mean, 0 in gaps and all over where it has one value."""
    extremes = extremes_of(values)
    mean = column_sums(np.nan_to_num(values)) / np.maximum(extremes.count, 1)
    return np.where(extremes.most > extremes.least, np.nan_to_num(values - mean), 0.0)


def _pearson(moments: _Moments) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        together = moments.products - moments.left * moments.right / moments.places
        left = moments.left_squares - moments.left * moments.left / moments.places
        right = moments.right_squares - moments.right * moments.right / moments.places
        coefficients = together / (np.sqrt(left) * np.sqrt(right))
    varies = (left > ROUNDING * moments.left_squares) & (right > ROUNDING * moments.right_squares)
    return np.where(varies, _whole(coefficients), np.nan)


def _done_again(left: Matrix, right: Matrix, moments: _Moments, coefficients: Matrix) -> Matrix:
    """Pairs whose shared places lie close together but far from the columns' means, pair by pair: their sums of squares
    have lost too many digits to be subtracted from one another."""
    n = moments.places
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (moments.left_squares - moments.left**2 / n) / moments.left_squares
        other = (moments.right_squares - moments.right**2 / n) / moments.right_squares
    for row, at in np.argwhere((n > 1) & ((one < DOUBTFUL) | (other < DOUBTFUL)) & (n < len(left))):
        both = ~np.isnan(left[:, row]) & ~np.isnan(right[:, at])
        pair = np.column_stack([left[both, row], right[both, at]])
        coefficients[row, at] = _pearson(_moments(pair, pair))[0, 1]
    return coefficients


def _whole(coefficients: Matrix) -> Matrix:
    """What rounding has left just beside -1 or 1, put there."""
    is_whole = np.abs(coefficients) > 1 - WHOLE
    return np.where(is_whole, np.sign(coefficients), coefficients)


def _p_of_t(coefficients: Matrix, places: NDArray[np.int64]) -> Matrix:
    """Two-sided p of r by Student's t with n-2 degrees of freedom, through the incomplete beta function."""
    freedom = np.maximum(places - 2, 1)
    p_values: Matrix = betainc(freedom / 2, 0.5, 1 - coefficients * coefficients)
    return np.where(places > 2, p_values, np.nan)


@dataclass(frozen=True, eq=False)
class _Ranked:
    coefficients: Matrix
    p_values: Matrix


def _by_blocks(left: Matrix, right: Matrix, kernel: Callable[[Matrix, Matrix], _Ranked]) -> _Ranked:
    """Columns with gaps in the same places go together, as tables without gaps that are ranked anew."""
    shape = (left.shape[1], right.shape[1])
    found = _Ranked(np.full(shape, np.nan), np.full(shape, np.nan))
    patterns = list(_patterns(left))
    others = patterns if left is right else list(_patterns(right))
    for at, (rows, here) in enumerate(patterns):
        for known, there in others[at:] if left is right else others:
            both = rows & known
            if both.sum() < 2:
                continue
            one = left[np.ix_(both, here)]
            own = kernel(one, one if left is right and here is there else right[np.ix_(both, there)])
            for matrix, part in ((found.coefficients, own.coefficients), (found.p_values, own.p_values)):
                matrix[np.ix_(here, there)] = part
                if left is right:
                    matrix[np.ix_(there, here)] = part.T
    return found


def _spearman(left: Matrix, right: Matrix) -> _Ranked:
    one = mid_ranks(left)
    coefficients = _pearson(_moments(one, one if left is right else mid_ranks(right)))
    return _Ranked(coefficients, _p_of_t(coefficients, np.full(coefficients.shape, len(left))))


def _kendall(left: Matrix, right: Matrix) -> _Ranked:
    concordance = _concordance(left, right)
    here = [_ties(column) for column in left.T]
    there = here if left is right else [_ties(column) for column in right.T]
    pairs = len(left) * (len(left) - 1) / 2
    untied = np.sqrt(np.outer([pairs - one.pairs for one in here], [pairs - one.pairs for one in there]))
    with np.errstate(divide="ignore", invalid="ignore"):
        coefficients = _whole(concordance / untied)
    return _Ranked(coefficients, _p_of_kendall(concordance, len(left), here, there))


def _patterns(values: Matrix) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.intp]]]:
    """Places that are known, and the columns that are known just there."""
    known = ~np.isnan(values)
    patterns, which = np.unique(known, axis=1, return_inverse=True)
    for at in range(patterns.shape[1]):
        yield patterns[:, at], np.flatnonzero(which.ravel() == at)


def _concordance(left: Matrix, right: Matrix) -> Matrix:
    """(left, right) concordant less discordant pairs of places. Whole numbers below 2^24: single precision keeps them exact."""
    count = len(left)
    one = mid_ranks(left).astype(np.float32)
    other = one if left is right else mid_ranks(right).astype(np.float32)
    step = max(1, CHUNK // (count * (left.shape[1] + right.shape[1])))
    total = np.zeros((left.shape[1], right.shape[1]))
    for start in range(0, count, step):
        here = np.sign(one[start : start + step, None] - one[None, start:])
        there = here if left is right else np.sign(other[start : start + step, None] - other[None, start:])
        # The square of the chunk with itself holds its pairs twice, the rest of the rows once.
        inside = slice(0, here.shape[0])
        total += _flat(here).T @ _flat(there)
        total -= _flat(here[:, inside]).T @ _flat(there[:, inside]) / 2
    return total


def _flat(signs: Signs) -> Signs:
    return signs.reshape(-1, signs.shape[2])


@dataclass(frozen=True, slots=True)
class _Ties:
    """Of the sizes t of groups of equal values: tied pairs, sum t(t-1)(t-2), sum t(t-1)(2t+5)."""

    varies: bool
    pairs: float
    triples: float
    spread: float


def _ties(column: Matrix) -> _Ties:
    sizes = np.unique(column, return_counts=True)[1].astype(np.float64)
    twice = sizes * (sizes - 1)
    spread = float((twice * (2 * sizes + 5)).sum())
    return _Ties(len(sizes) > 1, float(twice.sum() / 2), float((twice * (sizes - 2)).sum()), spread)


def _p_of_kendall(concordance: Matrix, places: int, left: Sequence[_Ties], right: Sequence[_Ties]) -> Matrix:
    """Two-sided p of the concordance by its normal limit, variance corrected for ties. Source: Kendall (1970), ch. 4."""
    n = float(places)
    if n < 3:
        return np.full(concordance.shape, np.nan)
    pairs = np.outer([one.pairs for one in left], [one.pairs for one in right])
    triples = np.outer([one.triples for one in left], [one.triples for one in right])
    spread = np.add.outer([one.spread for one in left], [one.spread for one in right])
    variance = (n * (n - 1) * (2 * n + 5) - spread) / 18
    variance += 2 * pairs / (n * (n - 1)) + triples / (9 * n * (n - 1) * (n - 2))
    varies = np.outer([one.varies for one in left], [one.varies for one in right])
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values: Matrix = 2 * ndtr(-np.abs(concordance) / np.sqrt(np.where(varies, variance, np.nan)))
    return p_values
