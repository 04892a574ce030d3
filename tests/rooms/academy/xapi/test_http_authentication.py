"""Who asks: keys by Basic, tokens by Bearer, what each may see and do."""

from base64 import b64encode
from uuid import uuid4

import pytest
from tests.factories.academy import make_credential, statement
from tests.factories.network import make_city
from tests.rooms.academy.conftest import VERSIONS, client_of
from tests.rooms.academy.lrs import Lrs
from tests.rooms.academy.xapi.http_steps import ANA, DOCUMENTS, QUESTIONS, UNIT, fill, is_kept

from hub.rooms.academy.actions.credentials import revoke_credential
from hub.rooms.academy.actions.tokens import token_for

BEN = {"objectType": "Agent", "mbox": "mailto:ben@city.example"}
pytestmark = pytest.mark.django_db


@pytest.fixture(params=VERSIONS)
def version(request) -> str:
    return request.param


def browser(version: str, person: dict, **fields: object) -> Lrs:
    """A learner's browser with a token."""
    token = token_for(person, **fields)
    return Lrs(version, "", "", always={"Authorization": f"Bearer {token}"})


def ids(lrs: Lrs, **query: object) -> set[str]:
    answer = lrs.get("statements", query=query)
    assert answer.status == 200, answer.body
    return {one["id"] for one in answer.json()["statements"]}


# --- keys -----------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("1.0.3 Communication 4.0", must="Basic authentication is supported")
def test_key_when_it_is_right_then_statements_are_stored(lrs):
    one = statement()

    assert lrs.put("statements", query={"statementId": one["id"]}, json=one).status == 204
    assert is_kept(lrs, one)


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a missing, wrong or malformed key is 401")
@pytest.mark.parametrize(
    "authorization",
    [
        None, "", "Basic", "Basic Og==", "Basic " + b64encode(b"nobody:nothing").decode(), "Basic no-base64",
        "Basic:" + b64encode(b"nobody:nothing").decode(), "Basic " + b64encode(b"no colon").decode(), "Bearer abc",
        "Basic " + b64encode(b"\xff\xfe:\xff").decode(), "Negotiate abc", "nonsense",
    ],
    ids=str,
)  # fmt: skip
def test_key_when_it_is_not_good_then_it_is_401_and_nothing_is_stored(lrs, authorization):
    one = statement()

    refused = lrs.put(
        "statements", query={"statementId": one["id"]}, json=one, headers={"Authorization": authorization}
    )

    assert (refused.status, is_kept(lrs, one)) == (401, False)
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert refused.headers["x-experience-api-version"] == lrs.version


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a wrong key is told nothing about what there is")
def test_key_when_it_is_wrong_then_what_is_asked_makes_no_difference(lrs):
    fill(lrs)
    wrong = {"Authorization": "Basic " + b64encode(f"{lrs.key}:wrong".encode()).decode()}

    statuses = {path: lrs.get(path, query=dict(query), headers=wrong).status for path, query in QUESTIONS.items()}

    assert statuses == dict.fromkeys(QUESTIONS, 401)
    assert lrs.get("statements", query={"foo": "bar"}, headers=wrong).status == 401


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="a key that was taken away is 401")
def test_key_when_it_is_revoked_then_it_is_401(version, django_capture_on_commit_callbacks):
    credential, secret = make_credential()
    lrs = Lrs(version, credential.key, secret)
    assert lrs.get("statements").status == 200

    with django_capture_on_commit_callbacks(execute=True):
        revoke_credential(None, credential)

    assert lrs.get("statements").status == 401


# --- scopes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="what a key has no permission for is 403")
@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("all/read", "POST", "statements"),
        ("statements/read", "POST", "statements"),
        ("statements/write", "GET", "statements"),
        ("statements/write", "GET", "activities/state"),
        ("state", "GET", "statements"),
        ("state", "GET", "activities/profile"),
        ("profile", "GET", "activities/state"),
        ("statements/read/mine", "GET", "agents"),
    ],
)
def test_scope_when_it_is_missing_then_it_is_403_and_named(version, scope, method, path):
    one = statement()
    lrs = client_of(version, scopes=[scope])

    refused = lrs.send(method, path, query=dict(QUESTIONS[path]) if method == "GET" else None, json=one)

    assert refused.status == 403
    assert scope in refused.body.decode()
    assert not is_kept(client_of(version), one)


