from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.kit.years import read_period
from hub.rooms.network.engine.cycle import Event, order_events
from hub.rooms.network.engine.reconciliation import Announced, growth, reconcile


def history(*events):
    return order_events([Event(kind, read_period(when) if when else None) for kind, when in events])


def announced(when, cities, joined=None):
    return Announced(when, read_period(when), cities, joined)


def reasons(row):
    return {reason.code: reason.count for reason in row.reasons}


def test_reconcile_when_register_agrees_then_no_reason_is_given():
    row = reconcile([announced("2020-01-01", 2)], [history(("admitted", "2019-01-01"))] * 2)[0]
    assert (row.difference, row.reasons) == (0, ())


def test_reconcile_when_members_are_undated_or_not_named_then_both_are_told():
    histories = [history(("admitted", "2019-01-01")), history(("admitted", ""))]
    row = reconcile([announced("2020-01-01", 5)], histories)[0]
    assert (row.held, row.difference, reasons(row)) == (1, -4, {"undated": -1, "not_named": -3})


def test_reconcile_when_announced_sums_do_not_add_then_leavers_are_implied():
    """356 and 72 make 428, but 425 were announced: three had left."""
    steps = [announced("2024-02-14", 356), announced("2025-12-04", 425, 72)]
    histories = [history(("admitted", "2023-01-01"))] * 356 + [history(("admitted", "2025-12-04"))] * 72
    before, after = reconcile(steps, histories)
    assert (before.difference, before.reasons) == (0, ())
    assert (after.difference, reasons(after)) == (3, {"lapses_unrecorded": 3})


def test_reconcile_when_a_leaver_is_recorded_then_it_is_no_reason():
    steps = [announced("2019-01-01", 2), announced("2020-01-01", 1)]
    histories = [history(("admitted", "2018-01-01")), history(("admitted", "2018-01-01"), ("withdrawn", "2019-06-01"))]
    assert [(row.difference, row.reasons) for row in reconcile(steps, histories)] == [(0, ()), (0, ())]


def test_reconcile_when_a_corrigendum_follows_then_the_joiners_count_once():
    """230 with 55 on one day, 229 with 54 on the next: one announcement, corrected."""
    steps = [announced("2019-07-17", 175), announced("2020-09-23", 230, 55), announced("2020-09-24", 229, 54)]
    assert [reasons(row) for row in reconcile(steps, [])][-1] == {"not_named": -229}


def test_reconcile_when_only_the_year_is_known_then_it_changes_no_other_row():
    dated = [announced("2019-02", 205), announced("2020-09-24", 229, 54)]
    with_year = [*dated, announced("2019", 170)]
    rows = {row.code: row for row in reconcile(with_year, [])}
    assert [rows[row.code] for row in reconcile(dated, [])] == list(reconcile(dated, []))
    assert reasons(rows["2019"]) == {"not_named": -205, "counted_differently": 35}


STEPS = st.lists(
    st.tuples(
        st.integers(2015, 2026), st.integers(1, 12), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))
    ),
    max_size=6,
)
KINDS = st.sampled_from(["admitted", "withdrawn", "readmitted", "inactive"])
WHENS = st.one_of(
    st.just(""), st.integers(2015, 2026).map(str), st.integers(2015, 2026).map(lambda year: f"{year}-05-17")
)


@given(STEPS, st.lists(st.lists(st.tuples(KINDS, WHENS), max_size=4), max_size=8))
def test_reconcile_when_anything_is_given_then_reasons_add_up_to_the_difference(steps, cities):
    told = [announced(f"{year}-{month:02}", size, joined) for year, month, size, joined in steps]
    for row in reconcile(told, [history(*events) for events in cities]):
        assert sum(reason.count for reason in row.reasons) == row.difference


def test_growth_when_dates_are_exact_then_it_counts_members():
    histories = [history(("admitted", "2016-05-01")), history(("admitted", "2018-05-01")), history(("admitted", ""))]
    assert growth([date(2016, 12, 31), date(2018, 12, 31)], histories) == ((1, 1, 0), (2, 1, 0))
