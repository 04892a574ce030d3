"""The formats of statements: exact, ids, canonical; and which language canonical chooses."""

from copy import deepcopy

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import activity, agent, group, keep, listed, read

MAPS = {"name": {"en": "Unit", "fr": "Unité"}, "description": {"en": "A unit", "fr": "Une unité"}}
CHOICES = [
    {"id": "a", "description": {"en": "Yes", "fr": "Oui"}},
    {"id": "b", "description": {"en": "No", "fr": "Non"}},
    {"id": "c"},
]
QUIZ = MAPS | {
    "type": "http://adlnet.gov/expapi/activities/cmi.interaction", "moreInfo": "https://hub.example/more", "interactionType": "choice",
    "correctResponsesPattern": ["a[,]b"], "choices": CHOICES, "extensions": {"https://hub.example/e": {"en": "kept", "fr": "gardé"}},
}  # fmt: skip
DISPLAY = {"en": "answered", "fr": "a répondu"}
HEADER = {
    "usageType": "https://hub.example/usage/essay", "display": {"en": "Essay"}, "contentType": "text/plain",
    "length": 4, "sha2": "0" * 64, "fileUrl": "https://hub.example/essay.txt",
}  # fmt: skip


def rich():
    """A statement with objects of every kind in every place, the SubStatement as a statement of its own."""
    context = {
        "registration": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "instructor": agent("teacher", name="Teacher"),
        "team": group(agent("ana", name="Ana"), agent("ben", name="Ben"), mbox="mailto:class@city.example", name="Class"),
        "contextActivities": {
            "parent": [activity("course", definition=MAPS)], "category": [{"id": activity("profile")["id"], "definition": MAPS}],
        },
        "statement": {"objectType": "StatementRef", "id": "1a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"},
    }  # fmt: skip
    result = {
        "success": True,
        "response": "a[,]b",
        "extensions": {"https://hub.example/e": {"en": "kept", "fr": "gardé"}},
    }
    verb = {"id": "https://hub.example/verbs/answered", "display": DISPLAY}
    told = {"id": "https://hub.example/verbs/told", "display": {"en": "told", "fr": "a raconté"}}
    inner = {
        "objectType": "SubStatement", "actor": group(agent("ana", name="Ana"), {"mbox": "mailto:ben@city.example"}, name="Two"),
        "verb": verb, "object": activity("quiz", definition=QUIZ), "result": result, "context": context,
        "timestamp": "2026-01-01T00:00:00.000Z",
    }  # fmt: skip
    return statement(
        actor={"account": {"homePage": "https://city.example", "name": "ana"}, "name": "Ana"}, verb=told, object=inner, result=result,
        context=context, attachments=[HEADER], timestamp="2026-01-02T00:00:00.000Z",
    )  # fmt: skip


def sent_part(kept, one):
    """What of a statement read was sent: without what the store adds."""
    return {name: kept[name] for name in one}


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="exact gives every object as it was received")
@pytest.mark.parametrize("query", [{}, {"format": "exact"}], ids=["by default", "exact"])
@pytest.mark.parametrize("headers", [{}, {"Accept-Language": "fr"}], ids=["no language", "fr"])
def test_format_when_exact_then_all_is_as_sent(lrs, query, headers):
    one = rich()
    keep(lrs, one)
    for more in ({}, {"statementId": one["id"]}):
        answer = lrs.get("statements", query=query | more, headers=headers).json()
        assert sent_part(answer if more else answer["statements"][0], one) == one


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="exact keeps the definition that came with the statement"
)
def test_format_when_exact_then_later_definitions_do_not_show(lrs):
    first = statement(object=activity("unit", definition={"name": {"en": "First"}}))
    bare = statement(object=activity("unit"))
    later = statement(object=activity("unit", definition={"name": {"en": "Later"}}))
    keep(lrs, first, bare, later)
    assert [one["object"] for one in listed(lrs, ascending="true")] == [
        first["object"],
        bare["object"],
        later["object"],
    ]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="ids leaves what identifies agents, groups, verbs and activities"
)
@pytest.mark.parametrize("single", [True, False], ids=["single", "list"])
def test_format_when_ids_then_only_identifiers_are_left(lrs, single):
    one = rich()
    keep(lrs, one)
    kept = read(lrs, one["id"], format="ids") if single else listed(lrs, format="ids")[0]
    context = {
        "registration": one["context"]["registration"], "instructor": agent("teacher"), "team": group(mbox="mailto:class@city.example"),
        "contextActivities": {"parent": [{"id": activity("course")["id"]}], "category": [{"id": activity("profile")["id"]}]},
        "statement": one["context"]["statement"],
    }  # fmt: skip
    inner = one["object"] | {
        "actor": group(agent("ana"), agent("ben")), "verb": {"id": one["object"]["verb"]["id"]}, "object": {"id": activity("quiz")["id"]},
        "context": context,
    }  # fmt: skip
    expected = one | {
        "actor": {"objectType": "Agent", "account": one["actor"]["account"]}, "verb": {"id": one["verb"]["id"]},
        "object": inner, "context": context,
    }  # fmt: skip
    assert typed(sent_part(kept, one)) == expected


