"""POST statements: what is stored, what is answered, and that all of a request is stored or nothing."""

from uuid import UUID

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import activity, found, new_id, read


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.2", "2.0 4.1.6.1", must="a stored statement is answered with 200 and its id in an array"
)
def test_post_when_one_statement_then_an_array_of_one_id(lrs):
    one = statement()
    answer = lrs.post("statements", json=one)
    assert (answer.status, answer.json(), answer.headers["content-type"]) == (200, [one["id"]], "application/json")


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.2", "2.0 4.1.6.1", must="a batch is answered with its ids in the order sent"
)
def test_post_when_many_statements_then_ids_in_the_order_sent(lrs):
    batch = [statement() for _ in range(25)]
    answer = lrs.post("statements", json=batch)
    assert (answer.status, answer.json()) == (200, [one["id"] for one in batch])


@pytest.mark.requirement("1.0.3 Data 2.4.1", "2.0 4.2.4.2", must="a statement without an id is given one")
def test_post_when_no_id_then_a_new_uuid_is_given_and_found(lrs):
    answer = lrs.post("statements", json=statement(id=None))
    (number,) = answer.json()
    assert str(UUID(number)) == number
    assert read(lrs, number)["id"] == number


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.2", "2.0 4.1.6.1", must="a batch is answered with its ids in the order sent"
)
def test_post_when_some_have_no_id_then_given_and_new_ids_keep_their_places(lrs):
    first, last = statement(), statement()
    without = statement(id=None)
    ids = lrs.post("statements", json=[first, without, without, last]).json()
    assert [ids[0], ids[3]] == [first["id"], last["id"]]
    assert len(set(ids)) == 4


@pytest.mark.requirement("1.0.3 Data 2.4.8", "2.0 4.2.4.2", must="stored is set by the record store, whatever was sent")
def test_post_when_stored_is_sent_then_it_is_overwritten(lrs):
    one = statement(stored="2013-05-18T05:32:34.804Z")
    lrs.post("statements", json=one)
    assert read(lrs, one["id"])["stored"][:4] != "2013"


@pytest.mark.requirement(
    "1.0.3 Data 2.4.7", "2.0 4.2.4.2", must="a statement without a timestamp has that of its storing"
)
def test_post_when_no_timestamp_then_it_equals_stored(lrs):
    one = statement()
    lrs.post("statements", json=one)
    kept = read(lrs, one["id"])
    assert kept["timestamp"] == kept["stored"]


BROKEN = {
    "wrong verb": {"verb": {"id": "not an IRI"}},
    "no actor": {"actor": None},
    "unknown property": {"dummy": "dummy"},
    "id not a UUID": {"id": "1"},
}


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a request that is refused changes nothing")
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("parts", BROKEN.values(), ids=BROKEN)
def test_post_when_one_of_a_batch_is_wrong_then_400_and_none_is_stored(lrs, parts, place):
    batch = [statement(), statement()]
    batch.insert(place, statement(**parts))
    assert lrs.post("statements", json=batch).status == 400
    assert found(lrs) == []


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a request that is refused changes nothing")
def test_post_when_a_batch_is_refused_then_no_activity_is_learnt(lrs):
    described = statement(object=activity("new", definition={"name": {"en": "New"}}))
    assert lrs.post("statements", json=[described, statement(verb=None)]).status == 400
    answer = lrs.get("activities", query={"activityId": described["object"]["id"]})
    assert answer.status == 404 or "definition" not in answer.json()


@pytest.mark.requirement("1.0.3 Communication 3.2", should="an error says what is wrong")
def test_post_when_refused_then_the_answer_names_the_property(lrs):
    answer = lrs.post("statements", json=[statement(), statement(verb={"id": "not an IRI"})])
    assert answer.status == 400
    assert b"verb.id" in answer.body


@pytest.mark.requirement("2.0 4.1.6.1", must="a batch that uses one id twice is refused")
@pytest.mark.requirement("1.0.3 Communication 2.1.2", should="a batch that uses one id twice is refused")
@pytest.mark.parametrize("other", [{}, {"verb": {"id": "https://hub.example/verbs/other"}}], ids=["equal", "different"])
def test_post_when_two_of_a_batch_share_an_id_then_400_and_none_is_stored(lrs, other):
    one = statement()
    assert lrs.post("statements", json=[one, statement(), one | other]).status == 400
    assert found(lrs) == []


@pytest.mark.requirement("2.0 4.1.6.1", must="a batch that uses one id twice is refused")
@pytest.mark.requirement("1.0.3 Communication 2.1.2", should="a batch that uses one id twice is refused")
def test_post_when_two_ids_differ_in_case_only_then_400(lrs):
    one = statement(id="0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d")
    assert lrs.post("statements", json=[one, one | {"id": one["id"].upper()}]).status == 400


NOT_STATEMENTS = {
    "nothing": b"", "null": b"null", "number": b"1", "text": b'"x"', "true": b"true", "array of numbers": b"[1]",
    "array of null": b"[null]", "array in an array": b"[[]]", "cut short": b'[{"id": ', "two values": b"{} {}", "not UTF-8": b'"\xff"',
}  # fmt: skip


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a body that holds no statements is refused")
@pytest.mark.parametrize("body", NOT_STATEMENTS.values(), ids=NOT_STATEMENTS)
def test_post_when_the_body_is_no_statement_then_400(lrs, body):
    assert lrs.post("statements", body=body, headers={"Content-Type": "application/json"}).status == 400


def test_post_when_the_array_is_empty_then_an_empty_array_is_answered(lrs):
    answer = lrs.post("statements", json=[])
    assert (answer.status, answer.json()) == (200, [])


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="parameters that the resource does not know are refused"
)
@pytest.mark.parametrize("name", ["statementId", "foo", "format"])
def test_post_when_a_parameter_is_not_expected_then_400_and_nothing_is_stored(lrs, name):
    one = statement()
    assert lrs.post("statements", json=one, query={name: one["id"]}).status == 400
    assert found(lrs) == []


@pytest.mark.requirement("1.0.3 Communication 1.5.1", "2.0 4.1.3", must="statements come as application/json")
@pytest.mark.parametrize(
    ("kind", "status"), [("application/json; charset=utf-8", 200), ("Application/JSON", 200), ("text/plain", 400)]
)
def test_post_when_the_content_type_varies_then_only_json_is_read(lrs, kind, status):
    assert lrs.post("statements", json=statement(), headers={"Content-Type": kind}).status == status


@pytest.mark.requirement(
    "1.0.3 Communication 1.5.1", "2.0 4.1.3", must="JSON may carry attachments that have a fileUrl"
)
def test_post_when_an_attachment_has_a_file_url_then_json_is_enough(lrs):
    header = {
        "usageType": "https://hub.example/usage/essay", "display": {"en": "Essay"}, "contentType": "text/plain",
        "length": 4, "sha2": "0" * 64, "fileUrl": "https://hub.example/essay.txt",
    }  # fmt: skip
    one = statement(attachments=[header])
    assert lrs.post("statements", json=one).status == 200
    assert read(lrs, one["id"])["attachments"] == [header]


@pytest.mark.requirement("1.0.3 Data 2.4.1", "2.0 4.2.7", must="an id is a UUID, whichever case it is written in")
def test_post_when_the_id_is_in_capitals_then_it_is_found_in_either_case(lrs):
    number = new_id()
    assert lrs.post("statements", json=statement(id=number.upper())).status == 200
    assert [read(lrs, text)["id"].lower() for text in (number, number.upper())] == [number, number]
