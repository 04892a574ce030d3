"""The alternate request syntax of 1.0.3: everything as a form by POST, for browsers that can send nothing else."""

import json
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.lrs import Answer, Lrs
from tests.rooms.academy.xapi.http_steps import ANA, DOCUMENTS, QUESTIONS, fill, is_kept

FORM = "application/x-www-form-urlencoded"
BARE: dict[str, str | None] = {"Authorization": None, "X-Experience-API-Version": None}


def form(lrs: Lrs, method: str, path: str, fields: dict[str, Any], **words: Any) -> Answer:
    """A request in alternate syntax; fields that are not text are written as JSON. `query` of `words` adds to ?method=."""
    text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    query = {"method": method} | words.pop("query", {})
    headers = {"Content-Type": FORM} | words.pop("headers", {})
    return lrs.post(path, query=query, body=urlencode(text).encode(), headers=headers, **words)


def authorization_of(lrs: Lrs) -> str:
    return "Basic " + b64encode(f"{lrs.key}:{lrs.secret}".encode()).decode()


@pytest.mark.requirement("1.0.3 Communication 1.3", must="a question may be asked as a form, parameters as its fields")
def test_form_when_it_asks_for_statements_then_they_are_answered(lrs_103):
    fill(lrs_103)
    fill(lrs_103)

    answer = form(lrs_103, "GET", "statements", {"limit": "1", "agent": ANA})

    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert (len(answer.json()["statements"]), set(answer.json())) == (1, {"statements", "more"})


@pytest.mark.requirement("1.0.3 Communication 1.3", must="content stands in the field of that name, encoded")
def test_form_when_it_puts_a_statement_then_it_is_stored(lrs_103):
    one = statement()

    answer = form(lrs_103, "PUT", "statements", {"statementId": one["id"], "content": one})

    assert (answer.status, answer.body) == (204, b"")
    assert is_kept(lrs_103, one)


@pytest.mark.requirement("1.0.3 Communication 1.3", must="a form may post statements")
def test_form_when_it_posts_statements_then_their_ids_come_back(lrs_103):
    batch = [statement(), statement()]

    answer = form(lrs_103, "POST", "statements", {"content": batch})

    assert (answer.status, answer.json()) == (200, [one["id"] for one in batch])


@pytest.mark.requirement("1.0.3 Communication 1.3", must="content is read as UTF-8")
def test_form_when_the_content_is_in_many_scripts_then_it_is_stored_as_it_is(lrs_103):
    display = {"ar": "أنهى", "zh": "完成", "ru": "завершил", "fr": "achevé", "en": "done 🎓"}
    one = statement(verb={"id": "https://hub.example/verbs/done", "display": display})

    form(lrs_103, "POST", "statements", {"content": json.dumps(one, ensure_ascii=False)})

    assert lrs_103.get("statements", query={"statementId": one["id"]}).json()["verb"]["display"] == display


@pytest.mark.requirement("1.0.3 Communication 1.3", must="key, version and type may be fields instead of headers")
def test_form_when_key_and_version_are_fields_only_then_they_count(lrs_103):
    one = statement()
    headers = {
        "Authorization": authorization_of(lrs_103), "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json",
    }  # fmt: skip

    answer = form(lrs_103, "PUT", "statements", {"statementId": one["id"], "content": one} | headers, headers=BARE)

    assert (answer.status, answer.headers["x-experience-api-version"]) == (204, "1.0.3")
    assert is_kept(lrs_103, one)


@pytest.mark.requirement("1.0.3 Communication 1.3", must="fields with the names of headers count as headers")
@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("X-Experience-API-Version", "0.8", 400),
        ("Authorization", "Basic Og==", 401),
        ("Content-Type", "text/plain", 400),
        ("Content-Length", "17", 204),
        ("x-experience-api-version", "0.8", 400),
    ],
)
def test_form_when_a_field_is_a_header_then_it_counts_as_one(lrs_103, field, value, status):
    one = statement()

    answer = form(lrs_103, "PUT", "statements", {"statementId": one["id"], "content": one, field: value})

    assert (answer.status, is_kept(lrs_103, one)) == (status, status == 204)


@pytest.mark.requirement("1.0.3 Communication 1.3", should="the field Content-Type says of what type the content is")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_form_when_it_puts_a_document_then_its_type_is_that_of_the_field(lrs_103, path):
    fields = {**QUESTIONS[path], "content": "Straße 七", "Content-Type": "text/plain", "If-None-Match": "*"}

    answer = form(lrs_103, "PUT", path, fields)
    read = lrs_103.get(path, query=dict(QUESTIONS[path]))

    assert answer.status == 204
    assert (read.headers["content-type"], read.body.decode()) == ("text/plain", "Straße 七")


