"""Treatment of outliers: hand-worked columns, ASEM, and what has to hold for any column."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats
from tests.rooms.monitoring.engine.test_asem import folder, framework, steps

from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.steps import Step, Table
from hub.rooms.monitoring.engine.treat import (
    METHODS,
    Treatment,
    kurtosis,
    passes,
    skewness,
    treat,
    treat_by,
    treatments_at,
    untreated,
)
from hub.rooms.monitoring.phrases import declarations, scaling

__all__ = ["folder", "framework", "steps"]

FORMS = ("log-ct", "log-ct-orig", "log-ct-plus", "log-gii", "log-natural")
# e**0 to e**39: no five points more or less make this column pass.
STEEP = [math.exp(power) for power in range(40)]


def table_of(*columns: list[float]) -> Table:
    nodes = tuple("abcdefgh"[: len(columns)])
    return Table(tuple(f"P{at}" for at in range(len(columns[0]))), nodes, np.array(columns, float).T.copy())


def treated(column: list[float], method: str, **parameters: object) -> NDArray[np.float64]:
    return treat_by(table_of(column), method, parameters).step.table.values[:, 0]


def said(problem: DataProblem) -> str:
    phrase = {**declarations.PHRASES, **scaling.PHRASES}[problem.code]
    return f"{phrase.sentence} {phrase.cure}" % problem.parameters


def columns_of(values: st.SearchStrategy[float], *, least: int = 4) -> st.SearchStrategy[list[float]]:
    return st.lists(values, min_size=least, max_size=40)


ANY = columns_of(st.integers(-1000, 1000).map(lambda one: one / 8) | st.sampled_from([5e3, -4e3, 1e5]))
SKEWED = st.lists(st.integers(0, 80), min_size=8, max_size=40, unique=True).map(
    lambda powers: [1.2**power for power in powers]
)


# The test


@given(st.lists(st.integers(-1000, 1000), min_size=5, max_size=40).filter(lambda values: len(set(values)) > 2))
def test_skewness_and_kurtosis_are_those_of_scipy(values: list[int]) -> None:
    column = np.array(values, float)
    assert skewness(column) == pytest.approx(stats.skew(column, bias=False), rel=1e-6, abs=1e-9)
    assert kurtosis(column) == pytest.approx(stats.kurtosis(column, bias=False), rel=1e-6, abs=1e-9)


def test_skewness_worked_by_hand() -> None:
    # 0, 0, 0, 4: mean 1, moments 3, 6, 21; g1 = 6 / 3**1.5, G1 = sqrt(12) / 2 * g1 = 2; G2 = ((5)(21/9 - 3) + 6) 3 / 2 = 4.
    column = np.array([0.0, 0, 0, 4])
    assert skewness(column) == pytest.approx(2, rel=1e-15)
    assert kurtosis(column) == pytest.approx(4, rel=1e-15)


@given(ANY, st.sampled_from([1e-150, 1e-9, 3.0, 1e9, 1e120]))
def test_skewness_when_the_unit_changes_then_stays(column: list[float], factor: float) -> None:
    values = np.array(column)
    assert skewness(values * factor) == pytest.approx(skewness(values), rel=1e-9, abs=1e-9, nan_ok=True)


def test_skewness_when_the_column_is_far_from_zero_then_stays() -> None:
    values = np.array([0.0, 1, 2, 3, 50])
    assert skewness(values + 2**40) == pytest.approx(skewness(values), rel=1e-12)


@pytest.mark.parametrize("column", [[], [1.0], [0.1, 0.1, 0.1], [0.1] * 7, [1.0, 2.0, 900.0]])
def test_passes_when_a_column_is_short_or_flat_then_it_passes(column: list[float]) -> None:
    assert passes(np.array(column), 2.0, 3.5)


# Winsorising


def test_treat_on_one_outlier_winsorises_one_point() -> None:
    step, treatments = treat(table_of([*range(1, 10), 100]))
    (cell,) = step.cells
    assert (cell.place, cell.before, cell.after, cell.method) == ("P9", 100, 9, "winsorise")
    assert (treatments["a"].low, treatments["a"].high, treatments["a"].points) == (1, 9, 1)


def test_treat_when_the_outlier_is_low_then_draws_it_up() -> None:
    step, treatments = treat(table_of([-100, *range(1, 10)]))
    assert [(cell.before, cell.after) for cell in step.cells] == [(-100, 1)]
    assert (treatments["a"].low, treatments["a"].high) == (1, 9)


def test_treat_when_outliers_are_tied_then_they_move_together() -> None:
    # Three tied points, two allowed: the group moves as one and the count says so.
    step, treatments = treat(table_of([*[float(one) for one in range(60)], 900, 900, 900]), points=2)
    assert [cell.after for cell in step.cells] == [59, 59, 59]
    assert treatments["a"].points == 3


def test_treat_when_the_points_do_not_help_then_takes_logs_of_the_original() -> None:
    step, treatments = treat(table_of(STEEP), points=2)
    assert (treatments["a"].kind, treatments["a"].points) == ("log", 0)
    offset = 0.01 * (STEEP[-1] - STEEP[0])
    assert step.table.values[:, 0].tolist() == [math.log(value - STEEP[0] + offset) for value in STEEP]


@pytest.mark.parametrize("method", [method for method in METHODS if method != "none"])
def test_treat_by_when_a_column_has_two_values_then_never_flattens_it(method: str) -> None:
    assert len(np.unique(treated([1.0] * 30 + [2.0], method))) == 2


def test_treat_when_a_column_is_short_then_it_passes() -> None:
    step, treatments = treat(table_of([1.0, 2, 1000, math.nan, math.nan]))
    assert (step.cells, treatments["a"].kind) == ((), "none")


def test_treat_when_there_are_gaps_then_they_stay_and_count_for_nothing() -> None:
    column = [*range(1, 10), math.nan, 100, math.nan]
    without = treat(table_of([one for one in column if not math.isnan(one)]))[1]["a"]
    step, treatments = treat(table_of(column))
    assert np.isnan(step.table.values[:, 0]).tolist() == np.isnan(column).tolist()
    assert treatments["a"] == without


def test_treat_by_winsorise_when_a_column_still_fails_then_takes_no_log() -> None:
    values = treated(STEEP, "winsorise", points=2)
    assert values.tolist() == [*STEEP[:38], STEEP[37], STEEP[37]]


@given(st.lists(st.integers(-3000, 3000), min_size=4, max_size=40, unique=True), st.integers(0, 6))
def test_treat_by_winsorise_changes_at_most_the_points(column: list[int], points: int) -> None:
    values = [float(one) ** 3 for one in column]
    done = treat_by(table_of(values), "winsorise", {"points": points})
    assert len(done.step.cells) <= points
    assert done.treatments["a"].points == len(done.step.cells)


# The family of logarithms


def test_log_gii_worked_by_hand() -> None:
    # min 0, max 100: (100 - 1) x / 100 + 1 is 1, 10.9, 50.5 and 100.
    values = treated([0, 10, 50, 100], "log", log="log-gii", columns="all")
    assert values == pytest.approx([0, math.log(10.9), math.log(50.5), math.log(100)], rel=1e-14)


def test_log_gii_when_the_maximum_is_below_one_then_keeps_the_order() -> None:
    # max 0.05 becomes 5 with the factor 100: 4 x / 0.05 + 1 is 1, 1.8, 3.4 and 5.
    values = treated([0, 0.01, 0.03, 0.05], "log", log="log-gii", columns="all")
    assert values == pytest.approx([0, math.log(1.8), math.log(3.4), math.log(5)], rel=1e-14)


def test_log_ct_orig_worked_by_hand() -> None:
    values = treated([-3, -2, 4, 5], "log", log="log-ct-orig", columns="all")
    assert values == pytest.approx([0, math.log(2), math.log(8), math.log(9)], rel=1e-15)


def test_log_ct_plus_when_the_column_leans_left_then_mirrors_it() -> None:
    # max 100, range 100, so 1 is added: -log(101), -log(11), -log(6), -log(1).
    values = treated([0, 90, 95, 100], "log", log="log-ct-plus", columns="all")
    assert values == pytest.approx([-math.log(101), -math.log(11), -math.log(6), 0], rel=1e-14)


def test_log_ct_plus_when_the_column_leans_right_then_is_log_ct() -> None:
    column = [0.0, 5, 10, 100]
    expected = treated(column, "log", columns="all").tolist()
    assert treated(column, "log", log="log-ct-plus", columns="all").tolist() == expected


def test_treat_by_when_logs_are_of_the_winsorised_column_then_combines_both() -> None:
    top = STEEP[37]
    expected = [math.log(min(value, top) - 1 + 0.01 * (top - 1)) for value in STEEP]
    done = treat_by(table_of(STEEP), "winsorise-log", {"points": 2, "of": "winsorised"})
    assert done.step.table.values[:, 0].tolist() == expected
    assert (done.treatments["a"].kind, done.treatments["a"].points, done.treatments["a"].high) == ("log", 2, top)


def test_treat_by_log_when_a_column_passes_then_leaves_it() -> None:
    column = [1.0, 2, 3, 4, 5]
    assert treated(column, "log").tolist() == column


def test_treat_by_log_when_a_value_is_not_positive_then_names_the_cell() -> None:
    with pytest.raises(DataProblem) as raised:
        treated([*STEEP, -2, 0], "log", log="log-natural")
    assert raised.value.code == "log_not_positive"
    assert raised.value.parameters == {"node": "a", "place": "P40", "found": -2.0}
    assert "log-ct" in said(raised.value)


def test_treat_by_log_gii_when_no_value_is_positive_then_names_the_node() -> None:
    with pytest.raises(DataProblem) as raised:
        treated([-value for value in STEEP], "log", log="log-gii")
    assert (raised.value.code, raised.value.parameters["node"]) == ("log_gii_maximum_not_positive", "a")
    assert "-1.0" in said(raised.value)


# Box-Cox


@pytest.mark.parametrize(
    ("power", "expected"),
    [(0.5, [0, 2, 4]), (1, [0, 3, 8]), (-1, [0, 0.75, 8 / 9]), (0, [0, math.log(4), math.log(9)])],
)
def test_box_cox_worked_by_hand(power: float, expected: list[float]) -> None:
    assert treated([1, 4, 9], "box-cox", power=power, columns="all") == pytest.approx(expected, rel=1e-14)


def test_box_cox_when_a_shift_is_given_then_adds_it_first() -> None:
    assert treated([-1, 2, 7], "box-cox", power=0.5, shift=2, columns="all") == pytest.approx([0, 2, 4], rel=1e-14)


@pytest.mark.parametrize("spread", [0.4, 1.0, 2.5])
def test_box_cox_finds_the_power_that_scipy_finds(spread: float) -> None:
    column = np.exp(spread * np.random.default_rng(7).normal(size=80)) + 0.5
    expected, power = stats.boxcox(column)
    done = treat_by(table_of(column.tolist()), "box-cox", {"columns": "all"})
    assert done.treatments["a"].power == pytest.approx(power, abs=1e-4)
    assert done.step.table.values[:, 0] == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_box_cox_when_a_value_is_not_positive_then_names_the_cell_and_the_cure() -> None:
    with pytest.raises(DataProblem) as raised:
        treated([*STEEP, 0.0], "box-cox")
    assert raised.value.parameters == {"node": "a", "place": "P40", "found": 0.0}
    assert "shift" in said(raised.value)


@pytest.mark.parametrize("power", [-4.0, 300.0])
def test_box_cox_when_the_power_is_too_strong_then_refuses(power: float) -> None:
    with pytest.raises(DataProblem) as raised:
        treated([1e8, 2e8, 3e8, 4e9], "box-cox", power=power, columns="all")
    assert (raised.value.code, raised.value.parameters["node"]) == ("power_flattens", "a")


# Rules


def test_treat_by_when_nodes_have_their_own_rules_then_follows_them() -> None:
    outlier = [*[float(one) for one in range(1, 40)], 1e6]
    own = {"b": {"method": "none"}, "c": {"method": "log", "log": "log-natural"}, "d": {"points": 0}, "gone": {}}
    done = treat_by(table_of(*[outlier] * 4), "winsorise-log", {"points": 3, "nodes": own})
    assert [one.kind for one in done.treatments.values()] == ["winsorise", "none", "log", "log"]
    assert done.step.columns["c"]["form"] == "log-natural"
    assert done.step.columns["d"]["form"] == "log-ct"


def test_treat_by_none_gives_the_table_as_it_was() -> None:
    table = table_of(STEEP)
    done = treat_by(table, "none", {})
    assert (done.step.method, done.step.cells) == ("none", ())
    assert done.step.table.values.tolist() == untreated(table)[0].table.values.tolist() == table.values.tolist()


@pytest.mark.parametrize(
    ("method", "parameters", "code", "named"),
    [
        ("trim", {}, "method_unknown", "trim"),
        ("winsorise", {"log": "log-ct"}, "parameter_unknown", "log"),
        ("log", {"log": "ln"}, "choice_unknown", "ln"),
        ("log", {"log": []}, "choice_unknown", "log"),
        ("winsorise", {"points": 1.5}, "parameter_not_whole", "points"),
        ("winsorise", {"skewness": "two"}, "parameter_not_number", "skewness"),
        ("winsorise", {"kurtosis": math.nan}, "parameter_not_number", "kurtosis"),
        ("box-cox", {"power": "best"}, "parameter_not_number", "power"),
        ("none", {"nodes": {"a": {"method": "cut"}}}, "method_unknown", "treat, nodes, a"),
        ("none", {"nodes": {"a": {"method": "log", "points": 1}}}, "parameter_unknown", "treat, nodes, a"),
    ],
)
def test_treat_by_when_a_rule_is_wrong_then_says_what_and_where(
    method: str, parameters: dict[str, object], code: str, named: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        treat_by(table_of(STEEP), method, parameters)
    assert raised.value.code == code
    assert named in said(raised.value)


# Invariants

METHODS_TO_TRY = [
    *[("winsorise-log", {"log": form, "of": of}) for form in FORMS for of in ("original", "winsorised")],
    *[("log", {"log": form}) for form in FORMS],
    ("winsorise", {}),
    ("box-cox", {}),
    ("box-cox", {"power": -0.25, "shift": 3.0, "columns": "all"}),
]


@pytest.mark.parametrize(("method", "parameters"), METHODS_TO_TRY)
@given(column=SKEWED)
def test_treat_by_keeps_the_order_of_values(method: str, parameters: dict[str, object], column: list[float]) -> None:
    values = treated(column, method, **parameters)
    assert (np.diff(values[np.argsort(column)]) >= 0).all()


@pytest.mark.parametrize(("method", "parameters"), METHODS_TO_TRY)
@given(column=SKEWED)
def test_apply_on_the_same_column_gives_the_treated_column(
    method: str, parameters: dict[str, object], column: list[float]
) -> None:
    done = treat_by(table_of([*column, math.nan]), method, parameters)
    again = done.treatments["a"].apply(np.array([[*column, math.nan]]))
    assert again[0] == pytest.approx(done.step.table.values[:, 0], rel=1e-12, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("form", FORMS)
def test_apply_when_a_draw_lies_beyond_the_bounds_then_is_drawn_to_them(form: str) -> None:
    treatment = treat_by(table_of(STEEP), "log", {"log": form}).treatments["a"]
    drawn = treatment.apply(np.array([-5.0, STEEP[0], STEEP[-1], 2 * STEEP[-1]]))
    assert drawn[0] == drawn[1] < drawn[2] == drawn[3]


@given(st.lists(st.lists(st.integers(-5, 40), min_size=12, max_size=12), min_size=2, max_size=6), st.randoms())
def test_treat_when_columns_change_places_then_each_stays_to_the_last_bit(columns: list[list[int]], random) -> None:  # type: ignore[no-untyped-def]
    cubes = [[float(one) ** 3 if one else math.nan for one in column] for column in columns]
    order = list(range(len(cubes)))
    random.shuffle(order)
    plain, shuffled = treat(table_of(*cubes)), treat(table_of(*[cubes[at] for at in order]))
    for new, old in enumerate(order):
        assert shuffled[0].table.values[:, new].tobytes() == plain[0].table.values[:, old].tobytes()
        alone = treat(table_of(cubes[old]))[1]["a"]
        assert repr(list(shuffled[1].values())[new]) == repr(list(plain[1].values())[old]) == repr(alone)


@given(ANY, st.randoms())
def test_treat_when_rows_change_places_then_the_values_stay(column: list[float], random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(column)))
    random.shuffle(order)
    values = treat(table_of(column))[0].table.values[order, 0]
    assert treat(table_of([column[at] for at in order]))[0].table.values[:, 0] == pytest.approx(values, rel=1e-12)


@given(ANY)
def test_treat_never_changes_its_input(column: list[float]) -> None:
    table = table_of(column, column)
    before = table.values.tobytes()
    for method in ("winsorise-log", "winsorise", "log"):
        treat_by(table, method, {})
    assert table.values.tobytes() == before


def test_cells_of_a_treatment_are_the_changed_ones_in_the_order_of_places() -> None:
    step, _ = treat(table_of([*range(1, 10), 100], list(range(10)), [*range(1, 10), -90]))
    assert [(cell.place, cell.node, cell.before, cell.after) for cell in step.cells] == [
        ("P9", "a", 100, 9),
        ("P9", "c", -90, 1),
    ]
    assert step.cells == tuple(step.cells)
    assert (step.cells[-1], step.cells[:1]) == (tuple(step.cells)[-1], tuple(step.cells)[:1])
    assert step.cells != ()


# Several numbers of points at once


@given(st.lists(ANY.filter(lambda column: len(column) >= 9).map(lambda column: column[:9]), min_size=1, max_size=5))
def test_treatments_at_gives_what_treat_gives_for_each_number(columns: list[list[float]]) -> None:
    table = table_of(*columns)
    for points, one in zip((3, 1, 0, 5), treatments_at(table, (3, 1, 0, 5)), strict=True):
        step, treatments = treat(table, points=points)
        assert one.table.values.tobytes() == step.table.values.tobytes()
        assert repr(one.treatments) == repr(treatments)


def test_treatments_at_when_a_number_is_not_whole_then_refuses() -> None:
    with pytest.raises(DataProblem) as raised:
        treatments_at(table_of(STEEP), (1, -1))
    assert raised.value.code == "parameter_not_whole"


def test_treatments_at_on_asem_with_five_points_gives_the_published_table(steps: dict[str, Step]) -> None:
    tables = treatments_at(steps["screened"].table, range(1, 6))
    assert tables[4].table.values.tobytes() == steps["treated"].table.values.tobytes()
    # Bord was winsorised by three points (4_treatment_summary): two do not make it pass, so it is logged then.
    assert [one.treatments["Bord"].kind for one in tables] == ["log", "log", "winsorise", "winsorise", "winsorise"]


def test_treatment_without_a_kind_leaves_draws_alone() -> None:
    values = np.array([1.0, 2.0])
    assert Treatment("none", math.nan, math.nan, 0, 0.0, 0.0).apply(values).tolist() == [1, 2]
