"""Are the gaps spread at random: do they go with the score, or with the group of a place?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import betainc, chdtrc

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.impute.columns import Values
from hub.rooms.monitoring.engine.steps import Table

# Fewer places say nothing about an association.
LEAST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Association:
    """How strongly gaps go with something else.

    statistic  correlation, or the H of Kruskal and Wallis; None where it cannot be computed
    p          two-sided probability of one at least as strong by chance; None likewise
    adjusted   p adjusted for the number of indicators (Benjamini & Hochberg 1995); None for single tests
    count      places that were compared
    reason     why there is no statistic: association_too_few, association_constant; blank where there is one
    """

    statistic: float | None
    p: float | None
    count: int
    reason: str = ""
    adjusted: float | None = None


@dataclass(frozen=True, eq=False)
class Missingness:
    """Where the gaps are.

    place_shares  (places,)  share of the nodes that the place has no value for, 0 to 1
    node_shares   (nodes,)   share of the places without a value
    score         Spearman's correlation of the place's share with its score; negative: low scorers report less
    group         Kruskal-Wallis test of the place's share between groups
    nodes         node -> point-biserial correlation of "has no value" with the score; only nodes with gaps
    """

    places: tuple[str, ...]
    place_shares: Values
    node_shares: Values
    score: Association | None = None
    group: Association | None = None
    nodes: Mapping[str, Association] = field(default_factory=dict)


def missingness(table: Table, *, scores: Values | None = None, groups: Sequence[str] | None = None) -> Missingness:
    """Compare the gaps of a table, before any is filled, with the scores and groups of its places.

    scores  (places,)  NaN: the place is left out; they should be computed without imputed cells, or with those of a
                       method that does not use the score, or the test partly sees its own imputation
    groups  of every place; blank is none

    An association speaks against gaps completely at random. That gaps depend on the missing values themselves cannot
    be seen in the table: that is what `delta_shift` and `break_even` are for. Raises DataProblem:
    imputation_length_differs. Source: OECD/JRC Handbook (2008), step 3; Little & Rubin (2019), ch. 1.
    """
    for name, given in (("scores", scores), ("groups", groups)):
        if given is not None and len(given) != len(table.places):
            raise DataProblem("imputation_length_differs", parameter=name, found=len(given), allowed=len(table.places))
    gaps = np.isnan(table.values)
    shares = gaps.mean(axis=1)
    return Missingness(
        places=table.places,
        place_shares=shares,
        node_shares=gaps.mean(axis=0),
        score=None if scores is None else _with_score(shares, scores),
        group=None if groups is None else _between_groups(shares, groups),
        nodes={} if scores is None else _by_node(table, scores),
    )


def _with_score(shares: Values, scores: Values) -> Association:
    known = ~np.isnan(scores)
    return _correlation(_ranks(shares[known]), _ranks(scores[known]))


def _correlation(first: Values, second: Values) -> Association:
    """Pearson's correlation with its p from Student's t with n - 2 degrees of freedom."""
    count = len(first)
    if count < LEAST_PLACES:
        return Association(None, None, count, "association_too_few")
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return Association(None, None, count, "association_constant")
    one, other = first - first.mean(), second - second.mean()
    found = float((one * other).sum() / np.sqrt((one * one).sum() * (other * other).sum()))
    found = min(max(found, -1.0), 1.0)
    return Association(found, float(betainc(count / 2 - 1, 0.5, 1 - found * found)), count)


def _ranks(values: Values) -> Values:
    """Ranks from 1 for the least; ties share the mean of their ranks."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Values = (np.cumsum(counts) - (counts - 1) / 2)[which]
    return ranks


def _between_groups(shares: Values, groups: Sequence[str]) -> Association:
    labels = np.array(groups, dtype=object)
    grouped = labels != ""
    own, labels = shares[grouped], labels[grouped]
    count, names = len(own), sorted(set(labels))
    if count < LEAST_PLACES or len(names) < 2:
        return Association(None, None, count, "association_too_few")
    if np.ptp(own) == 0:
        return Association(None, None, count, "association_constant")
    ranks = _ranks(own)
    sums = sum(float(ranks[labels == name].sum()) ** 2 / int((labels == name).sum()) for name in names)
    tied = np.unique(own, return_counts=True)[1].astype(float)
    correction = 1 - float((tied**3 - tied).sum()) / (count**3 - count)
    statistic = (12 / (count * (count + 1)) * sums - 3 * (count + 1)) / correction
    return Association(statistic, float(chdtrc(len(names) - 1, statistic)), count)


def _by_node(table: Table, scores: Values) -> Mapping[str, Association]:
    known = ~np.isnan(scores)
    missing = np.isnan(table.values)
    found = {
        table.nodes[column]: _correlation(missing[known, column].astype(float), scores[known])
        for column in np.flatnonzero(missing.any(axis=0))
    }
    return _adjusted(found)


def _adjusted(found: Mapping[str, Association]) -> Mapping[str, Association]:
    """Benjamini and Hochberg: the least of p times tests over rank, from this p upwards."""
    tested = sorted((one.p, node) for node, one in found.items() if one.p is not None)
    adjusted: dict[str, float] = {}
    least = 1.0
    for rank in range(len(tested), 0, -1):
        p, node = tested[rank - 1]
        least = min(least, p * len(tested) / rank)
        adjusted[node] = least
    return {node: replace(one, adjusted=adjusted.get(node)) for node, one in found.items()}
