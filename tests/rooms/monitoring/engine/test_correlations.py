"""Correlations: against COINr on ASEM, by hand, against scipy, and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from tests.rooms.monitoring.engine.test_statistics import (
    ASTRAY,
    EXPECTED,
    FOLDER,
    asem_framework,
    asem_normalised,
    asem_raw,
    asem_scores,
    number,
    rows_of,
    shuffled,
    table_of,
    tree,
)

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.correlations import (
    METHODS,
    Pair,
    correlate,
    covariances,
    denominator_pairs,
    groups_at,
    high_pairs,
    low_pairs,
    mid_ranks,
    pairs_within,
)
from hub.rooms.monitoring.engine.steps import Table


@pytest.fixture(autouse=True)
def _needs_reference(request: pytest.FixtureRequest) -> None:
    if "asem" in request.node.name and not FOLDER.is_dir():
        pytest.skip("the ASEM reference is not beside the project")


def asem_with_its_ties() -> Table:
    """COINr ranked Greece just under two equals: they differ after the 15th digit, where the table of results ends."""
    table = asem_normalised()
    values = table.values.copy()
    values[table.places.index("GRC"), table.nodes.index(ASTRAY)] -= 1e-9
    return Table(table.places, table.nodes, values)


@pytest.mark.parametrize("method", METHODS)
def test_correlate_on_asem_gives_the_published_coefficients(method: str) -> None:
    found = correlate(asem_normalised() if method == "pearson" else asem_with_its_ties(), method=method)
    rows = rows_of(EXPECTED / f"corr_normalised_{method}.csv")
    assert len(rows) == 49 * 49
    own = [found.coefficient(row["Var1"], row["Var2"]) for row in rows]
    np.testing.assert_allclose(own, [float(row["Correlation"]) for row in rows], rtol=1e-9, atol=1e-9)


def test_correlate_on_asem_within_pillars_leaves_out_what_is_not_significant() -> None:
    found = correlate(asem_normalised())
    groups = groups_at(asem_framework(), found.left, level=2)
    rows = rows_of(EXPECTED / "corr_normalised_pearson_p05_grouplev2.csv")
    assert len(rows) == sum(groups[one] == groups[other] for one in found.left for other in found.left)
    for row in rows:
        own, p_value = (at(row["Var1"], row["Var2"]) for at in (found.coefficient, found.p_value))
        expected = number(row["Correlation"])
        assert math.isnan(expected) == (p_value > 0.05), row
        assert math.isnan(expected) or own == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("level", [2, 3, 4])
def test_correlate_on_asem_indicators_with_aggregates_gives_the_published_coefficients(level: int) -> None:
    framework = asem_framework()
    above = [node.code for node in framework.aggregates if node.level == 4 - level]
    found = correlate(asem_scores(), asem_normalised().nodes, above)
    rows = rows_of(EXPECTED / f"corr_level1_level{level}_pearson.csv")
    assert len(rows) == found.coefficients.size
    own = [found.coefficient(row["Var2"], row["Var1"]) for row in rows]
    np.testing.assert_allclose(own, [float(row["Correlation"]) for row in rows], rtol=1e-9, atol=1e-9)


def check_pairs(found: tuple[Pair, ...], name: str) -> None:
    own = {(one.group, *sorted((one.first, one.second))): one.coefficient for one in found}
    assert len(own) == len(found)
    rows = rows_of(EXPECTED / name)
    expected = {(row["Group"], *sorted((row["Ind1"], row["Ind2"]))): float(row["Corr"]) for row in rows}
    assert own == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_pairs_on_asem_that_are_high_or_low_within_pillars_are_the_published_ones() -> None:
    found = correlate(asem_normalised())
    pairs = pairs_within(found, groups_at(asem_framework(), found.left))
    check_pairs(high_pairs(pairs), "corr_flags_high_0.45.csv")
    check_pairs(low_pairs(pairs), "corr_flags_low_0.3.csv")


def test_denominator_pairs_on_asem_are_the_published_ones() -> None:
    found = denominator_pairs(asem_raw(), asem_framework())
    expected = {
        (row["Ind"], row["Denom"]): float(row["Corr"]) for row in rows_of(EXPECTED / "corr_denominators_abs_0.5.csv")
    }
    assert {(one.first, one.second): one.coefficient for one in found} == pytest.approx(expected, rel=1e-9)


def test_correlate_by_hand_on_four_places() -> None:
    # a 1 2 3 4, b 1 3 2 10: deviations -1.5 -.5 .5 1.5 and -3 -1 -2 6, products 13, squares 5 and 50: r = 13/sqrt(250).
    # Ranks of b 1 3 2 4: rho = 1 - 6*2/(4*15) = 0.8; five concordant pairs and one discordant: tau = 4/6.
    table = table_of(a=[1, 2, 3, 4], b=[1, 3, 2, 10])
    found = {method: correlate(table, method=method).coefficient("a", "b") for method in METHODS}
    assert found == pytest.approx({"pearson": 13 / math.sqrt(250), "spearman": 0.8, "kendall": 2 / 3})


def test_correlate_p_by_hand_on_three_places() -> None:
    # One degree of freedom is the Cauchy distribution: r = 1/2, t = 1/sqrt(3), p = 1 - 2 atan(t)/pi = 2/3.
    found = correlate(table_of(a=[1, 2, 3], b=[1, 3, 2]))
    assert found.p_value("a", "b") == pytest.approx(2 / 3)
    assert found.p_value("a", "a") == 0
    assert found.places.tolist() == [[3, 3], [3, 3]]


@pytest.mark.parametrize("method", METHODS)
def test_correlate_with_gaps_gives_what_scipy_gives_on_the_places_of_each_pair(method: str) -> None:
    draws = np.random.default_rng(3)
    values = np.round(draws.normal(size=(60, 8)) + draws.normal(size=(60, 1)), 1)
    values[draws.uniform(size=values.shape) < 0.15] = np.nan
    values[:, 0] = values[:, 0] * 1e-9 + 1e3
    table = Table(tuple(map(str, range(60))), tuple("abcdefgh"), values)
    found = correlate(table, tuple("abc"), tuple("bdefgh"), method=method)
    peer = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}[method]
    for row, one in enumerate(found.left):
        for at, other in enumerate(found.right):
            if one == other:
                continue
            both = ~np.isnan(table.column(one)) & ~np.isnan(table.column(other))
            own = found.coefficients[row, at], found.p_values[row, at]
            options = {"method": "asymptotic"} if method == "kendall" else {}
            expected = peer(table.column(one)[both], table.column(other)[both], **options)
            assert own == pytest.approx((expected.statistic, expected.pvalue), rel=1e-5 if one == "a" else 1e-9)
            assert found.places[row, at] == both.sum()


@pytest.mark.parametrize("method", METHODS)
def test_correlate_what_does_not_vary_or_hardly_meets_is_a_gap(method: str) -> None:
    nan = math.nan
    # c has one value; d has one value where a is known; e meets a in a single place.
    table = table_of(a=[1, 2, 3, nan, nan], c=[0.1] * 5, d=[0.3, 0.3, 0.3, 9, 1], e=[nan, nan, 5, 6, 8])
    found = correlate(table, ("a",), ("c", "d", "e"), method=method)
    assert np.isnan(found.coefficients).all()
    assert np.isnan(found.p_values).all()
    assert found.places.tolist() == [[3, 3, 1]]


@pytest.mark.parametrize("method", METHODS)
def test_correlate_over_two_places_has_a_coefficient_but_no_p(method: str) -> None:
    found = correlate(table_of(a=[1, 2], b=[5, 3]), method=method)
    assert found.coefficient("a", "b") == pytest.approx(-1)
    assert math.isnan(found.p_value("a", "b"))


def test_correlate_by_an_unknown_method_or_node_is_refused() -> None:
    with pytest.raises(DataProblem, match="method_unknown"):
        correlate(table_of(a=[1, 2]), method="distance")
    with pytest.raises(DataProblem, match="node_not_in_table"):
        correlate(table_of(a=[1, 2]), ("z",))


def test_covariances_by_hand_are_pairwise_complete() -> None:
    # a and b share the first three places: deviations -1 0 1 and -1 1 0, covariance 1/2; b over four places 1 3 2 6: 14/3.
    found = covariances(table_of(a=[1, 2, 3, math.nan], b=[1, 3, 2, 6]), ("a", "b"))
    assert found.tolist() == [pytest.approx([1, 0.5]), pytest.approx([0.5, 14 / 3])]


def test_groups_at_a_level_takes_the_ancestor_there() -> None:
    framework = tree(one="ab", two="c")
    assert groups_at(framework, ("a", "c")) == {"a": "one", "c": "two"}
    assert groups_at(framework, ("a", "c", "one", "top"), level=0) == {"a": "top", "c": "top", "one": "top"}
    found = pairs_within(correlate(table_of(a=[1, 2, 4], b=[1, 3, 2], c=[2, 1, 3])), {"a": "x", "b": "y", "c": "x"})
    assert [(one.group, one.first, one.second) for one in found] == [("x", "a", "c")]


@given(
    arrays(np.float64, (9, 4), elements=st.sampled_from([math.nan, -2.0, 0.0, 0.1, 3.0, 7.5, 1e5])),
    st.integers(0, 99),
    st.sampled_from(METHODS),
)
@settings(deadline=None)
def test_correlate_whatever_the_order_of_rows_and_columns_is_the_same(
    values: np.ndarray, seed: int, method: str
) -> None:
    table = Table(tuple("qrstuvwxy"), tuple("abcd"), values)
    other = correlate(shuffled(table, seed), method=method)
    found = correlate(table, method=method)
    order = [other.left.index(code) for code in table.nodes]
    block = np.ix_(order, order)
    np.testing.assert_allclose(other.coefficients[block], found.coefficients, atol=1e-9)
    np.testing.assert_allclose(other.p_values[block], found.p_values, atol=1e-6)
    assert np.array_equal(found.coefficients, found.coefficients.T, equal_nan=True)
    assert (np.abs(found.coefficients[~np.isnan(found.coefficients)]) <= 1).all()


@given(
    arrays(
        np.float64, st.tuples(st.integers(1, 12), st.integers(1, 3)), elements=st.sampled_from([0.0, 1.0, 2.5, -4.0])
    )
)
def test_mid_ranks_are_those_of_scipy(values: np.ndarray) -> None:
    assert mid_ranks(values).tolist() == stats.rankdata(values, axis=0).tolist()
