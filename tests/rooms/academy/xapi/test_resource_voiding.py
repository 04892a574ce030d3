"""Voiding: what makes a statement void, what cannot be voided, and who still sees what."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import (
    VOIDED,
    activity,
    agent,
    flat,
    found,
    keep,
    new_id,
    pages,
    read,
    reference,
    verb,
    voiding,
)

ANA = agent("ana")
VOIDING = {"id": VOIDED, "display": {"en": "voided"}}


def is_void(lrs, number):
    """Whether the store holds a statement as void; both ways of asking agree."""
    statuses = [lrs.get("statements", query={name: number}).status for name in ("statementId", "voidedStatementId")]
    assert sorted(statuses) == [200, 404]
    return statuses == [404, 200]


@pytest.mark.requirement(
    "1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="a statement is void once a voiding statement refers to it"
)
def test_void_when_a_voiding_statement_comes_then_its_target_is_void(lrs):
    one, other = statement(), statement()
    keep(lrs, one, other, voiding(one))
    assert [is_void(lrs, one["id"]), is_void(lrs, other["id"])] == [True, False]


@pytest.mark.requirement("1.0.3 Communication 2.1.4", "2.0 4.1.6.1", must="no list holds a voided statement")
@pytest.mark.parametrize(
    "query", [{}, {"agent": ANA}, {"ascending": "true"}, {"limit": 1}, {"since": "2010-01-01T00:00:00Z"}], ids=str
)
def test_void_when_listed_then_the_voided_one_is_left_out(lrs, query):
    one, other = statement(actor=ANA), statement(actor=ANA)
    keep(lrs, one, other, void := voiding(one, actor=ANA))
    assert sorted(flat(pages(lrs, **query))) == sorted([other["id"], void["id"]])


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.4",
    "2.0 4.1.6.1",
    must="what targets a voided one is found, the voiding one too",
)
def test_void_when_its_verb_is_asked_for_then_reference_and_voiding_are_found(lrs):
    one = statement(verb=verb("read"))
    void, about = voiding(one), reference(one, verb=verb("read"))
    keep(lrs, one, void, about)
    assert found(lrs, verb=verb("read")["id"]) == [about["id"], void["id"]]
    assert found(lrs, verb=verb("read")["id"], limit=1) == [about["id"]]
    assert found(lrs, verb=VOIDED) == [void["id"]]
    assert found(lrs, verb=verb("read")["id"], since=read(lrs, void["id"])["stored"]) == [about["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="limit counts what is given out, not what is void")
def test_void_when_the_newest_are_void_then_limit_reaches_further_back(lrs):
    kept = keep(lrs, *(statement(actor=ANA) for _ in range(3)))
    gone = keep(lrs, *(statement(actor=ANA) for _ in range(3)))
    voids = keep(lrs, *(voiding(number) for number in gone))
    assert found(lrs, agent=ANA, limit=4) == [*voids[::-1], kept[2]]
    assert pages(lrs, agent=ANA, limit=2) == [[voids[2], voids[1]], [voids[0], kept[2]], [kept[1], kept[0]]]


@pytest.mark.requirement("2.0 4.2.4.1", must="a voiding statement is not refused because its target is unknown")
@pytest.mark.requirement("1.0.3 Data 2.3.2", should="a voiding statement is not refused because its target is unknown")
def test_void_when_the_target_is_unknown_then_the_voiding_statement_is_kept(lrs):
    void = voiding(new_id())
    keep(lrs, void)
    assert found(lrs) == [void["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="a statement is void whichever of the two came first")
def test_void_when_the_target_arrives_later_then_it_is_void_at_once(lrs):
    one = statement(actor=ANA)
    void = voiding(one)
    keep(lrs, void, one)
    assert is_void(lrs, one["id"])
    assert found(lrs, agent=ANA) == [void["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="a statement is void whichever of the two came first")
@pytest.mark.parametrize("late", [False, True], ids=["target first", "target later"])
def test_void_when_both_come_in_one_batch_then_the_target_is_void(lrs, late):
    one = statement()
    batch = [one, voiding(one)]
    assert lrs.post("statements", json=batch[::-1] if late else batch).status == 200
    assert is_void(lrs, one["id"])


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="a voiding statement cannot be voided")
@pytest.mark.parametrize("late", [False, True], ids=["target first", "target later"])
def test_void_when_the_target_is_voiding_then_it_stays(lrs, late):
    one = statement()
    void = voiding(one)
    again = voiding(void)
    keep(lrs, one)
    answers = [lrs.post("statements", json=each).status for each in ([again, void] if late else [void, again])]
    assert set(answers) <= {200, 400}
    assert [is_void(lrs, one["id"]), is_void(lrs, void["id"])] == [True, False]


@pytest.mark.requirement(
    "1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="a voided statement stays void, and the same, when it is voided again"
)
def test_void_when_voided_twice_then_still_void_and_both_voiding_ones_are_kept(lrs):
    one = statement(actor=ANA)
    keep(lrs, one, first := voiding(one), second := voiding(one))
    assert is_void(lrs, one["id"])
    assert found(lrs, agent=ANA) == [second["id"], first["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.2", should="a voided statement can be issued again under a new id")
def test_void_when_issued_again_under_a_new_id_then_the_new_one_is_found(lrs):
    one = statement(actor=ANA)
    anew = one | {"id": new_id()}
    keep(lrs, one, void := voiding(one), anew)
    assert found(lrs, agent=ANA) == [anew["id"], void["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="voiding is not undone by sending the statement again")
def test_void_when_the_voided_one_is_sent_again_then_it_stays_void(lrs):
    one = statement()
    keep(lrs, one, voiding(one))
    assert lrs.post("statements", json=one).status == 200
    assert lrs.put("statements", query={"statementId": one["id"]}, json=one).status == 204
    assert is_void(lrs, one["id"])


OBJECTS = {
    "activity": activity("a"),
    "activity without type": {"id": "https://hub.example/activities/a"},
    "agent": ANA,
    "SubStatement": {"objectType": "SubStatement", "actor": ANA, "verb": verb("read"), "object": activity("a")},
}


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.2.4.1", must="the object of a voiding statement is a StatementRef")
@pytest.mark.parametrize("thing", OBJECTS.values(), ids=OBJECTS)
def test_void_when_the_object_is_no_reference_then_400(lrs, thing):
    assert lrs.post("statements", json=statement(verb=VOIDING, object=thing)).status == 400


NOT_VOIDING = {
    "another verb that ends so": lambda one: reference(one, verb={"id": "https://hub.example/verbs/voided"}),
    "another case": lambda one: reference(one, verb={"id": VOIDED.replace("voided", "Voided")}),
    "context": lambda one: statement(context={"statement": {"objectType": "StatementRef", "id": one["id"]}}),
}


@pytest.mark.requirement(
    "1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="only the reserved verb with the statement as its object voids"
)
@pytest.mark.parametrize("make", NOT_VOIDING.values(), ids=NOT_VOIDING)
def test_void_when_the_statement_only_looks_like_voiding_then_the_target_stays(lrs, make):
    one = statement()
    keep(lrs, one, make(one))
    assert not is_void(lrs, one["id"])


@pytest.mark.requirement(
    "1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="what a SubStatement says has not happened, voiding neither"
)
def test_void_when_a_substatement_voids_then_the_target_stays(lrs):
    one = statement()
    inner = {
        "objectType": "SubStatement",
        "actor": ANA,
        "verb": VOIDING,
        "object": {"objectType": "StatementRef", "id": one["id"]},
    }
    keep(lrs, one)
    assert lrs.post("statements", json=statement(object=inner)).status in {200, 400}
    assert not is_void(lrs, one["id"])


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="the id of the target is the same in either case")
def test_void_when_the_id_is_in_capitals_then_the_target_is_void(lrs):
    one = statement()
    keep(lrs, one, voiding(one["id"].upper()))
    assert is_void(lrs, one["id"])


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a request that is refused changes nothing")
def test_void_when_the_batch_is_refused_then_the_target_stays(lrs):
    one = statement()
    keep(lrs, one)
    assert lrs.post("statements", json=[voiding(one), statement(verb=None)]).status == 400
    assert not is_void(lrs, one["id"])
