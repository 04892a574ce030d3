"""What a caller may do, and how often."""

from contextlib import suppress
from uuid import uuid4

import pytest
from tests.factories.academy import statement

from hub.rooms.academy import rules
from hub.rooms.academy.endpoints import limits
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.rules import Caller

ANA = {"objectType": "Agent", "mbox": "mailto:ana@city.example"}
BEN = {"objectType": "Agent", "mbox": "mailto:ben@city.example"}


def caller(*scopes: str, **fields: object) -> Caller:
    return Caller(**({"credential": 1, "authority": ANA, "city": 0, "scopes": frozenset(scopes)} | fields))


# --- what scopes open -----------------------------------------------------------------------------------------------------

RESOURCES = ("statements", "activities", "activities/state", "activities/profile", "agents", "agents/profile")
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")


def opened(*scopes: str) -> set[str]:
    """What a caller may do, as "METHOD resource"; HEAD and GET, and the writing methods, always go together."""
    found = set()
    for path in RESOURCES:
        for method in METHODS:
            with suppress(Refused):
                rules.check_may(caller(*scopes), method, path)
                found.add(f"{'read' if method in {'GET', 'HEAD'} else 'write'} {path}")
    return found


EVERYTHING = {f"{what} {path}" for what in ("read", "write") for path in RESOURCES}


@pytest.mark.requirement(
    "1.0.3 Communication 4.2", must="the scope all opens everything, the others what their names say"
)
@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("all", EVERYTHING),
        ("all/read", {f"read {path}" for path in RESOURCES}),
        ("statements/write", {"write statements"}),
        ("statements/read", {"read statements", "read activities", "read agents"}),
        ("statements/read/mine", {"read statements", "read activities"}),
        ("state", {"read activities", "read activities/state", "write activities/state"}),
        ("define", {"read activities"}),
        (
            "profile",
            {
                "read activities", "read agents", "read activities/profile", "write activities/profile",
                "read agents/profile", "write agents/profile",
            },
        ),
    ],
)  # fmt: skip
def test_scope_when_held_alone_then_it_opens_exactly_its_resources(scope, expected):
    assert opened(scope) == expected


def test_scopes_when_two_are_held_then_they_add_up():
    assert opened("state", "statements/write") == opened("state") | opened("statements/write")


def test_scope_when_missing_then_the_refusal_names_those_that_would_do():
    with pytest.raises(Refused) as refused:
        rules.check_may(caller("state"), "POST", "statements")

    assert (refused.value.status, refused.value.code) == (403, "scope_missing")
    assert refused.value.parameters == {
        "resource": "statements", "method": "POST", "needed": "all, statements/write", "found": "state",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scopes", "only_own", "may_define"),
    [
        (("all",), False, True),
        (("all/read",), False, False),
        (("statements/read", "statements/read/mine"), False, False),
        (("statements/read/mine", "define"), True, True),
    ],
)
def test_scopes_when_asked_what_is_read_and_defined_then_they_say(scopes, only_own, may_define):
    assert rules.reads_only_own(caller(*scopes)) == only_own
    assert rules.may_define(caller(*scopes)) == may_define


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_learner_when_a_document_is_shared_by_all_then_it_is_only_read(method):
    browser = caller("profile", person=ANA)
    rules.check_may(browser, "GET", "activities/profile")
    rules.check_may(browser, method, "agents/profile")

    with pytest.raises(Refused) as refused:
        rules.check_may(browser, method, "activities/profile")

    assert (refused.value.status, refused.value.code) == (403, "document_of_all")


def test_statement_when_it_is_of_the_tokens_person_and_registration_then_it_may_be_stored():
    registration = str(uuid4())
    browser = caller("statements/write", person=ANA, registration=registration)

    rules.check_statement(browser, statement(context={"registration": registration.upper()}))
    rules.check_statement(caller("all"), statement(actor=BEN))


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"actor": BEN}, "agent_not_yours"),
        ({"actor": {"objectType": "Group", "member": [ANA]}}, "agent_not_yours"),
        ({}, "registration_not_yours"),
        ({"context": {"registration": str(uuid4())}}, "registration_not_yours"),
    ],
)
def test_statement_when_it_is_not_the_tokens_own_then_it_is_refused(parts, code):
    browser = caller("statements/write", person=ANA, registration=str(uuid4()))

    with pytest.raises(Refused) as refused:
        rules.check_statement(browser, statement(**parts))

    assert (refused.value.status, refused.value.code) == (403, code)


# --- how often ------------------------------------------------------------------------------------------------------------


def take(who: Caller, times: int) -> int:
    """How many of `times` requests go through at one moment."""
    passed = 0
    for _ in range(times):
        try:
            limits.take_one(who)
        except Refused:
            continue
        passed += 1
    return passed


def test_rate_when_a_minutes_worth_is_gone_then_it_fills_again_steadily(monkeypatch):
    limited = caller("all", credential=101, requests_per_minute=30)
    moments = [1000.0, 1000.0, 1001.9, 1002.0, 1062.1]
    passed = []
    for moment in moments:
        monkeypatch.setattr(limits, "monotonic", lambda at=moment: at)
        passed.append(take(limited, 40))

    assert passed == [30, 0, 0, 1, 30]


def test_rate_when_it_is_used_up_then_the_refusal_says_how_long_to_wait(monkeypatch):
    limited = caller("all", credential=102, requests_per_minute=30)
    monkeypatch.setattr(limits, "monotonic", lambda: 1000.0)
    take(limited, 30)

    with pytest.raises(Refused) as refused:
        limits.take_one(limited)

    assert (refused.value.status, refused.value.code) == (429, "too_many_requests")
    assert refused.value.parameters == {"allowed": 30, "retry_after": 3}


def test_rate_when_it_is_zero_then_there_is_none():
    assert take(caller("all", credential=103), 5000) == 5000


def test_rate_when_two_people_have_tokens_then_one_does_not_use_up_the_others(monkeypatch):
    monkeypatch.setattr(limits, "monotonic", lambda: 1000.0)
    take(caller("state", credential=0, person=ANA, requests_per_minute=10), 10)

    assert take(caller("state", credential=0, person=BEN, requests_per_minute=10), 11) == 10


def test_rate_when_there_are_very_many_callers_then_full_buckets_are_dropped(monkeypatch):
    monkeypatch.setattr(limits, "_buckets", {})
    monkeypatch.setattr(limits, "MOST_BUCKETS", 3)
    for number in range(3):
        monkeypatch.setattr(limits, "monotonic", lambda at=number: 1000.0 + at * 50)
        limits.take_one(caller("all", credential=number, requests_per_minute=10))
    monkeypatch.setattr(limits, "monotonic", lambda: 1110.0)

    limits.take_one(caller("all", credential=9, requests_per_minute=10))

    assert set(limits._buckets) == {(2, ""), (9, "")}
