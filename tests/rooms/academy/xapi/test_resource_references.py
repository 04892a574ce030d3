"""Statements about statements: found by what their target meets, through any number of steps, whichever came first."""

from itertools import permutations

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import (
    activity,
    agent,
    flat,
    found,
    group,
    keep,
    listed,
    new_id,
    pages,
    read,
    reference,
    verb,
    voiding,
)

ANA = agent("ana")
REGISTRATION = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
FILTERS = {
    "agent": {"agent": ANA},
    "verb": {"verb": verb("passed")["id"]},
    "activity": {"activity": activity("training")["id"]},
    "registration": {"registration": REGISTRATION},
    "related_activities": {"activity": activity("course")["id"], "related_activities": "true"},
    "related_agents": {"agent": agent("teacher"), "related_agents": "true"},
    "all": {
        "agent": ANA,
        "verb": verb("passed")["id"],
        "activity": activity("training")["id"],
        "registration": REGISTRATION,
    },
}


def target(**parts):
    context = {
        "registration": REGISTRATION, "instructor": agent("teacher"), "contextActivities": {"parent": [activity("course")]},
    }  # fmt: skip
    return statement(
        **{"actor": ANA, "verb": verb("passed"), "object": activity("training"), "context": context} | parts
    )


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement that targets one that is found is found too"
)
@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("late", [False, True], ids=["target first", "target later"])
def test_reference_when_the_target_is_found_then_it_is_found(lrs, query, late):
    goal = target()
    about = reference(goal)
    order = [about, goal] if late else [goal, about]
    keep(lrs, statement(actor=agent("else")), *order, reference(new_id()))
    assert found(lrs, **query) == [one["id"] for one in order[::-1]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement that targets one that is found is found too"
)
@pytest.mark.parametrize("late", [False, True], ids=["target first", "target later"])
def test_reference_when_target_and_reference_come_in_one_batch_then_both_are_found(lrs, late):
    goal = target()
    about = reference(goal)
    assert lrs.post("statements", json=[about, goal] if late else [goal, about]).status == 200
    assert sorted(found(lrs, agent=ANA)) == sorted([goal["id"], about["id"]])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the rule of targets applies again to what targets them"
)
@pytest.mark.parametrize(
    "order", list(permutations(range(4))), ids=lambda order: "".join("abcd"[place] for place in order)
)
def test_reference_when_a_chain_comes_in_any_order_then_all_of_it_is_found(lrs, order):
    a = target()
    chain = [a, b := reference(a), c := reference(b), reference(c)]
    keep(lrs, *(chain[place] for place in order))
    assert found(lrs, verb=verb("passed")["id"]) == [chain[place]["id"] for place in reversed(order)]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the rule of targets applies again to what targets them"
)
def test_reference_when_the_chain_is_long_then_its_end_is_found(lrs):
    chain = [target()]
    for _ in range(30):
        chain.append(reference(chain[-1]))
    assert lrs.post("statements", json=chain).status == 200
    assert len(found(lrs, agent=ANA)) == 31


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the rule of targets applies again to what targets them"
)
def test_reference_when_statements_target_each_other_then_the_answer_ends(lrs):
    first, second, own = new_id(), new_id(), new_id()
    ring = [reference(second, id=first, actor=ANA), reference(first, id=second), reference(own, id=own)]
    keep(lrs, *ring)
    assert found(lrs, agent=ANA) == [second, first]
    assert found(lrs, agent=agent("referee")) == [own, second, first]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3",
    "2.0 4.1.6.1",
    must="since, until, limit are of the statement, not its target",
)
def test_reference_when_times_are_asked_for_then_those_of_the_reference_count(lrs):
    goal = target()
    about = reference(goal)
    keep(lrs, goal, about)
    assert found(lrs, agent=ANA, since=read(lrs, goal["id"])["stored"]) == [about["id"]]
    assert found(lrs, agent=ANA, until=read(lrs, goal["id"])["stored"]) == [goal["id"]]
    assert found(lrs, agent=ANA, limit=1) == [about["id"]]
    assert found(lrs, agent=ANA, limit=1, ascending="true") == [goal["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3",
    "2.0 4.1.6.1",
    must="one statement of a chain meets all the filters",
)
def test_reference_when_the_filters_are_met_by_different_statements_then_it_is_not_found(lrs):
    goal = target()
    keep(lrs, goal, reference(goal))
    assert found(lrs, agent=ANA, verb=verb("confirmed")["id"]) == []


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement in the context is no target")
def test_reference_when_it_stands_in_the_context_then_it_is_not_found(lrs):
    goal = target()
    keep(
        lrs,
        goal,
        statement(actor=agent("else"), context={"statement": {"objectType": "StatementRef", "id": goal["id"]}}),
    )
    assert found(lrs, agent=ANA) == [goal["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="only the object of the statement itself targets another"
)
def test_reference_when_it_stands_in_a_substatement_then_it_is_not_found(lrs):
    goal = target()
    inner = {
        "objectType": "SubStatement",
        "actor": agent("inner"),
        "verb": verb("read"),
        "object": reference(goal)["object"],
    }
    keep(lrs, goal, statement(actor=agent("else"), object=inner))
    assert found(lrs, agent=ANA) == [goal["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the direction counts: a target is not found by what targets it"
)
def test_reference_when_only_the_reference_matches_then_its_target_is_not_found(lrs):
    goal = target()
    about = reference(goal)
    keep(lrs, goal, about)
    assert found(lrs, agent=agent("referee")) == [about["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a single statement is asked for by its own id only"
)
def test_reference_when_the_target_is_asked_for_by_id_then_it_comes_alone(lrs):
    goal = target()
    keep(lrs, goal, reference(goal))
    assert read(lrs, goal["id"])["id"] == goal["id"]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement that targets one that is found is found too"
)
def test_reference_when_many_target_the_same_then_each_is_found_once(lrs):
    goal = target()
    about = [reference(goal, actor=ANA), reference(goal), reference(goal)]
    keep(lrs, goal, *about)
    assert found(lrs, agent=ANA) == [one["id"] for one in [goal, *about][::-1]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the id of a target is the same in either case"
)
def test_reference_when_it_writes_the_id_in_capitals_then_it_is_found(lrs):
    goal = target()
    about = reference(goal["id"].upper())
    keep(lrs, goal, about)
    assert found(lrs, agent=ANA) == [about["id"], goal["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.4",
    "2.0 4.1.6.1",
    must="what targets a voided one is found by what that one says",
)
@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS)
def test_reference_when_the_target_is_voided_then_voiding_and_reference_are_found(lrs, query):
    goal = target()
    void, about = voiding(goal), reference(goal)
    keep(lrs, goal, void, about)
    assert found(lrs, **query) == [about["id"], void["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.4",
    "2.0 4.1.6.1",
    must="a chain holds through a voided statement, itself left out",
)
def test_reference_when_a_middle_statement_is_voided_then_the_rest_of_the_chain_is_found(lrs):
    goal = target()
    middle = reference(goal)
    end, void = reference(middle), voiding(middle)
    keep(lrs, goal, middle, end, void)
    assert found(lrs, agent=ANA) == [void["id"], end["id"], goal["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the target may be found by a member of its group"
)
def test_reference_when_the_agent_is_a_member_in_the_target_then_it_is_found(lrs):
    goal = target(actor=group(agent("ben"), ANA))
    about = reference(goal)
    keep(lrs, goal, about)
    assert found(lrs, agent=ANA) == [about["id"], goal["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="references are listed in the order of their own storing"
)
def test_reference_when_listed_then_ordered_by_its_own_storing(lrs):
    goal = target()
    late, early = reference(goal), reference(goal)
    keep(lrs, early, goal, late)
    assert found(lrs, agent=ANA) == [late["id"], goal["id"], early["id"]]
    moments = [one["stored"] for one in listed(lrs, agent=ANA)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a statement that targets one that is found is found too"
)
def test_reference_when_the_target_of_many_comes_last_then_all_are_found(lrs):
    goal = target()
    about = [reference(goal) for _ in range(150)]
    lrs.post("statements", json=about)
    keep(lrs, goal)
    assert flat(pages(lrs, agent=ANA, verb=verb("passed")["id"], limit=40)) == [
        one["id"] for one in [*about, goal][::-1]
    ]
