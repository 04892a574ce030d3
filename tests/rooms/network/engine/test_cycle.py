from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.kit.years import read_period
from hub.rooms.network.engine.cycle import Event, order_events, standing_on, total, totals_by


def event(kind, when="", known_by=None):
    return Event(kind, read_period(when) if when else None, known_by)


def counts(events, *days):
    ordered = order_events(events)
    return [standing_on(date.fromisoformat(day), ordered).count for day in days]


def test_standing_when_admitted_on_a_day_then_member_from_that_day():
    assert counts([event("admitted", "2020-09-23")], "2020-09-22", "2020-09-23") == ["", "member"]


def test_standing_when_only_the_year_is_known_then_open_within_that_year():
    assert counts([event("admitted", "2016")], "2015-12-31", "2016-06-30", "2016-12-31") == ["", "possible", "member"]


def test_standing_when_withdrawn_in_a_month_then_open_within_that_month():
    events = [event("admitted", "2016-01-01"), event("withdrawn", "2020-05")]
    assert counts(events, "2020-04-30", "2020-05-10", "2020-05-31") == ["member", "possible", ""]


def test_standing_when_no_date_is_known_then_undated_on_every_day():
    assert counts([event("admitted")], "2016-01-01", "2026-01-01") == ["undated", "undated"]


def test_standing_when_undated_entry_and_dated_exit_then_out_after_the_exit():
    events = [event("withdrawn", "2020-05-01"), event("admitted")]
    assert counts(events, "2019-01-01", "2020-05-01") == ["undated", ""]


def test_standing_when_exit_is_undated_then_open_until_its_source_was_read():
    events = [event("admitted", "2018-01-01"), event("withdrawn", known_by=date(2026, 11, 23))]
    assert counts(events, "2017-12-31", "2020-01-01", "2026-11-23") == ["", "possible", ""]


def test_standing_when_readmitted_without_an_exit_then_open_between_the_entries():
    """Muharraq: named among the joiners of 2019 and again in 2024."""
    events = [event("readmitted", "2024-02-14"), event("admitted", "2019-07-17")]
    assert counts(events, "2019-07-16", "2021-01-01", "2024-02-14") == ["", "possible", "member"]


def test_standing_when_announcement_is_withdrawn_next_day_then_member_for_one_day():
    """Laayoune: announced on 23 September 2020, taken off the list the day after."""
    events = [event("announced", "2020-09-23"), event("corrected", "2020-09-24"), event("withdrawn", "2020-09-24")]
    assert counts(events, "2020-09-23", "2020-09-24") == ["member", ""]
    assert standing_on(date(2026, 1, 1), order_events(events)).state == "former"


def test_standing_when_only_applied_then_candidate_and_not_counted():
    ordered = order_events([event("applied", "2025-01-10"), event("endorsed", "2025-02-10")])
    standing = standing_on(date(2025, 3, 1), ordered)
    assert (standing.state, standing.count, standing.joined) == ("candidate", "", None)


def test_standing_when_report_is_overdue_then_still_a_member():
    ordered = order_events([event("admitted", "2019-01-01"), event("reporting_overdue", "2022-01-01")])
    standing = standing_on(date(2023, 1, 1), ordered)
    assert (standing.count, standing.overdue) == ("member", True)


def test_totals_when_grouped_then_groups_add_up_to_the_whole():
    ordered = {"a": order_events([event("admitted", "2016")]), "b": order_events([event("admitted")]), "c": ()}
    standings = {city: standing_on(date(2020, 1, 1), events) for city, events in ordered.items()}
    countries = {"a": "IRL", "b": "IRL", "c": "KOR"}
    whole = total(standings, countries)
    assert (whole.members, whole.undated, whole.possible, whole.countries, whole.countries_most) == (1, 1, 0, 1, 1)
    parts = totals_by(standings, countries, countries)
    assert sum(part.members for part in parts.values()) == whole.members
    assert sum(part.most for part in parts.values()) == whole.most


KINDS = st.sampled_from(
    ["applied", "admitted", "announced", "readmitted", "withdrawn", "inactive", "reporting_overdue"]
)
DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 31))
WHEN = DAYS.flatmap(lambda day: st.sampled_from([day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"]))
EVENTS = st.lists(st.builds(event, KINDS, st.one_of(st.just(""), WHEN)), max_size=6)


@given(EVENTS, DAYS, st.randoms())
def test_standing_when_events_come_in_another_order_then_it_is_the_same(events, day, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    assert standing_on(day, order_events(shuffled)) == standing_on(day, order_events(events))


@given(EVENTS, DAYS)
def test_standing_when_all_dates_are_days_then_nothing_is_open(events, day):
    """With exact dates, and an exit before each readmission, every answer is sure."""
    exact = [one for one in events if one.when and one.when.start == one.when.end and one.kind != "readmitted"]
    assert standing_on(day, order_events(exact)).count in {"", "member"}


@given(EVENTS, DAYS)
def test_standing_when_an_unseen_future_event_is_added_then_the_past_stays(events, day):
    dated = [one for one in events if one.when and one.kind != "readmitted"]
    later = event("withdrawn", (day + timedelta(days=400)).isoformat())
    earlier = [one for one in dated if one.when.end <= day]
    assert standing_on(day, order_events([*earlier, later])).count == standing_on(day, order_events(earlier)).count
