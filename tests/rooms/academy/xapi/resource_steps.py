"""Steps that the tests of the statements resource share: what a reader of the specification would do by hand."""

from typing import Any
from uuid import uuid4

from tests.factories.academy import statement
from tests.rooms.academy.lrs import Answer, Lrs

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
VERB = "https://hub.example/verbs"
ACTIVITY = "https://hub.example/activities"


def agent(name: str, /, **parts: Any) -> dict[str, Any]:
    return {"objectType": "Agent", "mbox": f"mailto:{name}@city.example"} | parts


def group(*members: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"objectType": "Group"} | ({"member": list(members)} if members else {}) | parts


def activity(name: str, /, **parts: Any) -> dict[str, Any]:
    return {"objectType": "Activity", "id": f"{ACTIVITY}/{name}"} | parts


def verb(name: str) -> dict[str, Any]:
    return {"id": f"{VERB}/{name}", "display": {"en": name}}


def reference(target: dict[str, Any] | str, **parts: Any) -> dict[str, Any]:
    """A statement of somebody else about a statement; it shares no actor and no verb with it."""
    number = target if isinstance(target, str) else target["id"]
    about = {"objectType": "StatementRef", "id": number}
    return statement(**({"actor": agent("referee"), "verb": verb("confirmed"), "object": about} | parts))


def voiding(target: dict[str, Any] | str, **parts: Any) -> dict[str, Any]:
    return reference(target, verb={"id": VOIDED, "display": {"en": "voided"}}, **parts)


def within(**parts: Any) -> dict[str, Any]:
    """A statement by somebody else whose object is a SubStatement made of `parts`."""
    inner = {"actor": agent("inner"), "verb": verb("planned"), "object": activity("inner")} | parts
    return statement(actor=agent("outer"), verb=verb("told"), object={"objectType": "SubStatement"} | inner)


def keep(lrs: Lrs, *statements: dict[str, Any]) -> list[str]:
    """Store the statements one after another; their ids."""
    for one in statements:
        answer = lrs.post("statements", json=one)
        assert (answer.status, answer.json()) == (200, [one["id"]]), answer.body
    return [one["id"] for one in statements]


def listed(lrs: Lrs, **query: Any) -> list[dict[str, Any]]:
    """The statements of the first page that a query finds."""
    answer = lrs.get("statements", query=query)
    assert answer.status == 200, answer.body
    return answer.json()["statements"]


def found(lrs: Lrs, **query: Any) -> list[str]:
    return [one["id"] for one in listed(lrs, **query)]


def read(lrs: Lrs, number: str, **query: Any) -> dict[str, Any]:
    answer = lrs.get("statements", query={"statementId": number} | query)
    assert answer.status == 200, answer.body
    return answer.json()


def follow(lrs: Lrs, more: str) -> Answer:
    """The answer behind a `more` link."""
    assert more.startswith("/xapi/"), more
    return lrs.get(more.removeprefix("/xapi/"))


def pages(lrs: Lrs, **query: Any) -> list[list[str]]:
    """The ids of every page that a query has."""
    answer, seen = lrs.get("statements", query=query), []
    while True:
        assert answer.status == 200, answer.body
        result = answer.json()
        seen.append([one["id"] for one in result["statements"]])
        if not result["more"]:
            return seen
        assert len(seen) < 100, "the pages do not end"
        answer = follow(lrs, result["more"])


def flat(parts: list[list[str]]) -> list[str]:
    return [one for part in parts for one in part]


def new_id() -> str:
    return str(uuid4())
