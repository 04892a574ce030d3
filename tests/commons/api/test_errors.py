"""Every error of the HTTP API has one shape."""

import pytest
from django.test import Client

ADDRESSES = {
    "nothing there": ("/api/v1/monitoring/editions/none-such", 404),
    "a key that is none": ("/api/v1/monitoring/trace/none-such", 404),
    "a parameter of the wrong kind": ("/api/v1/network/cities?page=minus", 422),
    "no such round": ("/api/v1/monitoring/rounds/none-such/indicators", 404),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_error_when_answered_then_it_has_the_one_shape(client, db, case):
    address, status = ADDRESSES[case]
    answer = client.get(address)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
    assert list(answer.json()["error"]) == ["code", "message", "findings"]
    assert answer.json()["error"]["message"]


def test_sending_when_not_signed_in_then_it_is_401_in_the_same_shape(client, db):
    answer = client.post("/api/v1/monitoring/rounds/any/observations")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in_needed")


def test_docs_when_opened_then_every_address_of_the_file_is_listed(client, db):
    listed = client.get("/api/docs").content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert [path for path in paths if path not in listed] == []


def test_sending_when_the_token_is_missing_then_the_cure_is_said(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/api/v1/monitoring/rounds/any/observations")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf_token_missing")
    assert "X-CSRFToken" in answer.json()["error"]["message"]
