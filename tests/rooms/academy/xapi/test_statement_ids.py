"""Identifiers of statements, registrations and references."""

from uuid import UUID

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import GONE, kept, nested_statement, placed, refused, rich_statement

BAD = {
    "a digit too many": "AA97B177-9383-4934-8543-0F91A7A028368", "a digit too few": "AA97B177-9383-4934-8543-0F91A7A0283",
    "no hexadecimal digit": "MA97B177-9383-4934-8543-0F91A7A02836", "a blank within": "aa97b177938349348543 0f91a7a02836",
    "digits alone": "aa97b1779383493485430f91a7a02836", "in braces": "{aa97b177-9383-4934-8543-0f91a7a02836}",
    "as a URN": "urn:uuid:aa97b177-9383-4934-8543-0f91a7a02836", "a blank before": " aa97b177-9383-4934-8543-0f91a7a02836",
    "a line end after": "aa97b177-9383-4934-8543-0f91a7a02836\n", "hyphens elsewhere": "aa97b1779-383-4934-8543-0f91a7a02836",
    "other digits": "٠a97b177-9383-4934-8543-0f91a7a02836", "a text": "should fail", "a number": 12345,
    "an object": {"key": "should fail"}, "a list": ["aa97b177-9383-4934-8543-0f91a7a02836"], "true": True,
}  # fmt: skip


@pytest.mark.requirement("1.0.3 Data 2.4.1", "2.0 4.2.4.2", must="a statement that comes without an id is given one")
def test_id_when_not_sent_then_made(lrs):
    (made,) = lrs.post("statements", json=placed(statement(), "id", GONE)).json()
    assert (str(UUID(made)), UUID(made).version in {1, 4, 7}) == (made, True)
    assert lrs.get("statements", query={"statementId": made}).json()["id"] == made


@pytest.mark.requirement("1.0.3 Data 2.4.1", "2.0 4.2.4.2", must="each statement without an id is given one of its own")
def test_ids_when_not_sent_in_a_batch_then_all_different(lrs):
    whole = placed(statement(), "id", GONE)
    made = lrs.post("statements", json=[whole] * 5).json()
    assert len(set(made)) == 5


@pytest.mark.requirement("1.0.3 Data 2.4.1", "2.0 4.2.4.2", must="an id that was sent is kept")
def test_id_when_sent_then_kept(lrs):
    whole = statement()
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.1", "1.0.3 Data 4.4", "2.0 4.2.7", must="every version of UUID will do, in either case"
)
@pytest.mark.parametrize(
    "text",
    [
        "6fa459ea-ee8a-11ef-a8c3-0242ac130003", "000003e8-5e5b-21ef-8500-325096b39f47", "6fa459ea-ee8a-3ca4-894e-db77e160355e",
        "16fd2706-8baf-433b-82eb-8c7fada847da", "886313e1-3b8a-5372-9b90-0c9aee199e5d", "1ec9414c-232a-6b00-b3c8-9f6bdeced846",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ],
)  # fmt: skip
def test_id_when_of_any_version_then_kept(lrs, text):
    assert UUID(kept(lrs, statement(id=text))["id"]) == UUID(text)
    assert UUID(kept(lrs, placed(rich_statement(), "context.registration", text))["context"]["registration"]) == UUID(
        text
    )


@pytest.mark.requirement("1.0.3 Data 2.4.1", "2.0 4.2.4.2", must="the case of a UUID's digits does not matter")
def test_id_when_asked_in_another_case_then_found(lrs):
    whole = statement(id="AA97B177-9383-4934-8543-0F91A7A02836")
    assert lrs.post("statements", json=whole).status == 200
    found = lrs.get("statements", query={"statementId": whole["id"].lower()})
    assert (found.status, UUID(found.json()["id"])) == (200, UUID(whole["id"]))


@pytest.mark.requirement("1.0.3 Data 4.4", "2.0 4.2.7", must="a UUID is in its standard form")
@pytest.mark.parametrize("path", ["id", "context.registration", "context.statement.id"])
@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
def test_uuid_when_malformed_then_refused(lrs, path, value):
    assert refused(lrs, placed(rich_statement(), path, value), path) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 4.4", "2.0 4.2.7", must="a UUID is in its standard form within a sub-statement too"
)
@pytest.mark.parametrize("path", ["object.context.registration", "object.context.statement.id"])
@pytest.mark.parametrize("value", ["should fail", 12345, BAD["a digit too many"]], ids=repr)
def test_uuid_when_malformed_in_a_sub_statement_then_refused(lrs, path, value):
    assert refused(lrs, placed(nested_statement(), path, value), path) == (400, True)