@pytest.mark.requirement("1.0.3 Communication 1.3", must="If-Match and If-None-Match may be fields")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_form_when_a_condition_is_a_field_then_it_holds(lrs_103, path):
    fill(lrs_103)
    asked = dict(QUESTIONS[path])
    etag = lrs_103.get(path, query=asked).headers["etag"]
    content = {"content": {"page": 4}, "Content-Type": "application/json"}

    another = form(lrs_103, "PUT", path, asked | content | {"If-None-Match": "*"})
    outdated = form(lrs_103, "PUT", path, asked | content | {"If-Match": '"0000"'})
    right = form(lrs_103, "PUT", path, asked | content | {"If-Match": etag})

    assert (another.status, outdated.status, right.status) == (412, 412, 204)
    assert lrs_103.get(path, query=asked).json() == {"page": 4}


@pytest.mark.requirement("1.0.3 Communication 1.3", must="documents are read and deleted by forms")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_form_when_it_reads_and_deletes_a_document_then_it_is_done(lrs_103, path):
    fill(lrs_103)
    asked = dict(QUESTIONS[path])

    read = form(lrs_103, "GET", path, asked)
    deleted = form(lrs_103, "DELETE", path, asked)

    assert (read.status, read.json(), deleted.status) == (200, {"page": 3}, 204)
    assert lrs_103.get(path, query=asked).status == 404


@pytest.mark.requirement("1.0.3 Communication 1.1", "1.0.3 Communication 1.3", must="HEAD has no body, also as a form")
def test_form_when_it_asks_for_the_head_then_there_is_no_body(lrs_103):
    answer = form(lrs_103, "HEAD", "statements", {"limit": "1"})

    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.requirement("1.0.3 Communication 1.3", must="a long question fits into a form")
def test_form_when_the_question_is_longer_than_an_address_may_be_then_it_is_answered(lrs_103):
    activity = "https://hub.example/activities/" + "a" * 20_000

    assert form(lrs_103, "GET", "statements", {"activity": activity}).json() == {"statements": [], "more": ""}


@pytest.mark.requirement("1.0.3 Communication 1.3", must="nothing but `method` stands in the address")
@pytest.mark.parametrize("extra", ["statementId", "foo"])
def test_form_when_the_address_says_more_then_it_is_refused(lrs_103, extra):
    one = statement()

    answer = form(lrs_103, "PUT", "statements", {"statementId": one["id"], "content": one}, query={extra: one["id"]})

    assert (answer.status, is_kept(lrs_103, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.3", must="the syntax goes by POST only")
@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_form_when_it_is_not_posted_then_it_is_refused(lrs_103, method):
    one = statement()
    body = urlencode({"content": json.dumps(one)}).encode()

    answer = lrs_103.send(method, "statements", query={"method": "POST"}, body=body, headers={"Content-Type": FORM})

    assert (answer.status, is_kept(lrs_103, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.3", must="content that is sent stands in the field `content`")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"statementId=7c1b3a5e-0f5a-4b1e-8b52-0d2f3c4b5a69",
        b'{"statementId": "7c1b3a5e-0f5a-4b1e-8b52-0d2f3c4b5a69"}',
    ],
    ids=["nothing", "no content", "JSON"],
)
def test_form_when_there_is_no_content_then_it_is_refused(lrs_103, body):
    answer = lrs_103.post("statements", query={"method": "PUT"}, body=body, headers={"Content-Type": FORM})

    assert answer.status == 400


@pytest.mark.requirement("1.0.3 Communication 3.2", must="a field that is no parameter of the resource is refused")
@pytest.mark.parametrize("name", ["foo", "Limit", "Accept-Language", "Content-Transfer-Encoding"])
def test_form_when_a_field_is_unknown_then_it_is_refused(lrs_103, name):
    assert form(lrs_103, "GET", "statements", {name: "en"}).status == 400


@pytest.mark.requirement("1.0.3 Communication 3.2", should="a form without `method` is refused")
def test_form_when_there_is_no_method_then_it_is_refused(lrs_103):
    one = statement()
    body = urlencode({"content": json.dumps(one)}).encode()

    answer = lrs_103.post("statements", body=body, headers={"Content-Type": FORM})

    assert (answer.status, is_kept(lrs_103, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.3", must="the method that is meant is one that the resource has")
@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_form_when_the_resource_does_not_have_the_method_then_it_is_405(lrs_103, method):
    assert form(lrs_103, method, "statements", {}).status == 405


@pytest.mark.requirement("2.0 4.1.1", must="2.0 has no alternate syntax: `method` is an unknown parameter")
@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_form_when_it_speaks_2_0_then_it_is_refused(lrs_200, method):
    one = statement()
    content = {"statementId": one["id"], "content": one} if method == "PUT" else {"content": one}

    as_form = form(lrs_200, method, "statements", content if method != "GET" else {"limit": "1"})
    as_json = lrs_200.post("statements", query={"method": method}, json=one)

    assert (as_form.status, as_json.status, is_kept(lrs_200, one)) == (400, 400, False)
