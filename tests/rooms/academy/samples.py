"""Statements and parts of them for requirement tests, and how a part is put where it can stand."""

import json
import re
from copy import deepcopy
from typing import Any
from uuid import uuid4

from tests.factories.academy import statement
from tests.rooms.academy.lrs import Lrs


class Gone:
    """Stands for a property that is left out."""

    def __repr__(self) -> str:
        return "left out"


GONE = Gone()
AGENTS: dict[str, dict[str, Any]] = {
    "mbox": {"mbox": "mailto:ben@city.example"},
    "mbox_sha1sum": {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"},
    "openid": {"openid": "https://openid.example/ben"},
    "account": {"account": {"homePage": "https://city.example", "name": "ben"}},
}
MEMBERS = [{"mbox": "mailto:ana@city.example"}, {"objectType": "Agent", "openid": "https://openid.example/cara"}]
ANONYMOUS_GROUP = {"objectType": "Group", "name": "Tutors", "member": MEMBERS}
IDENTIFIED_GROUP = {"objectType": "Group", "mbox": "mailto:tutors@city.example"}
ACTIVITY = {"objectType": "Activity", "id": "https://hub.example/activities/unit-7"}
REFERENCE = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
DEFINED_ACTIVITY = ACTIVITY | {
    "definition": {
        "name": {"en": "Unit 7", "fr": "Unité 7"},
        "description": {"en": "How a city learns"},
        "type": "http://adlnet.gov/expapi/activities/lesson",
        "moreInfo": "https://hub.example/about/unit-7",
        "extensions": {"https://hub.example/extensions/level": 2},
    }
}
CHOICE = ACTIVITY | {
    "definition": {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": "choice",
        "correctResponsesPattern": ["a[,]b"],
        "choices": [{"id": "a", "description": {"en": "Yes"}}, {"id": "b", "description": {"en": "No"}}],
    }
}
ATTACHMENT = {
    "usageType": "https://hub.example/attachments/essay",
    "display": {"en": "Essay"},
    "description": {"en": "What Ana wrote"},
    "contentType": "text/plain; charset=utf-8",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "https://hub.example/files/essay.txt",
}
RESULT = {
    "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
    "success": True,
    "completion": False,
    "response": "b",
    "duration": "PT4H35M59.14S",
    "extensions": {"https://hub.example/extensions/tries": 3},
}
CONTEXT = {
    "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
    "instructor": {"objectType": "Agent"} | AGENTS["account"],
    "team": ANONYMOUS_GROUP,
    "contextActivities": {
        "parent": [{"id": "https://hub.example/activities/block-1"}],
        "grouping": [{"id": "https://hub.example/activities/programme-1"}],
        "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        "other": [{"id": "https://hub.example/activities/textbook"}],
    },
    "language": "sr-Latn-RS",
    "statement": REFERENCE,
    "extensions": {"https://hub.example/extensions/room": None},
}
WITH_ACTIVITY = CONTEXT | {"revision": "2", "platform": "Learning Cities Hub"}
RELATIONS = {
    "contextAgents": [
        {"objectType": "contextAgent", "agent": AGENTS["openid"], "relevantTypes": ["https://hub.example/types/mentor"]}
    ],
    "contextGroups": [
        {"objectType": "contextGroup", "group": IDENTIFIED_GROUP, "relevantTypes": ["https://hub.example/types/jury"]}
    ],
}


def sub_statement(**parts: Any) -> dict[str, Any]:
    """A statement to stand as the object of another."""
    whole = statement(id=None, timestamp="2031-05-18T05:32:34.804Z", **parts)
    return {"objectType": "SubStatement"} | whole


def rich_statement(**parts: Any) -> dict[str, Any]:
    """A statement about an activity that uses everything both versions know."""
    usual = {
        "actor": {"objectType": "Agent", "name": "Ben"} | AGENTS["mbox"], "object": DEFINED_ACTIVITY, "result": RESULT,
        "context": WITH_ACTIVITY, "timestamp": "2026-03-01T10:00:00.123Z", "attachments": [ATTACHMENT],
        "authority": {"objectType": "Agent"} | AGENTS["account"], "version": "1.0.0",
    }  # fmt: skip
    return deepcopy(statement(**(usual | parts)))


def nested_statement(**parts: Any) -> dict[str, Any]:
    """The same, with a statement as rich as itself for its object."""
    inside = sub_statement(object=DEFINED_ACTIVITY, result=RESULT, context=WITH_ACTIVITY, attachments=[ATTACHMENT])
    return rich_statement(**({"object": inside, "context": CONTEXT} | parts))


def placed(whole: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of a statement with `value` at a path such as "attachments[0].length", or nothing there for GONE."""
    copy = json.loads(json.dumps(whole))
    *outer, last = (int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path))
    inner: Any = copy
    for step in outer:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = deepcopy(value)
    return copy


def refused(lrs: Lrs, whole: Any, named: str) -> tuple[int, bool]:
    """What the store says to a statement: its status, and whether its message names the property."""
    answer = lrs.post("statements", json=whole)
    return answer.status, answer.status == 400 and named in answer.json()["error"]["message"]


def kept(lrs: Lrs, whole: dict[str, Any]) -> Any:
    """Store a statement under an id of its own and read it back."""
    named = {"id": str(uuid4())} | whole
    answer = lrs.post("statements", json=named)
    if answer.status != 200:
        raise AssertionError(f"refused with {answer.status}: {answer.body.decode()}")
    return lrs.get("statements", query={"statementId": named["id"]}).json()


def number_kept(lrs: Lrs) -> int:
    """How many statements the store gives out."""
    return len(lrs.get("statements").json()["statements"])
