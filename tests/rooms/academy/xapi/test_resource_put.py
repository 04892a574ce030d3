"""PUT statements: one statement under the id that the address names."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import found, new_id, read


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="a statement that is put is answered with 204 and no content"
)
def test_put_when_new_then_204_without_a_body_and_it_is_found(lrs):
    one = statement()
    answer = lrs.put("statements", query={"statementId": one["id"]}, json=one)
    assert (answer.status, answer.body) == (204, b"")
    assert read(lrs, one["id"])["verb"] == one["verb"]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="a statement without an id takes that of the address"
)
def test_put_when_the_body_has_no_id_then_the_parameter_is_the_id(lrs):
    number = new_id()
    assert lrs.put("statements", query={"statementId": number}, json=statement(id=None)).status == 204
    assert found(lrs) == [number]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="the id of the statement is that of the address"
)
def test_put_when_the_ids_differ_then_400_and_neither_is_stored(lrs):
    assert lrs.put("statements", query={"statementId": new_id()}, json=statement()).status == 400
    assert found(lrs) == []


@pytest.mark.requirement("1.0.3 Data 4.4", "2.0 4.2.7", must="UUIDs are the same in either case")
def test_put_when_the_ids_differ_in_case_only_then_204(lrs):
    one = statement()
    assert lrs.put("statements", query={"statementId": one["id"].upper()}, json=one).status == 204


@pytest.mark.requirement("1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="statementId is required")
def test_put_when_no_statement_id_then_400_and_nothing_is_stored(lrs):
    assert lrs.put("statements", json=statement()).status == 400
    assert found(lrs) == []


NO_UUIDS = [
    "",
    "true",
    "[object Object]",
    "123",
    "0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d",
    "{0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d}",
]


@pytest.mark.requirement("1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="statementId is a UUID in its standard form")
@pytest.mark.parametrize("text", NO_UUIDS)
def test_put_when_the_statement_id_is_no_uuid_then_400(lrs, text):
    assert lrs.put("statements", query={"statementId": text}, json=statement(id=None)).status == 400


@pytest.mark.requirement("1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="exactly one statement can be put")
@pytest.mark.parametrize("count", [0, 1, 2])
def test_put_when_the_body_is_an_array_then_400_and_nothing_is_stored(lrs, count):
    batch = [statement() for _ in range(count)]
    number = batch[0]["id"] if batch else new_id()
    assert lrs.put("statements", query={"statementId": number}, json=batch).status == 400
    assert found(lrs) == []


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="parameters that the resource does not know are refused"
)
@pytest.mark.parametrize("name", ["foo", "voidedStatementId", "StatementId", "registration"])
def test_put_when_a_parameter_is_not_expected_then_400_and_nothing_is_stored(lrs, name):
    one = statement()
    assert lrs.put("statements", query={"statementId": one["id"], name: one["id"]}, json=one).status == 400
    assert found(lrs) == []


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="what breaks the rules of statements is refused with 400"
)
def test_put_when_the_statement_is_wrong_then_400_and_nothing_is_stored(lrs):
    one = statement(verb={"id": "different value"})
    assert lrs.put("statements", query={"statementId": one["id"]}, json=one).status == 400
    assert found(lrs) == []


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="what is put and what is posted become the same statement"
)
def test_put_when_compared_with_a_post_then_the_same_is_kept(lrs):
    put, posted = statement(), statement()
    lrs.put("statements", query={"statementId": put["id"]}, json=put)
    lrs.post("statements", json=posted)
    left, right = read(lrs, put["id"]), read(lrs, posted["id"])
    for name in ("id", "stored", "timestamp"):
        del left[name], right[name]
    assert left == right
