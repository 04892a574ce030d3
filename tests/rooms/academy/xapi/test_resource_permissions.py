"""What a credential sees and may do: a city's own sees that city's records and touches no others."""

import pytest
from tests.factories.academy import statement
from tests.factories.network import make_city
from tests.rooms.academy.conftest import client_of
from tests.rooms.academy.xapi.resource_steps import agent, flat, found, keep, new_id, pages, reference, voiding

ANA = agent("ana")


@pytest.fixture
def cities(lrs):
    """Clients of two cities and one of the whole Hub, in that order."""
    return [client_of(lrs.version, city=make_city(name)) for name in ("Here", "There")] + [lrs]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="filters of permission add to those that were asked for"
)
def test_permissions_when_a_city_asks_then_it_finds_its_own_only(cities):
    here, there, hub = cities
    ours, theirs, whole = (keep(client, statement(actor=ANA), statement(actor=ANA)) for client in cities)
    for query in ({}, {"agent": ANA}, {"since": "2010-01-01T00:00:00Z"}):
        assert found(here, **query) == ours[::-1]
        assert found(there, **query) == theirs[::-1]
        assert found(hub, **query) == [*ours, *theirs, *whole][::-1]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="what a credential may not see is not there for it"
)
def test_permissions_when_a_city_asks_for_another_citys_statement_then_404(cities):
    here, there, _hub = cities
    one, gone = statement(), statement()
    keep(there, one, gone, voiding(gone))
    assert here.get("statements", query={"statementId": one["id"]}).status == 404
    assert here.get("statements", query={"voidedStatementId": gone["id"]}).status == 404


@pytest.mark.requirement(
    "1.0.3 Data 2.5", "2.0 4.1.6.1", must="further pages show what the credential may see, whoever was given the link"
)
def test_permissions_when_a_city_follows_the_link_of_another_then_it_sees_its_own_only(cities):
    here, _there, hub = cities
    ours = flat([keep(client, statement()) for client in cities])[:1]
    link = hub.get("statements", query={"limit": "1"}).json()["more"].removeprefix("/xapi/")
    answer = here.get(link)
    assert answer.status in {200, 400, 403, 404}
    assert {one["id"] for one in answer.json().get("statements", ())} <= set(ours)
    assert pages(here, limit=1) == [ours]


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.3", "2.0 4.1.6.1", must="a reference tells nothing of a statement that may not be seen"
)
@pytest.mark.parametrize("late", [False, True], ids=["target first", "target later"])
def test_permissions_when_a_reference_crosses_cities_then_it_is_not_found_by_its_target(cities, late):
    here, there, hub = cities
    goal = statement(actor=ANA)
    about = reference(goal)
    for client, one in ((here, about), (there, goal)) if late else ((there, goal), (here, about)):
        keep(client, one)
    assert found(here, agent=ANA) == []
    assert sorted(found(hub, agent=ANA)) == sorted([goal["id"], about["id"]])


@pytest.mark.requirement("1.0.3 Data 2.3.2", should="who may not void a statement does not void it")
@pytest.mark.parametrize("late", [False, True], ids=["target first", "target later"])
def test_permissions_when_a_city_voids_a_statement_of_another_then_it_stays(cities, late):
    here, there, _hub = cities
    one = statement()
    steps = [lambda: keep(there, one), lambda: here.post("statements", json=voiding(one))]
    for step in steps[::-1] if late else steps:
        step()
    assert there.get("statements", query={"statementId": one["id"]}).status == 200


@pytest.mark.requirement("1.0.3 Data 2.3.2", "2.0 4.1.6.1", must="who sees a statement and may write can void it")
def test_permissions_when_the_hub_voids_a_statement_of_a_city_then_it_is_void(cities):
    here, _there, hub = cities
    one = statement()
    keep(here, one)
    keep(hub, voiding(one))
    assert here.get("statements", query={"statementId": one["id"]}).status == 404
    assert here.get("statements", query={"voidedStatementId": one["id"]}).status == 200


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.1", "2.0 4.1.6.1", must="a known id is never given to another statement"
)
def test_permissions_when_a_city_uses_the_id_of_another_citys_statement_then_409(cities):
    here, there, _hub = cities
    one = statement()
    keep(there, one)
    assert here.post("statements", json=one | {"actor": agent("ben")}).status == 409
    assert found(there) == [one["id"]]


@pytest.mark.requirement("1.0.3 Data 2.3.2", should="a voiding statement from one who may not void is refused with 403")
@pytest.mark.parametrize("scope", ["statements/read", "all/read", "state"])
def test_permissions_when_a_reader_voids_then_403_and_the_target_stays(lrs, scope):
    one = statement()
    keep(lrs, one)
    reader = client_of(lrs.version, scopes=[scope])
    assert reader.post("statements", json=[statement(), voiding(one)]).status == 403
    assert found(lrs) == [one["id"]]


@pytest.mark.requirement(
    "1.0.3 Communication 4.2", should="a credential that reads only its own finds only what it brought"
)
def test_permissions_when_only_its_own_then_nothing_of_others(lrs):
    mine = client_of(lrs.version, scopes=["statements/write", "statements/read/mine"])
    other = statement(actor=ANA)
    keep(lrs, other)
    ids = keep(mine, statement(actor=ANA), statement(actor=ANA))
    assert (found(mine), found(mine, agent=ANA), pages(mine, limit=1)) == (ids[::-1], ids[::-1], [[ids[1]], [ids[0]]])
    assert mine.get("statements", query={"statementId": other["id"]}).status == 404


@pytest.mark.requirement("1.0.3 Communication 4.2", should="writing does not open reading")
def test_permissions_when_only_writing_then_reading_is_403(lrs):
    writer = client_of(lrs.version, scopes=["statements/write"])
    assert writer.post("statements", json=statement()).status == 200
    assert writer.get("statements").status == 403
    assert writer.get("statements", query={"statementId": new_id()}).status == 403
