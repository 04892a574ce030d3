"""The activities resource: all that statements have said of an activity."""

import pytest
from tests.factories.academy import statement

UNIT = "https://hub.example/activities/unit-7"
DEFINITION = {
    "type": "http://adlnet.gov/expapi/activities/meeting",
    "name": {"en": "Meeting"},
    "description": {"en": "Where cities meet."},
    "moreInfo": "https://hub.example/meetings",
    "extensions": {"https://hub.example/extensions/room": {"floor": None, "seats": 25}},
}


def about(**definition):
    return statement(object={"objectType": "Activity", "id": UNIT, "definition": definition})


@pytest.mark.requirement("1.0.3 Communication 2.5", "2.0 4.1.6.4", must="GET answers 200 with the complete activity")
def test_get_after_a_statement_then_the_activity_with_its_whole_definition(lrs):
    lrs.post("statements", json=about(**DEFINITION))
    answer = lrs.get("activities", query={"activityId": UNIT})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == {"objectType": "Activity", "id": UNIT, "definition": DEFINITION}


@pytest.mark.requirement(
    "1.0.3 Communication 2.5", "2.0 4.1.6.4", must="what several statements say of an activity is put together"
)
def test_get_after_two_languages_then_both_are_there(lrs):
    lrs.post("statements", json=[about(name={"en-US": "example meeting"}), about(name={"fr-FR": "réunion"})])
    definition = lrs.get("activities", query={"activityId": UNIT}).json()["definition"]
    assert definition["name"] == {"en-US": "example meeting", "fr-FR": "réunion"}


@pytest.mark.requirement("2.0 4.1.6.4", must="an activity that the store has never met is still answered")
@pytest.mark.requirement("1.0.3 Communication 2.5", should="an activity without a definition is still answered")
def test_get_of_the_unknown_then_an_activity_with_its_identifier_alone(lrs):
    answer = lrs.get("activities", query={"activityId": UNIT})
    assert (answer.status, answer.json()) == (200, {"objectType": "Activity", "id": UNIT})


@pytest.mark.requirement("1.0.3 Communication 2.5", "2.0 4.1.6.4", must="`activityId` is there")
def test_get_without_activity_then_400(lrs):
    answer = lrs.get("activities")
    assert (answer.status, b"activityId" in answer.body) == (400, True)


@pytest.mark.requirement("1.0.3 Communication 2.5", "2.0 4.1.6.4", must="`activityId` is an IRI")
@pytest.mark.parametrize("iri", ["true", "1", "", "no scheme", '{"key": "value"}', "https://hub.example/a\x00b"])
def test_get_with_activity_malformed_then_400(lrs, iri):
    assert lrs.get("activities", query={"activityId": iri}).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="parameters that are unknown in their place are refused"
)
@pytest.mark.parametrize("more", [{"foo": "bar"}, {"agent": "{}"}, {"ActivityId": UNIT}, {"format": "canonical"}])
def test_get_with_more_parameters_then_400(lrs, more):
    assert lrs.get("activities", query={"activityId": UNIT} | more).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.2", must="activities can only be read: other methods are 405"
)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_change_of_activities_then_405(lrs, method):
    assert lrs.send(method, "activities", query={"activityId": UNIT}).status == 405


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1.1", must="HEAD answers as GET does, without the activity")
def test_head_then_no_body(lrs):
    answer = lrs.head("activities", query={"activityId": UNIT})
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.requirement("1.0.3 Communication 1.4", must="identifiers may hold letters of any script")
def test_identifier_in_any_script_then_it_comes_back(lrs):
    iri = "https://hub.example/وحدة/单元"
    assert lrs.get("activities", query={"activityId": iri}).json()["id"] == iri
