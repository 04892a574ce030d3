"""Benefit of the doubt: the weights of each place's own under which it looks best, and those under which it looks worst."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.steps import Table

LEAST_CHILDREN, MOST_CHILDREN = 2, 10
# What sums of declared shares such as 3 x 0.333 may miss.
ROUNDING = 1e-9
Shares = float | Mapping[str, float]
Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class OwnWeights:
    """Weights of each place's own for the children of one node.

    children     as they were given; a place's weight of a gap is 0, and NaN in all columns where it has no value
    best, worst  (places, children)  multipliers: the score is their product with the values, summed
    best_score   (places,)  0 to 1: 1 where no place is better under the place's best weights
    worst_score  (places,)  1 or more: 1 where no place is worse under the place's worst weights
    best_shares, worst_shares  (places, children)  part of the score that each child brings; they sum to 1
    """

    parent: str
    children: tuple[str, ...]
    best: Matrix
    worst: Matrix
    best_score: Vector
    worst_score: Vector
    best_shares: Matrix
    worst_shares: Matrix

    def __post_init__(self) -> None:
        for array in (self.best, self.worst, self.best_score, self.worst_score, self.best_shares, self.worst_shares):
            array.setflags(write=False)


def benefit_of_the_doubt(
    table: Table, parent: str, children: Sequence[str], *, low: Shares = 0.0, high: Shares = 1.0
) -> OwnWeights:
    """Best and worst weights of every place by linear programming.

    best   max sum w x of the place, such that no place of the frontier has more than 1 with the same weights, w >= 0
    worst  min sum w x of the place, such that no place of the frontier has less than 1
    table  scores of the children, above zero; 2 to 10 children
    low, high  least and most share of a child in the place's score: for all children, or child -> share
    The frontier is made of the places with a value for every child, and the place itself. A place with gaps is judged
    over the children it has; its bounds are scaled up by children / children known, up to 1. The scores are unique, the
    weights need not be.
    Raises DataProblem: children_out_of_range, child_unknown, not_positive, places_too_few, share_bounds_inverted,
    share_bounds_impossible, share_out_of_range, doubt_unsolved.
    Source: Cherchye, Moesen, Rogge & Van Puyenbroeck (2007); for the worst, Zhou, Ang & Poh (2007); OECD/JRC Handbook
    (2008), step 6.
    """
    values = _values(table, parent, children)
    bounds = _bounds(parent, children, low, high)
    # The children in the order of their codes and the frontier sorted: of several equal optima the solver then takes the
    # same one, whatever the order of rows and columns.
    order = sorted(range(len(children)), key=lambda at: children[at])
    ordered = values[:, order]
    complete = ordered[~np.isnan(ordered).any(axis=1)]
    if not len(complete):
        raise DataProblem("places_too_few", node=parent, found=0, allowed=1)
    shape = values.shape
    found = {side: np.full(shape, np.nan) for side in ("best", "worst")}
    frontiers = {"best": _frontier(complete), "worst": -_frontier(-complete)}
    for row, own in enumerate(ordered):
        known = ~np.isnan(own)
        if known.any():
            scaled = _for_known(parent, table.places[row], bounds[order][known], shape[1])
            for side, frontier in frontiers.items():
                ratios = np.vstack([frontier[:, known] / own[known], np.ones(known.sum())])
                brought = _solve(ratios, scaled, side)
                if brought is None:
                    raise DataProblem("doubt_unsolved", node=parent, place=table.places[row], found=side)
                found[side][row] = 0.0
                found[side][row, np.array(order)[known]] = brought
    return _own_weights(parent, tuple(children), values, found)


def _values(table: Table, parent: str, children: Sequence[str]) -> Matrix:
    if not LEAST_CHILDREN <= len(children) <= MOST_CHILDREN:
        raise DataProblem(
            "children_out_of_range", node=parent, found=len(children), low=LEAST_CHILDREN, high=MOST_CHILDREN
        )
    for code in children:
        if code not in table.nodes:
            raise DataProblem("child_unknown", node=parent, found=code, allowed=", ".join(table.nodes))
    values = np.column_stack([table.column(code) for code in children])
    wrong = np.argwhere(values <= 0)
    if wrong.size:
        row, column = wrong[0]
        raise DataProblem(
            "not_positive",
            node=parent,
            child=children[column],
            place=table.places[row],
            found=float(values[row, column]),
        )
    return values


def _bounds(parent: str, children: Sequence[str], low: Shares, high: Shares) -> Matrix:
    """Least and most share of each child: (children, 2)."""
    for name, said in (("low", low), ("high", high)):
        for code in said if isinstance(said, Mapping) else ():
            if code not in children:
                raise DataProblem("child_unknown", node=parent, found=code, allowed=", ".join(children))
        for share in said.values() if isinstance(said, Mapping) else (said,):
            if not 0 <= share <= 1:
                raise DataProblem("share_out_of_range", step="weigh", parameter=name, found=share, low=0, high=1)
    lows = [low.get(code, 0.0) if isinstance(low, Mapping) else low for code in children]
    highs = [high.get(code, 1.0) if isinstance(high, Mapping) else high for code in children]
    for code, least, most in zip(children, lows, highs, strict=True):
        if least > most:
            raise DataProblem("share_bounds_inverted", node=code, parent=parent, low=least, high=most)
    if sum(lows) > 1 + ROUNDING or sum(highs) < 1 - ROUNDING:
        raise DataProblem("share_bounds_impossible", node=parent, low=sum(lows), high=sum(highs))
    return np.column_stack([lows, highs])


def _for_known(parent: str, place: str, bounds: Matrix, children: int) -> Matrix:
    scaled = np.minimum(bounds * (children / len(bounds)), 1.0)
    if scaled[:, 0].sum() > 1 + ROUNDING or scaled[:, 1].sum() < 1 - ROUNDING:
        raise DataProblem(
            "share_bounds_impossible",
            node=f"{parent} ({place})",
            low=float(scaled[:, 0].sum()),
            high=float(scaled[:, 1].sum()),
        )
    return scaled


def _frontier(values: Matrix) -> Matrix:
    """Rows that no other row reaches in every column, sorted: all the others can never bind."""
    distinct = np.unique(values, axis=0)
    kept = np.empty((0, values.shape[1]))
    # A row can only be dominated by one with a larger sum, which stands before it.
    for row in distinct[np.argsort(-distinct.sum(axis=1), kind="stable")]:
        if not (kept >= row).all(axis=1).any():
            kept = np.vstack([kept, row])
    return kept


def _solve(ratios: Matrix, bounds: Matrix, side: str) -> Vector | None:
    """What each child brings to the score (children,): w x of the place, so that the columns are of one scale.

    ratios  (frontier, children)  values of the frontier over those of the place; the place itself is the last row
    """
    sign = 1.0 if side == "best" else -1.0
    count = len(bounds)
    limits = [sign * ratios]
    rights = [np.full(len(ratios), sign)]
    for own, turn in ((bounds[:, 0], 1.0), (-bounds[:, 1], -1.0)):
        # own . total - turn . brought <= 0; bounds that cannot bind (0 and 1) are left out.
        binding = np.flatnonzero((own != 0) & (own != -1))
        if binding.size:
            rows = np.repeat(own[binding, None], count, axis=1)
            rows[np.arange(binding.size), binding] -= turn
            limits.append(rows)
            rights.append(np.zeros(binding.size))
    solved = linprog(
        np.full(count, -sign),
        A_ub=np.vstack(limits),
        b_ub=np.concatenate(rights),
        bounds=(0, None),
        method="highs",
        options={"presolve": False},
    )
    if solved.status != 0:
        return None
    brought: Vector = np.maximum(solved.x, 0.0)
    reached = (ratios * brought).sum(axis=1)
    # The solver keeps to the limits within 1e-7 only; the one that binds is made exact.
    return brought / (reached.max() if side == "best" else reached.min())


def _own_weights(parent: str, children: tuple[str, ...], values: Matrix, found: Mapping[str, Matrix]) -> OwnWeights:
    scores = {side: brought.sum(axis=1) for side, brought in found.items()}
    known = ~np.isnan(values)
    weights = {
        side: np.where(known, brought / np.where(known, values, 1.0), brought) for side, brought in found.items()
    }
    shares = {side: brought / scores[side][:, None] for side, brought in found.items()}
    return OwnWeights(
        parent,
        children,
        weights["best"],
        weights["worst"],
        scores["best"],
        scores["worst"],
        shares["best"],
        shares["worst"],
    )
