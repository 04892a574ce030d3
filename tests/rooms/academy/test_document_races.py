"""Writers of one document at the same moment: one wins where one must, nothing is lost, and nobody gets a 500.

SQLite gets a file of its own: the tests' database is in memory, where locks between threads do not wait for each other.
"""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.rooms.academy.documents import OF, RESOURCES, STATE, one_of

from hub.kit.errors import DataProblem
from hub.rooms.academy.endpoints import documents as endpoints
from hub.rooms.academy.endpoints.exchange import Request
from hub.rooms.academy.engine.refusals import Refused
from hub.rooms.academy.models import Document
from hub.rooms.academy.rules import Caller

WRITERS = 8
TABLES = dict(zip(RESOURCES, (endpoints.STATE, endpoints.ACTIVITY_PROFILE, endpoints.AGENT_PROFILE), strict=True))
SYSTEM = Caller(credential=1, authority={}, city=0, scopes=frozenset({"all"}))
each_resource = pytest.mark.parametrize("resource", RESOURCES)


@pytest.fixture
def contested(transactional_db, tmp_path):
    """A database that several threads share."""
    if connection.vendor != "sqlite":
        yield
        return
    # Given back before the transactional fixture clears its tables: it must find its own database again.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", str(tmp_path / "races.sqlite3"))
        in_thread(make_table)
        yield


def in_thread(work, *arguments):
    """The result of some work in a thread, with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(connected, work, *arguments).result()


def connected(work, *arguments):
    try:
        return work(*arguments)
    finally:
        connection.close()


def make_table():
    with connection.schema_editor() as editor:
        editor.create_model(Document)


def send(method, resource, body=b"", *, headers=None, query=None, version="2.0.0"):
    """The status of a request, as the HTTP layer would answer it."""
    asked = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in (query or one_of(resource)).items()
    }
    headers = {"content-type": "application/json"} | (headers or {})
    try:
        return TABLES[resource][method](Request(method, resource, asked, headers, body, version, SYSTEM)).status
    except DataProblem:
        return 400
    except Refused as refusal:
        return refusal.status


def at_once(requests):
    """Send requests from as many threads, all released at the same moment; their statuses, counted."""
    start = Barrier(len(requests))

    def run(request):
        start.wait(10)
        return connected(lambda: send(*request[0], **request[1]))

    with ThreadPoolExecutor(len(requests)) as pool:
        return Counter(pool.map(run, requests))


def stored(resource):
    """The document as JSON."""
    rows = in_thread(lambda: list(Document.objects.values_list("content", flat=True)))
    return [json.loads(bytes(content)) for content in rows]


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", "2.0 4.1.4", must="of several who make the same document one does, the rest get 412"
)
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
@each_resource
def test_first_writers_with_if_none_match_then_one_makes_it_and_the_others_are_told(contested, resource, version):
    requests = [
        (
            ("PUT", resource, json.dumps({"by": number}).encode()),
            {"headers": {"if-none-match": "*"}, "version": version},
        )
        for number in range(WRITERS)
    ]
    assert at_once(requests) == {204: 1, 412: WRITERS - 1}
    assert len(stored(resource)) == 1


@each_resource
def test_first_writers_without_conditions_then_one_makes_it_and_the_others_are_told(contested, resource):
    requests = [(("PUT", resource, json.dumps({"by": number}).encode()), {}) for number in range(WRITERS)]
    assert at_once(requests) == {204: 1, 409: WRITERS - 1}
    assert len(stored(resource)) == 1


def test_first_writers_of_a_state_in_103_then_all_may_and_one_is_the_last(contested):
    requests = [
        (("PUT", STATE, json.dumps({"by": number}).encode()), {"version": "1.0.3"}) for number in range(WRITERS)
    ]
    assert at_once(requests) == {204: WRITERS}
    assert [document["by"] in range(WRITERS) for document in stored(STATE)] == [True]


@pytest.mark.requirement(
    "1.0.3 Communication 2.2", "2.0 4.1.6.2", must="documents posted at the same moment are all merged"
)
@each_resource
def test_merging_at_once_then_nothing_is_lost(contested, resource):
    requests = [(("POST", resource, json.dumps({str(number): number}).encode()), {}) for number in range(WRITERS)]
    assert at_once(requests) == {204: WRITERS}
    assert stored(resource) == [{str(number): number for number in range(WRITERS)}]


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", "2.0 4.1.4", must="of several who saw the same state one changes it"
)
@each_resource
def test_changes_with_the_same_tag_then_one_goes_through(contested, resource):
    in_thread(lambda: send("PUT", resource, b'{"by":"first"}'))
    tag = in_thread(lambda: Document.objects.get().etag)
    requests = [
        (("PUT", resource, json.dumps({"by": number}).encode()), {"headers": {"if-match": f'"{tag}"'}})
        for number in range(WRITERS)
    ]
    assert at_once(requests) == {204: 1, 412: WRITERS - 1}


@each_resource
def test_writing_and_deleting_at_once_then_no_request_fails(contested, resource):
    many = [(("POST", resource, json.dumps({str(number): number}).encode()), {}) for number in range(WRITERS // 2)]
    all_states = {"query": OF[STATE]} if resource == STATE else {}
    for _ in range(5):
        assert at_once(many + [(("DELETE", resource), all_states)] * (WRITERS // 2)) == {204: WRITERS}