def typed(one):
    """With the type of agents written out: leaving it out means the same."""
    if isinstance(one, list):
        return [typed(each) for each in one]
    if not isinstance(one, dict):
        return one
    known = {"mbox", "mbox_sha1sum", "openid", "account"} & one.keys() and "objectType" not in one
    return {name: typed(value) for name, value in one.items()} | ({"objectType": "Agent"} if known else {})


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="ids leaves what identifies agents")
def test_format_when_ids_then_an_agent_as_object_keeps_its_type(lrs):
    one = statement(object=agent("ben", name="Ben"))
    keep(lrs, one)
    assert read(lrs, one["id"], format="ids")["object"] == agent("ben")


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="ids leaves a reference to a statement whole")
def test_format_when_ids_then_a_reference_stays(lrs):
    about = {"objectType": "StatementRef", "id": "1a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"}
    one = statement(object=about)
    keep(lrs, one)
    assert read(lrs, one["id"], format="ids")["object"] == about


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3",
    "2.0 4.1.6.1",
    must="canonical gives one language a map, by Accept-Language",
)
@pytest.mark.parametrize("single", [True, False], ids=["single", "list"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_format_when_canonical_then_each_map_has_the_language_asked_for(lrs, language, single):
    one = rich()
    keep(lrs, one)
    query = {"format": "canonical"} | ({"statementId": one["id"]} if single else {})
    answer = lrs.get("statements", query=query, headers={"Accept-Language": language}).json()
    kept = answer if single else answer["statements"][0]
    expected = deepcopy(one)
    for whole in (expected, expected["object"]):
        whole["verb"]["display"] = {language: whole["verb"]["display"][language]}
        for thing in (whole["context"]["contextActivities"][kind][0] for kind in ("parent", "category")):
            thing["definition"] = {name: {language: MAPS[name][language]} for name in MAPS}
    quiz = expected["object"]["object"]["definition"]
    quiz |= {name: {language: MAPS[name][language]} for name in MAPS}
    for choice in quiz["choices"][:2]:
        choice["description"] = {language: choice["description"][language]}
    assert sent_part(kept, one) == expected


THREE = {"en-GB": "colour", "fr": "couleur", "es-419": "color"}
NEGOTIATED = {
    "fr": "fr", "FR": "fr", "es": "es-419", "en": "en-GB", "es-419": "es-419", "de, fr": "fr", "en;q=0.3, fr;q=0.7": "fr",
    "fr;q=0.3, en;q=0.7": "en-GB", "fr;q=0, en;q=0.1": "en-GB", "de;q=1, es;q=0.5, fr;q=0.4": "es-419", "fr ; q=0.9 , en;q=0.8": "fr",
    "de, en-GB;q=0.001": "en-GB", "fr-CA, fr;q=0.1": "fr", "*;q=0.1, fr;q=0.2": "fr",
}  # fmt: skip


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the language is chosen as HTTP says")
@pytest.mark.parametrize(("header", "tag"), NEGOTIATED.items(), ids=NEGOTIATED)
def test_format_when_canonical_then_the_weights_of_the_header_decide(lrs, header, tag):
    one = statement(object=activity("unit", definition={"name": THREE}))
    keep(lrs, one)
    answer = lrs.get(
        "statements", query={"format": "canonical", "statementId": one["id"]}, headers={"Accept-Language": header}
    )
    assert answer.json()["object"]["definition"] == {"name": {tag: THREE[tag]}}


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="canonical gives one language even where none is wanted"
)
@pytest.mark.parametrize("header", [None, "", "de", "*", "fr;q=0", "nonsense;;q=x,,", "zz-zz-zz;q=9", "é"])
def test_format_when_no_language_fits_then_one_is_given_all_the_same(lrs, header):
    one = statement(
        verb={"id": "https://hub.example/verbs/read", "display": THREE},
        object=activity("unit", definition={"name": THREE}),
    )
    keep(lrs, one)
    headers = {} if header is None else {"Accept-Language": header}
    answer = lrs.get("statements", query={"format": "canonical", "statementId": one["id"]}, headers=headers)
    assert answer.status == 200
    for words in (answer.json()["verb"]["display"], answer.json()["object"]["definition"]["name"]):
        ((tag, text),) = words.items()
        assert THREE[tag] == text


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="the language is chosen as HTTP says")
@pytest.mark.parametrize(
    ("header", "not_wanted"),
    [("*, en;q=0", "en-GB"), ("*;q=0.5, fr;q=0", "fr"), ("de, *;q=0.1, es;q=0", "es-419"), ("fr;q=0.2, *;q=0.9", "fr")],
)
def test_format_when_any_other_language_is_preferred_then_another_is_given(lrs, header, not_wanted):
    one = statement(object=activity("unit", definition={"name": THREE}))
    keep(lrs, one)
    answer = lrs.get(
        "statements", query={"format": "canonical", "statementId": one["id"]}, headers={"Accept-Language": header}
    )
    (tag,) = answer.json()["object"]["definition"]["name"]
    assert tag in THREE.keys() - {not_wanted}


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="each map is chosen from by itself")
def test_format_when_maps_differ_then_each_gives_its_best(lrs):
    definition = {"name": {"en": "Unit", "fr": "Unité"}, "description": {"en": "A unit", "de": "Eine Einheit"}}
    one = statement(
        verb={"id": "https://hub.example/verbs/read", "display": {"es": "leyó"}},
        object=activity("unit", definition=definition),
    )
    keep(lrs, one)
    query = {"format": "canonical", "statementId": one["id"]}
    kept = lrs.get("statements", query=query, headers={"Accept-Language": "fr, de;q=0.5"}).json()
    assert kept["object"]["definition"] == {"name": {"fr": "Unité"}, "description": {"de": "Eine Einheit"}}
    assert kept["verb"]["display"] == {"es": "leyó"}


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3",
    "2.0 4.1.6.1",
    must="canonical gives the definition that the store holds",
)
@pytest.mark.parametrize("first", [True, False], ids=["described later", "described before"])
def test_format_when_another_statement_described_the_activity_then_canonical_shows_it(lrs, first):
    bare = statement(object=activity("unit"))
    described = statement(
        object=activity("unit", definition={"name": {"en": "Unit"}, "type": "https://hub.example/types/unit"})
    )
    keep(lrs, *([bare, described] if first else [described, bare]))
    assert read(lrs, bare["id"], format="canonical")["object"] == described["object"]
    assert read(lrs, bare["id"])["object"] == bare["object"]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="canonical leaves agents, groups and all else as in exact"
)
def test_format_when_canonical_then_maps_that_are_not_of_activities_or_verbs_stay(lrs):
    one = rich() | {"attachments": [HEADER | {"display": {"en": "Essay", "fr": "Essai"}}]}
    keep(lrs, one)
    kept = lrs.get(
        "statements", query={"format": "canonical", "statementId": one["id"]}, headers={"Accept-Language": "fr"}
    ).json()
    assert [kept[name] for name in ("actor", "result")] == [one["actor"], one["result"]]
    assert kept["object"]["actor"] == one["object"]["actor"]
    assert kept["context"]["team"] == one["context"]["team"]


@pytest.mark.requirement("1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a format adds nothing that was not there")
@pytest.mark.parametrize("shape", ["exact", "ids", "canonical"])
def test_format_when_the_statement_is_bare_then_nothing_is_added(lrs, shape):
    one = statement(
        actor={"mbox": "mailto:ana@city.example"},
        verb={"id": "https://hub.example/verbs/read"},
        object=activity("bare"),
    )
    keep(lrs, one)
    kept = read(lrs, one["id"], format=shape)
    assert (kept["verb"], kept["object"]["id"]) == (one["verb"], one["object"]["id"])
    assert kept["object"].keys() == ({"id"} if shape == "ids" else {"id", "objectType"})
    assert kept.keys() == one.keys() | {"stored", "timestamp", "authority", "version"}
