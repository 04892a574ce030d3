"""Whatever a request for documents says, the answer is an answer of the protocol, in words that can be sent."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.rooms.academy.documents import ACTIVITY_PROFILE, AGENT_PROFILE, STATE

from hub.commons.languages.phrases import Phrasebook
from hub.kit.errors import DataProblem
from hub.rooms.academy.endpoints import activities, agents, documents
from hub.rooms.academy.endpoints.exchange import Request
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.phrases.documents import PHRASES
from hub.rooms.academy.rules import Caller

BOOK = Phrasebook(PHRASES)
SYSTEM = Caller(credential=1, authority={}, city=0, scopes=frozenset({"all"}))
TABLES = {
    STATE: documents.STATE, ACTIVITY_PROFILE: documents.ACTIVITY_PROFILE, AGENT_PROFILE: documents.AGENT_PROFILE,
    "agents": agents.AGENTS, "activities": activities.ACTIVITIES,
}  # fmt: skip
TEXTS = some.text(some.characters(), max_size=20)
WORDS = some.sampled_from(["mbox", "account", "name", "homePage", "openid", "objectType", "member"])
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | TEXTS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXTS | WORDS, inner, max_size=3),
    max_leaves=6,
)
JSONS = VALUES.map(json.dumps)
PARAMETERS = {
    "agent": some.just('{"mbox": "mailto:ana@city.example"}')
    | some.just('{"account": {"homePage": "https://city.example", "name": "\\u0000\\ud800"}}')
    | JSONS
    | TEXTS,
    "activityId": some.just("https://hub.example/unit") | TEXTS | TEXTS.map("a:{}".format),
}
MORE = {
    "stateId": TEXTS,
    "profileId": TEXTS,
    "registration": TEXTS | some.uuids().map(str),
    "since": TEXTS | some.datetimes().map(str),
    "foo": TEXTS,
}
HEADERS = {
    "content-type": some.sampled_from(["application/json", "text/plain", "", "a/b; c=d"]) | TEXTS,
    "if-match": some.sampled_from(["", "", "*", '"a"', "W/", ",,"]) | TEXTS,
    "if-none-match": some.sampled_from(["", "", "*", '"a"']) | TEXTS,
}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    path=some.sampled_from(sorted(TABLES)), method=some.sampled_from(["GET", "PUT", "POST", "DELETE"]),
    query=some.fixed_dictionaries(PARAMETERS, optional=MORE), headers=some.fixed_dictionaries(HEADERS),
    body=some.binary(max_size=40) | JSONS.map(str.encode), version=some.sampled_from(["1.0.3", "2.0.0"]),
)  # fmt: skip
def test_any_request_then_an_answer_of_the_protocol(db, path, method, query, headers, body, version):
    subject = {
        "agents": {"agent"},
        "activities": {"activityId"},
        AGENT_PROFILE: {"agent"},
        ACTIVITY_PROFILE: {"activityId"},
    }
    asked = {
        name: value for name, value in query.items() if name not in PARAMETERS or name in subject.get(path, PARAMETERS)
    }
    handler = TABLES[path].get(method)
    if handler:
        status, sent = answer_of(handler, Request(method, path, asked, headers, body, version, SYSTEM))
        assert status in {200, 204, 304, 400, 404, 409, 412}
        assert [text for text in sent if not text.isascii() or not text.replace("\t", "").isprintable()] == []


def answer_of(handler, request):
    """The status, and what is sent in lines: the values of headers, or the message of an error as JSON."""
    try:
        answer = handler(request)
    except (DataProblem, Refused) as problem:
        return getattr(problem, "status", 400), [json.dumps(BOOK.say(problem))]
    return answer.status, list(answer.headers.values())
