"""Random statements and random questions: the store answers as a plain reading of the specification does."""

from contextlib import contextmanager

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import (
    VOIDED,
    activity,
    agent,
    flat,
    found,
    group,
    listed,
    new_id,
    pages,
    verb,
)

PEOPLE = [
    agent("ana"),
    {"account": {"homePage": "https://city.example", "name": "ben"}},
    group(agent("ana"), mbox="mailto:class@city.example"),
]
ACTORS = [*PEOPLE, group({"account": {"homePage": "https://city.example", "name": "ben"}})]
VERBS = [verb("read")["id"], verb("wrote")["id"]]
UNITS = [activity("a")["id"], activity("b")["id"]]
REGISTRATIONS = ["0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "1a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"]
MOST = 8


def choose(values):
    return st.sampled_from(values)


contexts = st.fixed_dictionaries(
    {},
    optional={
        "registration": choose(REGISTRATIONS),
        "instructor": choose(PEOPLE[:2]),
        "team": choose(ACTORS[2:]),
        "contextActivities": st.dictionaries(
            choose(["parent", "other"]), choose(UNITS).map(lambda iri: [{"id": iri}]), min_size=1
        ),
    },
)
activities = choose(UNITS).map(lambda iri: {"objectType": "Activity", "id": iri})
agents = choose(PEOPLE).map(lambda one: {"objectType": "Agent"} | one)
things = st.one_of(activities, activities, agents)
inner = st.fixed_dictionaries(
    {"objectType": st.just("SubStatement"), "actor": choose(ACTORS), "verb": choose(VERBS).map(lambda iri: {"id": iri}), "object": things},
    optional={"context": contexts.map(lambda context: {k: v for k, v in context.items() if k != "registration"})},
)  # fmt: skip
# A statement, or the place of another of the same set that this one refers to (the last places are of nobody) and whether it voids it
targets = st.tuples(st.integers(0, MOST), st.booleans())
drafts = st.tuples(choose(ACTORS), choose(VERBS), st.one_of(things, things, inner, targets, targets), contexts)
queries = st.fixed_dictionaries(
    {},
    optional={
        "agent": choose(PEOPLE), "verb": choose([*VERBS, VOIDED]), "activity": choose(UNITS), "registration": choose(REGISTRATIONS),
        "related_agents": choose(["true", "false"]), "related_activities": choose(["true", "false"]),
        "since": st.integers(0, MOST), "until": st.integers(0, MOST), "ascending": choose(["true", "false"]), "limit": st.integers(0, 4),
    },
)  # fmt: skip
relaxed = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@contextmanager
def undone():
    """What is stored inside is gone afterwards, so that examples do not see each other."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written(plans):
    """The statements that the drafts describe."""
    ids = [new_id() for _ in range(MOST + 1)]
    made = []
    for number, (actor, word, thing, context) in zip(ids, plans, strict=False):
        if isinstance(thing, tuple):
            place, voids = thing
            word = VOIDED if voids else word
            thing = {"objectType": "StatementRef", "id": ids[place]}
        made.append(statement(id=number, actor=actor, verb={"id": word}, object=thing, context=context or None))
    return made


def identity(one):
    """The identifier of an agent or group; None for an anonymous group."""
    return next(((name, str(one[name])) for name in ("mbox", "account") if name in one), None)


def names(place, wanted):
    """Whether an agent or group is the one wanted, or has it as a member."""
    return bool(place) and wanted in (identity(place), *(identity(member) for member in place.get("member", ())))


def agents_of(whole, broad):
    yield whole["actor"]
    if whole["object"].get("objectType") in {"Agent", "Group"}:
        yield whole["object"]
    if broad:
        yield from (whole.get("context", {}).get(name) for name in ("instructor", "team"))
        if whole["object"].get("objectType") == "SubStatement":
            yield from agents_of(whole["object"], broad)


def activities_of(whole, broad):
    if whole["object"].get("objectType") == "Activity":
        yield whole["object"]["id"]
    if broad:
        for several in whole.get("context", {}).get("contextActivities", {}).values():
            yield from (one["id"] for one in several)
        if whole["object"].get("objectType") == "SubStatement":
            yield from activities_of(whole["object"], broad)


def meets(one, query):
    """Whether a statement itself meets the filters that are not of time."""
    if "agent" in query:
        broad = query.get("related_agents") == "true"
        if not any(names(place, identity(query["agent"])) for place in agents_of(one, broad)):
            return False
    if "activity" in query and query["activity"] not in activities_of(one, query.get("related_activities") == "true"):
        return False
    if "verb" in query and one["verb"]["id"] != query["verb"]:
        return False
    return "registration" not in query or one.get("context", {}).get("registration") == query["registration"]


def matches(one, query, held, seen=()):
    """Whether it, or what it refers to through any number of steps, meets the filters."""
    if one["id"] in seen:
        return False
    target = held.get(one["object"]["id"]) if one["object"].get("objectType") == "StatementRef" else None
    return meets(one, query) or (target is not None and matches(target, query, held, (*seen, one["id"])))


def void_ids(held):
    voided = {one["object"]["id"] for one in held.values() if one["verb"]["id"] == VOIDED}
    return {number for number in voided if number in held and held[number]["verb"]["id"] != VOIDED}


def expected(made, query, stored):
    """The ids that a query finds, read off all statements in the order of their storing."""
    held = {one["id"]: one for one in made}
    gone = void_ids(held)
    kept = [one["id"] for one in made if one["id"] not in gone and matches(one, query, held)]
    kept = [one for one in kept if "since" not in query or stored[one] > query["since"]]
    kept = [one for one in kept if "until" not in query or stored[one] <= query["until"]]
    kept = kept if query.get("ascending") == "true" else kept[::-1]
    return kept[: query["limit"]] if query.get("limit") else kept


def stored_by_id(lrs, made):
    """When each was stored; asked for by id, since the void are in no list."""
    moments = {one["id"]: one["stored"] for one in listed(lrs)}
    for number in {one["id"] for one in made} - moments.keys():
        moments[number] = lrs.get("statements", query={"voidedStatementId": number}).json()["stored"]
    return moments


@relaxed
@given(
    plans=st.lists(drafts, min_size=1, max_size=MOST),
    asked=st.lists(queries, min_size=1, max_size=3),
    cut=st.integers(0, MOST),
)
def test_property_when_any_statements_are_asked_anything_then_a_plain_reading_gives_the_same(lrs, plans, asked, cut):
    made = written(plans)
    with undone():
        for batch in (made[:cut], made[cut:]):
            assert lrs.post("statements", json=batch).status == 200
        stored = stored_by_id(lrs, made)
        for query in asked:
            times = {
                name: stored[made[place % len(made)]["id"]]
                for name, place in query.items()
                if name in ("since", "until")
            }
            assert found(lrs, **(query | times)) == expected(made, query | times, stored)


@relaxed
@given(plans=st.lists(drafts, min_size=1, max_size=MOST), query=queries, limit=st.integers(1, MOST))
def test_property_when_paged_by_any_limit_then_the_pages_are_the_list(lrs, plans, query, limit):
    made = written(plans)
    query = {name: value for name, value in query.items() if name not in ("since", "until", "limit")}
    with undone():
        assert lrs.post("statements", json=made).status == 200
        whole = found(lrs, **query)
        parts = pages(lrs, limit=limit, **query)
    assert flat(parts) == whole
    assert all(len(part) == limit for part in parts[:-1])


@relaxed
@given(plans=st.lists(drafts, min_size=1, max_size=MOST), data=st.data())
def test_property_when_the_order_of_arrival_changes_then_the_same_statements_are_found(lrs, plans, data):
    made = written(plans)
    query = data.draw(
        queries.map(
            lambda whole: {name: value for name, value in whole.items() if name not in ("since", "until", "limit")}
        )
    )
    other = data.draw(st.permutations(made))
    answers = []
    for order in (made, other):
        with undone():
            for one in order:
                assert lrs.post("statements", json=one).status == 200
            answers.append(sorted(found(lrs, **query)))
    assert answers[0] == answers[1]
