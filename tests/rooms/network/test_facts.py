from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories.network import make_city, make_event, make_focal_point, make_member, make_staff, make_value
from tests.factories.people import make_person

from hub.kit.errors import Problem
from hub.rooms.network.actions import facts
from hub.rooms.network.actions.facts import UNKNOWN, PartDate
from hub.rooms.network.models import City, CityAlias, CityName
from hub.rooms.network.phrases import PROBLEMS, say
from hub.rooms.network.queries.cities import city_by_code, rows_of

pytestmark = pytest.mark.django_db
PAGE = "https://example.org/page"
DAY = PartDate(date(2024, 1, 1), "day")


def problem_of(call):
    with pytest.raises(Problem) as caught:
        call()
    say(caught.value)
    return caught.value.code


def test_correct_city_when_staff_correct_it_then_history_names_them():
    staff, city = make_staff(), make_city("Corck")
    city.name = "Cork"
    facts.correct_city(staff, city, reason="a slip")
    entry = city.history.first()
    assert (entry.name, entry.history_user, entry.history_change_reason) == ("Cork", staff, "correct_city: a slip")
    assert City.objects.get(pk=city.pk).folded == "cork"
    assert set(city.names.values_list("text", flat=True)) == {"Corck", "Cork"}


def test_correct_city_when_code_is_changed_then_refused():
    staff, city = make_staff(), make_city()
    city.code = "another"
    assert problem_of(lambda: facts.correct_city(staff, city, reason="")) == "code_is_permanent"


@pytest.mark.parametrize("action", ["correct", "event", "merge", "name", "value"])
def test_changes_when_a_learner_tries_then_nothing_changes(action):
    learner, city, other = make_person(), make_city(), make_city()
    calls = {
        "correct": lambda: facts.correct_city(learner, city, reason=""),
        "event": lambda: facts.record_event(learner, city, kind="admitted", when=UNKNOWN, source=PAGE),
        "merge": lambda: facts.merge_duplicate(learner, city, into=other, reason=""),
        "name": lambda: facts.add_name(learner, city, text="Corcaigh", language="ga", source=PAGE),
        "value": lambda: facts.add_value(learner, city, property="population", number=5, as_of=UNKNOWN, source=PAGE),
    }
    before = (city.history.count(), city.names.count(), city.values.count(), city.events.count())
    assert problem_of(calls[action]) == "not_allowed"
    assert (city.history.count(), city.names.count(), city.values.count(), city.events.count()) == before


def test_add_name_when_a_focal_point_adds_one_then_script_and_source_are_kept():
    city = make_city("Osan")
    name = facts.add_name(make_focal_point(city), city, text=" 오산 ", language="ko", source=PAGE)
    assert (name.text, name.script, name.language, name.source.url) == ("오산", "Hang", "ko", PAGE)


def test_add_name_when_focal_point_is_of_another_city_then_refused():
    person, city = make_focal_point(make_city()), make_city()
    assert problem_of(lambda: facts.add_name(person, city, text="A", language="", source=PAGE)) == "not_allowed"


def test_add_name_when_it_is_there_then_refused():
    city = make_city("Cork")
    assert (
        problem_of(lambda: facts.add_name(make_staff(), city, text="Cork", language="", source=PAGE)) == "name_is_there"
    )


def test_add_value_when_same_source_and_date_then_the_old_one_is_struck():
    staff, city = make_staff(), make_city()
    first = facts.add_value(staff, city, property="population", number=10, as_of=DAY, source=PAGE)
    facts.add_value(staff, city, property="population", number=20, as_of=DAY, source=PAGE)
    first.refresh_from_db()
    assert (first.is_valid, rows_of([city.pk])[0].population) == (False, 20)


@pytest.mark.parametrize(
    ("property", "number"), [("latitude", 91), ("longitude", -181), ("population", -1), ("area", 0)]
)
def test_add_value_when_out_of_range_then_refused(property, number):
    staff, city = make_staff(), make_city()
    call = lambda: facts.add_value(staff, city, property=property, number=number, as_of=DAY, source=PAGE)  # noqa: E731
    assert problem_of(call) == "value_out_of_range"


def test_record_event_when_in_the_future_then_refused():
    tomorrow = PartDate(timezone.now().date() + timedelta(days=2), "day")
    staff, city = make_staff(), make_city()
    call = lambda: facts.record_event(staff, city, kind="admitted", when=tomorrow, source=PAGE)  # noqa: E731
    assert problem_of(call) == "date_in_future"


def test_strike_event_when_struck_then_it_counts_no_more_and_stays_in_history():
    staff, city = make_staff(), make_member()
    event = city.events.get()
    facts.strike_event(staff, event, reason="another city of this name")
    assert rows_of([city.pk])[0].standing.count == ""
    assert [entry.is_valid for entry in event.history.all()] == [False, True]


def test_merge_when_two_are_the_same_then_the_old_code_leads_to_the_one_that_stays():
    staff, double, stays = make_staff(), make_member("Cork", day=date(2016, 1, 1)), make_member("Cork City")
    make_event(double, "reporting_overdue", date(2021, 1, 1))
    make_value(double, number=7)
    code = double.code
    facts.merge_duplicate(staff, double, into=stays, reason="the same")
    assert city_by_code(code) == stays
    assert sorted(stays.events.values_list("kind", flat=True)) == ["admitted", "admitted", "reporting_overdue"]
    assert stays.values.filter(property="population").count() == 1
    assert set(CityName.objects.filter(city=stays).values_list("text", flat=True)) == {"Cork", "Cork City"}


def test_merge_when_rows_are_double_then_one_stays():
    staff, double, stays = make_staff(), make_member("Cork"), make_member("Cork")
    facts.merge_duplicate(staff, double, into=stays, reason="the same")
    assert (stays.events.count(), stays.names.count()) == (1, 1)


def test_merge_when_a_merged_city_is_merged_again_then_both_codes_lead_on():
    staff, first, second, third = make_staff(), make_city(), make_city(), make_city()
    facts.merge_duplicate(staff, first, into=second, reason="")
    facts.merge_duplicate(staff, second, into=third, reason="")
    assert set(CityAlias.objects.values_list("code", "city")) == {(first.code, third.pk), (second.code, third.pk)}


def test_merge_when_countries_differ_then_refused():
    staff, one, other = make_staff(), make_city(country="IRL"), make_city(country="KOR")
    assert problem_of(lambda: facts.merge_duplicate(staff, one, into=other, reason="")) == "merge_across_countries"


def test_phrases_when_a_problem_is_raised_in_the_room_then_it_has_a_sentence():
    from pathlib import Path
    from re import findall

    room = Path(facts.__file__).parents[1]
    raised = {
        code
        for file in room.rglob("*.py")
        for code in findall(r'Problem\("(\w+)"|NotAllowed\("(\w+)"', file.read_text())
    }
    assert {one or other for one, other in raised} <= set(PROBLEMS)