@pytest.mark.requirement(
    "1.0.3 Communication 4.2", must="the scope statements/read/mine shows what came in with the same key"
)
def test_scope_when_it_is_read_mine_then_only_ones_own_statements_are_found(version):
    own, others = statement(actor=ANA), statement(actor=ANA)
    lrs, other = client_of(version, scopes=["statements/write", "statements/read/mine"]), client_of(version)
    lrs.post("statements", json=own)
    other.post("statements", json=others)

    assert ids(lrs) == {own["id"]}
    assert ids(lrs, agent=ANA) == {own["id"]}
    assert (is_kept(lrs, own), is_kept(lrs, others)) == (True, False)
    assert ids(other) == {own["id"], others["id"]}


@pytest.mark.requirement(
    "1.0.3 Communication 4.2", should="without the scope define, statements say nothing lasting about activities"
)
def test_scope_when_define_is_missing_then_the_activity_stays_as_it_was(version):
    one = statement(object={"id": UNIT, "definition": {"name": {"en": "Renamed"}}})

    client_of(version, scopes=["statements/write"]).post("statements", json=one)

    assert "definition" not in client_of(version).get("activities", query={"activityId": UNIT}).json()


# --- cities ----------------------------------------------------------------------------------------------------------------


def test_city_when_a_key_belongs_to_one_then_it_sees_that_citys_records_only(version):
    cork, gent = (client_of(version, city=make_city()) for _ in range(2))
    whole = client_of(version)
    kept = [statement(actor=ANA) for _ in range(3)]
    for lrs, one in zip((cork, gent, whole), kept, strict=True):
        lrs.post("statements", json=one)

    assert ids(cork) == {kept[0]["id"]}
    assert ids(gent, agent=ANA) == {kept[1]["id"]}
    assert ids(whole) == {one["id"] for one in kept}
    assert [is_kept(cork, one) for one in kept] == [True, False, False]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_city_when_two_cities_keep_a_document_of_one_name_then_each_has_its_own(version, path):
    cork, gent = (client_of(version, city=make_city()) for _ in range(2))
    query = dict(QUESTIONS[path])

    statuses = [lrs.put(path, query=query, json={"page": page}, headers={"If-None-Match": "*"}).status
                for page, lrs in enumerate((cork, gent))]  # fmt: skip

    assert statuses == [204, 204]
    assert [lrs.get(path, query=query).json() for lrs in (cork, gent)] == [{"page": 0}, {"page": 1}]


# --- tokens ----------------------------------------------------------------------------------------------------------------


def test_token_when_a_learner_writes_then_it_is_stored_with_the_hubs_authority(version):
    registration = uuid4()
    lrs = browser(version, ANA, registration=registration)
    one = statement(actor=ANA, context={"registration": str(registration)})

    assert lrs.post("statements", json=one).status == 200
    read = lrs.get("statements", query={"statementId": one["id"]}).json()
    assert read["authority"]["account"]["name"] == "hub"


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="what a token has no permission for is 403")
def test_token_when_a_learner_writes_of_somebody_else_then_it_is_403(version):
    one = statement(actor=BEN)
    registration = uuid4()

    of_another = browser(version, ANA).post("statements", json=one)
    elsewhere = browser(version, ANA, registration=registration).post("statements", json=statement(actor=ANA))

    assert (of_another.status, elsewhere.status) == (403, 403)
    assert not is_kept(client_of(version), one)


def test_token_when_a_learner_reads_then_only_their_own_statements_are_found(version):
    own, others = statement(actor=ANA), statement(actor=BEN)
    client_of(version).post("statements", json=[own, others])
    lrs = browser(version, ANA)

    assert ids(lrs) == {own["id"]}
    assert (is_kept(lrs, own), is_kept(lrs, others)) == (True, False)


@pytest.mark.parametrize("path", ["activities/state", "agents/profile"])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_token_when_a_learner_asks_for_somebody_elses_document_then_it_is_403(version, path, method):
    fill(client_of(version))
    query = dict(QUESTIONS[path])
    headers = {"If-None-Match": "*"} if method == "PUT" else {}
    page = {"page": 9} if method in {"PUT", "POST"} else None

    refused = browser(version, BEN).send(method, path, query=query, json=page, headers=headers)

    assert refused.status == 403
    assert client_of(version).get(path, query=query).json() == {"page": 3}
    assert browser(version, ANA).get(path, query=query).json() == {"page": 3}


def test_token_when_its_time_is_over_then_it_is_401(version):
    assert browser(version, ANA, life_seconds=-1).get("statements").status == 401
