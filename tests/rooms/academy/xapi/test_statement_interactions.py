"""Interactions: their kinds, components and correct responses."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import ACTIVITY, CHOICE, GONE, kept, placed, refused, sub_statement

TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction"
LIKERT = [
    {"id": "likert_0", "description": {"en-US": "It's OK"}},
    {"id": "likert_1", "description": {"en-US": "It's good"}},
]
# What each kind may hold, with responses in the form that the specification gives for it.
INTERACTIONS = {
    "true-false": {"correctResponsesPattern": ["true"]},
    "choice": {"correctResponsesPattern": ["a[,]b"], "choices": CHOICE["definition"]["choices"]},
    "fill-in": {"correctResponsesPattern": ["Bob's your uncle"]},
    "long-fill-in": {"correctResponsesPattern": ["{case_matters=false}{lang=en}To store and give out learning records."]},
    "matching": {
        "correctResponsesPattern": ["ben[.]3[,]chris[.]2"], "source": [{"id": "ben"}, {"id": "chris"}],
        "target": [{"id": "1", "description": {"en": "A swift"}}, {"id": "2"}, {"id": "3"}],
    },
    "performance": {
        "correctResponsesPattern": ["pong[.]1:[,]dg[.]:10[,]lunch[.]"], "steps": [{"id": "pong"}, {"id": "dg"}, {"id": "lunch"}],
    },
    "sequencing": {"correctResponsesPattern": ["b[,]a"], "choices": CHOICE["definition"]["choices"]},
    "likert": {"correctResponsesPattern": ["likert_1"], "scale": LIKERT},
    "numeric": {"correctResponsesPattern": ["4[:]"]},
    "other": {"correctResponsesPattern": ["(35.937432,-86.868896)"]},
}  # fmt: skip
LISTS = {"choices": "choice", "scale": "likert", "source": "matching", "target": "matching", "steps": "performance"}


def asking(place, definition):
    """A statement about an interaction, itself or in a sub-statement."""
    about = ACTIVITY | {"definition": definition}
    return statement(object=about if place == "object" else sub_statement(object=about))


both_places = pytest.mark.parametrize("place", ["object", "object.object"])


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="there are ten kinds of interaction")
@both_places
@pytest.mark.parametrize("kind", INTERACTIONS)
def test_interaction_when_of_a_known_kind_then_kept(lrs, place, kind):
    whole = asking(place, {"type": TYPE, "interactionType": kind} | INTERACTIONS[kind])
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="what belongs to an interaction is optional but for its kind"
)
@both_places
@pytest.mark.parametrize("kind", INTERACTIONS)
def test_interaction_when_it_only_says_its_kind_then_kept(lrs, place, kind):
    whole = asking(place, {"interactionType": kind})
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="the kind of an interaction is one of ten, spelt so")
@both_places
@pytest.mark.parametrize(
    "kind",
    [
        "true-faLse", "choiCe", "fill-iN", "long-fiLl-in", "matchIng", "perfOrmance", "seqUencing", "liKert", "nUmeric", "Other",
        "", "essay", "true_false", "http://adlnet.gov/expapi/activities/cmi.interaction", 12345, {"key": "value"}, ["choice"],
    ],
    ids=repr,
)  # fmt: skip
def test_interaction_when_of_another_kind_then_refused(lrs, place, kind):
    assert refused(lrs, asking(place, {"interactionType": kind}), f"{place}.definition.interactionType") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="responses and components need the kind of the interaction"
)
@both_places
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, parts in INTERACTIONS.items() for name in parts], ids=lambda value: value
)
def test_interaction_when_it_does_not_say_its_kind_then_refused(lrs, place, kind, name):
    whole = asking(place, {"type": TYPE, name: INTERACTIONS[kind][name]})
    assert refused(lrs, whole, "interactionType") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="correct responses are a list of texts")
@both_places
@pytest.mark.parametrize(
    "value", ["true", {"something": "value"}, [{"something": "value"}], [12345], ["true", None], 7], ids=repr
)
def test_correct_responses_when_no_list_of_texts_then_refused(lrs, place, value):
    whole = asking(place, {"interactionType": "true-false", "correctResponsesPattern": value})
    assert refused(lrs, whole, f"{place}.definition.correctResponsesPattern") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="an empty list says that no response is correct")
def test_correct_responses_when_none_then_kept(lrs):
    whole = asking("object", {"interactionType": "choice", "correctResponsesPattern": []})
    assert kept(lrs, whole)["object"]["definition"]["correctResponsesPattern"] == []


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", should="neither the length of a response nor their number is limited"
)
@pytest.mark.parametrize("responses", [["x" * 5000], [str(number) for number in range(2000)]], ids=["long", "many"])
def test_correct_responses_when_long_or_many_then_kept(lrs, responses):
    whole = asking("object", {"interactionType": "fill-in", "correctResponsesPattern": responses})
    assert kept(lrs, whole)["object"]["definition"]["correctResponsesPattern"] == responses


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="parameters within a response are not judged by the store"
)
@pytest.mark.parametrize("response", ["{lang=something}x", "{case_matters=perhaps}x", "{mood=happy}x", "{lang=}", "{"])
def test_correct_responses_when_their_parameters_are_odd_then_kept(lrs, response):
    whole = asking("object", {"interactionType": "fill-in", "correctResponsesPattern": [response]})
    assert kept(lrs, whole)["object"]["definition"]["correctResponsesPattern"] == [response]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="components are a list of objects with an id and perhaps a description"
)
@both_places
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "value",
    [
        "a", 7, {"id": "a"}, ["a"], [7], [{}], [{"description": {"en": "Yes"}}], [{"id": 7}], [{"id": {"key": "value"}}],
        [{"id": "a", "description": "Yes"}], [{"id": "a", "description": 7}], [{"id": "a", "description": {"something": "Yes"}}],
        [{"id": "a", "description": {"en": 7}}], [{"id": "a", "mood": "happy"}],
    ],
    ids=repr,
)  # fmt: skip
def test_components_when_malformed_then_refused(lrs, place, name, value):
    whole = asking(place, {"interactionType": LISTS[name], name: value})
    assert refused(lrs, whole, f"{place}.definition.{name}") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="in a list of components each id stands once")
@both_places
@pytest.mark.parametrize("name", LISTS)
def test_components_when_two_have_the_same_id_then_refused(lrs, place, name):
    whole = asking(place, {"interactionType": LISTS[name], name: [{"id": "a"}, {"id": "b"}, {"id": "a"}]})
    assert refused(lrs, whole, f"{place}.definition.{name}") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", must="the same id may stand in two lists of one interaction"
)
def test_components_when_source_and_target_share_an_id_then_kept(lrs):
    whole = asking("object", {"interactionType": "matching", "source": [{"id": "a"}], "target": [{"id": "a"}]})
    assert kept(lrs, whole)["id"] == whole["id"]


@pytest.mark.requirement("1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", should="an id with blanks is discouraged, not refused")
def test_component_when_its_id_has_a_blank_then_kept(lrs):
    whole = asking("object", {"interactionType": "choice", "choices": [{"id": "answer one"}]})
    assert kept(lrs, whole)["object"]["definition"]["choices"] == [{"id": "answer one"}]


@pytest.mark.requirement(
    "1.0.3 Data 2.4.4.1", "2.0 4.2.2.3", should="the activity type of interactions is recommended, not asked"
)
@pytest.mark.parametrize("kind", [GONE, "https://hub.example/types/quiz"], ids=["none", "another"])
def test_interaction_when_its_activity_type_is_another_then_kept(lrs, kind):
    whole = placed(statement(object=CHOICE), "object.definition.type", kind)
    assert kept(lrs, whole)["id"] == whole["id"]
