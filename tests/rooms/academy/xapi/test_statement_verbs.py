"""Verbs, and the one verb that voids."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import (
    ANONYMOUS_GROUP,
    GONE,
    REFERENCE,
    kept,
    nested_statement,
    placed,
    refused,
    sub_statement,
)

VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided", "display": {"en": "voided"}}


@pytest.mark.requirement("1.0.3 Data 2.4.3", "2.0 4.2.2.2", must="a verb has an id that is an IRI")
@pytest.mark.parametrize("place", ["verb", "object.verb"])
@pytest.mark.parametrize(
    "value", [GONE, "ab=c://should.fail.com", "completed", "", 7, {"key": "value"}], ids=lambda value: repr(value)[:22]
)
def test_verb_when_its_id_is_no_iri_then_refused(lrs, place, value):
    assert refused(lrs, placed(nested_statement(), f"{place}.id", value), f"{place}.id") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.3", "2.0 4.2.2.2", must="a verb is an object")
@pytest.mark.parametrize("place", ["verb", "object.verb"])
@pytest.mark.parametrize(
    "value", ["ab=c://should.fail.com", "http://adlnet.gov/expapi/verbs/completed", 7, []], ids=repr
)
def test_verb_when_no_object_then_refused(lrs, place, value):
    assert refused(lrs, placed(nested_statement(), place, value), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.3", "2.0 4.2.2.2", must="a verb's display is a language map")
@pytest.mark.parametrize("place", ["verb.display", "object.verb.display"])
@pytest.mark.parametrize("value", [12345, "attended", ["attended"], {"a12345": "attended"}, {"en": 7}, {}], ids=repr)
def test_verb_when_its_display_is_no_language_map_then_refused(lrs, place, value):
    assert refused(lrs, placed(nested_statement(), place, value), place) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.3", "2.0 4.2.2.2", should="a display is recommended only: a verb without one is kept"
)
def test_verb_when_it_has_no_display_then_kept(lrs):
    whole = placed(statement(), "verb.display", GONE)
    assert kept(lrs, whole)["verb"] == {"id": whole["verb"]["id"]}


@pytest.mark.requirement(
    "1.0.3 Data 2.4.3", "2.0 4.2.2.2", must="asked exactly, a display comes back as its own statement had it"
)
def test_verb_when_shown_differently_by_others_then_each_as_sent(lrs):
    shown = [{"en": "finished"}, {"en": "done", "fr": "fini"}]
    returned = [kept(lrs, placed(statement(), "verb.display", display))["verb"]["display"] for display in shown]
    assert returned == shown


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.2.4", must="what voids a statement refers to it")
@pytest.mark.parametrize(
    "about",
    [
        {"id": "https://hub.example/activities/unit-1"}, {"objectType": "Agent", "mbox": "mailto:ana@city.example"}, ANONYMOUS_GROUP,
        sub_statement(), {"objectType": "StatementRef"}, {"objectType": "StatementRef", "id": "unit-1"}, {"id": REFERENCE["id"]},
    ],
    ids=["activity", "agent", "group", "sub-statement", "no id", "no UUID", "no type"],
)  # fmt: skip
def test_voiding_statement_when_it_does_not_refer_to_one_then_refused(lrs, about):
    assert refused(lrs, statement(verb=VOIDED, object=about), "object") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.2.4", should="a statement that voids one not known here is kept")
def test_voiding_statement_when_its_target_is_unknown_then_kept(lrs):
    whole = statement(verb=VOIDED, object=REFERENCE)
    assert kept(lrs, whole)["object"] == REFERENCE


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.2.4", must="only the reserved verb voids")
@pytest.mark.parametrize(
    "iri",
    [
        "http://adlnet.gov/expapi/verbs/Voided",
        "https://hub.example/verbs/voided",
        "http://adlnet.gov/expapi/verbs/voided2",
    ],
)
def test_statement_when_its_verb_only_resembles_the_reserved_one_then_voids_nothing(lrs, iri):
    target = statement()
    kept(lrs, target)
    kept(lrs, statement(verb={"id": iri}, object={"objectType": "StatementRef", "id": target["id"]}))
    assert lrs.get("statements", query={"statementId": target["id"]}).status == 200
