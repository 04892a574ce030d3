"""HEAD: the answer to GET without the document."""

from uuid import uuid4

import pytest
from tests.rooms.academy.lrs import Answer
from tests.rooms.academy.xapi.http_steps import DOCUMENTS, QUESTIONS, RESOURCES, fill

# What may differ between two answers to the same question.
VARYING = {"content-length", "date", "x-experience-api-consistent-through"}


def told(answer: Answer) -> tuple[int, dict[str, str]]:
    return answer.status, {name: value for name, value in answer.headers.items() if name not in VARYING}


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1", must="HEAD answers as GET would, without the body")
@pytest.mark.parametrize("path", [*RESOURCES, "about"])
def test_head_when_there_is_something_then_it_answers_as_get_without_the_document(lrs, path):
    fill(lrs)
    query = dict(QUESTIONS.get(path, {}))

    read, asked = lrs.get(path, query=query), lrs.head(path, query=query)

    assert (read.status, read.body != b"") == (200, True)
    assert told(asked) == told(read)
    assert asked.body == b""


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1", must="HEAD finds nothing where GET finds nothing")
@pytest.mark.parametrize("path", ["statements", *DOCUMENTS])
def test_head_when_there_is_nothing_then_it_is_404_without_a_body(lrs, path):
    query = {"statementId": str(uuid4())} if path == "statements" else dict(QUESTIONS[path])

    answer = lrs.head(path, query=query)

    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1", must="HEAD is refused where GET is refused")
@pytest.mark.parametrize("path", RESOURCES)
def test_head_when_the_question_is_wrong_then_it_is_400_without_a_body(lrs, path):
    answer = lrs.head(path, query={**QUESTIONS[path], "foo": "bar"})

    assert (answer.status, answer.body) == (400, b"")


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1", must="HEAD and GET need no Content-Length")
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_head_and_get_when_no_length_is_given_then_they_are_answered(lrs, method):
    assert lrs.send(method, "statements", headers={"Content-Length": None}).status == 200


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1", must="HEAD of a list says of it what GET says")
@pytest.mark.parametrize("path", DOCUMENTS)
def test_head_when_documents_are_listed_then_there_is_no_body(lrs, path):
    fill(lrs)
    query = {name: value for name, value in QUESTIONS[path].items() if name not in {"stateId", "profileId"}}

    read, asked = lrs.get(path, query=query), lrs.head(path, query=query)

    assert told(asked) == told(read)
    assert (read.status, len(read.json()), asked.body) == (200, 1, b"")
