"""Documents come back as they went in: bytes, content types, tags and dates."""

from email.utils import parsedate_to_datetime
from hashlib import sha1

import pytest
from tests.rooms.academy.documents import ACTIVITY_PROFILE, RESOURCES, STATE, all_of, date_back, one_of, store

each_resource = pytest.mark.parametrize("resource", RESOURCES)


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="PUT stores a document and answers 204")  # fmt: skip
@each_resource
def test_put_of_a_new_document_then_the_same_json_comes_back(lrs, resource):
    stored = lrs.put(resource, query=one_of(resource), json={"page": 3}, headers={"If-None-Match": "*"})
    answer = lrs.get(resource, query=one_of(resource))
    assert (stored.status, stored.body) == (204, b"")
    assert (answer.status, answer.headers["content-type"], answer.json()) == (200, "application/json", {"page": 3})


@pytest.mark.requirement("1.0.3 Communication 2.2", "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6",
                         must="a POST where no document is stores the document and answers 204")  # fmt: skip
@each_resource
def test_post_of_a_new_document_then_it_is_stored(lrs, resource):
    stored = lrs.post(resource, query=one_of(resource), json={"page": 3})
    assert (stored.status, stored.body) == (204, b"")
    assert lrs.get(resource, query=one_of(resource)).json() == {"page": 3}


@pytest.mark.requirement(
    "1.0.3 Communication 2.2", "2.0 4.1.6.2", must="documents of any content type are kept to the byte"
)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/octet-stream", bytes(range(256)) * 4),
        ("text/plain; charset=latin-1", "é".encode("latin-1")),
        ("image/png", b"\x89PNG\r\n\x1a\n\x00"),
        ("application/vnd.city+json", b"{not json"),
        ("application/json; charset=utf-8", b' {"b": 1.50,\r\n "a": "\\u00e9"} '),
        ("application/json", b"[1, 2]"),
        ("text/plain", b""),
    ],
    ids=["bytes", "latin-1", "png", "own-type", "spaced-json", "json-list", "empty"],
)
@each_resource
def test_put_of_any_bytes_then_bytes_and_type_come_back_unchanged(lrs, resource, kind, body):
    store(lrs, resource, body=body, kind=kind)
    answer = lrs.get(resource, query=one_of(resource))
    assert (answer.body, answer.headers["content-type"]) == (body, kind)


@pytest.mark.requirement(
    "1.0.3 Communication 2.2", "2.0 4.1.6.2", must="a POST of other than JSON makes a new document"
)
@each_resource
def test_post_of_new_bytes_then_they_come_back_unchanged(lrs, resource):
    lrs.post(resource, query=one_of(resource), body=b"\x00\xff", headers={"Content-Type": "image/gif"})
    answer = lrs.get(resource, query=one_of(resource))
    assert (answer.body, answer.headers["content-type"]) == (b"\x00\xff", "image/gif")


@each_resource
def test_put_without_content_type_then_bytes_are_of_no_known_type(lrs, resource):
    lrs.put(resource, query=one_of(resource), body=b"abc", headers={"Content-Type": None, "If-None-Match": "*"})
    answer = lrs.get(resource, query=one_of(resource))
    assert (answer.body, answer.headers["content-type"]) == (b"abc", "application/octet-stream")


@pytest.mark.requirement("1.0.3 Communication 2.2", "2.0 4.1.6.2",
                         must="documents about activities and agents that the store has never met are accepted")  # fmt: skip
@each_resource
def test_put_about_the_unknown_then_it_is_stored(lrs, resource):
    unknown = {
        "agent": {"mbox_sha1sum": "a" * 40},
        "activityId": "https://nobody.example/never-seen",
    }
    more = {name: value for name, value in unknown.items() if name in one_of(resource)}
    store(lrs, resource, json={}, **more)
    assert lrs.get(resource, query=one_of(resource, **more)).json() == {}


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.2", must="a document that is not there is 404")
@each_resource
def test_get_of_what_is_not_there_then_not_found(lrs, resource):
    assert lrs.get(resource, query=one_of(resource)).status == 404


@pytest.mark.requirement("1.0.3 Communication 2.3", "1.0.3 Communication 2.6", "1.0.3 Communication 2.7",
                         "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="DELETE removes the document and answers 204")  # fmt: skip
@each_resource
def test_delete_then_the_document_is_gone_and_others_stay(lrs, resource):
    store(lrs, resource, json={"page": 3})
    store(lrs, resource, json={"page": 4}, name="other")
    deleted = lrs.delete(resource, query=one_of(resource))
    assert (deleted.status, deleted.body) == (204, b"")
    assert lrs.get(resource, query=one_of(resource)).status == 404
    assert lrs.get(resource, query=one_of(resource, "other")).json() == {"page": 4}


@pytest.mark.requirement(
    "1.0.3 Communication 2.7", "2.0 4.1.6.6", must="DELETE of a document that is not there answers 204"
)
@each_resource
def test_delete_of_what_is_not_there_then_204(lrs, resource):
    assert lrs.delete(resource, query=one_of(resource)).status == 204


@pytest.mark.requirement("1.0.3 Communication 1.1", "2.0 4.1.1", must="HEAD answers as GET does, without the document")
@each_resource
def test_head_then_the_headers_of_get_without_a_body(lrs, resource):
    store(lrs, resource, json={"page": 3})
    head, get = lrs.head(resource, query=one_of(resource)), lrs.get(resource, query=one_of(resource))
    assert (head.status, head.body) == (200, b"")
    kept = ("etag", "last-modified", "content-type")
    assert [head.headers[name] for name in kept] == [get.headers[name] for name in kept]


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", must="the ETag is the SHA-1 of the contents in hexadecimal, in quotes"
)
@pytest.mark.requirement("1.0.3 Communication 3.1", should="the digits of an ETag are in lower case")
@each_resource
def test_get_then_the_tag_is_the_digest_of_the_bytes(lrs, resource):
    stored = store(lrs, resource, body=b"abc", kind="text/plain")
    expected = f'"{sha1(b"abc").hexdigest()}"'
    assert lrs.get(resource, query=one_of(resource)).headers["etag"] == expected == stored.headers["etag"]


@pytest.mark.requirement("2.0 4.1.4", must="an answer to GET carries an ETag in quotes")
@each_resource
def test_get_of_a_list_then_it_has_a_tag_too(lrs_200, resource):
    query = all_of(resource)
    empty = lrs_200.get(resource, query=query).headers["etag"]
    store(lrs_200, resource, json={})
    answer = lrs_200.get(resource, query=query)
    assert answer.headers["etag"] == f'"{sha1(answer.body).hexdigest()}"' != empty


@pytest.mark.requirement(
    "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6", must="one document comes with the time of its last change"
)
@pytest.mark.requirement("1.0.3 Communication 2.2", should="one document comes with the time of its last change")
@each_resource
def test_get_after_a_change_then_last_modified_moves_on(lrs, resource):
    store(lrs, resource, json={"page": 3})
    date_back("bookmark", "2026-03-01T10:00:01.999Z")
    first = lrs.get(resource, query=one_of(resource)).headers["last-modified"]
    changed = lrs.post(resource, query=one_of(resource), json={"page": 4}).headers["last-modified"]
    second = lrs.get(resource, query=one_of(resource)).headers["last-modified"]
    assert first == "Sun, 01 Mar 2026 10:00:01 GMT"
    assert second == changed
    assert parsedate_to_datetime(second) > parsedate_to_datetime(first)


@pytest.mark.requirement("1.0.3 Communication 2.2", should="a list comes with the time of the newest change in it")
@each_resource
def test_list_then_last_modified_is_of_the_newest(lrs, resource):
    for second, name in ((3, "newest"), (1, "oldest")):
        store(lrs, resource, json={}, name=name)
        date_back(name, f"2026-03-01T10:00:0{second}Z")
    assert lrs.get(resource, query=all_of(resource)).headers["last-modified"] == "Sun, 01 Mar 2026 10:00:03 GMT"


@each_resource
def test_get_of_a_document_that_the_client_has_then_it_is_not_sent_again(lrs, resource):
    tag = store(lrs, resource, json={"page": 3}).headers["etag"]
    answer = lrs.get(resource, query=one_of(resource), headers={"If-None-Match": tag})
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)


@pytest.mark.requirement(
    "1.0.3 Communication 2.3", "2.0 4.1.6.2", must="a state with a registration is apart from one without"
)
def test_states_of_two_registrations_and_of_none_are_three_documents(lrs):
    registrations = (None, "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
    for number, registration in enumerate(registrations):
        store(lrs, STATE, json=number, registration=registration)
    found = [lrs.get(STATE, query=one_of(STATE, registration=registration)).json() for registration in registrations]
    assert found == [0, 1, 2]


def test_registration_in_capitals_then_it_is_the_same_one(lrs):
    store(lrs, STATE, json={"page": 3}, registration="aaaaaaaa-1111-4111-8111-111111111111")
    again = lrs.get(STATE, query=one_of(STATE, registration="AAAAAAAA-1111-4111-8111-111111111111"))
    assert again.json() == {"page": 3}


@pytest.mark.requirement(
    "1.0.3 Data 2.4.2", "2.0 4.2.2", must="the same identifier is the same agent, whatever name it has"
)
def test_state_of_an_agent_under_another_name_then_it_is_the_same(lrs):
    store(lrs, STATE, json={"page": 3}, agent={"mbox": "mailto:ana@city.example", "name": "Ana"})
    again = lrs.get(STATE, query=one_of(STATE, agent={"mbox": "mailto:ana@CITY.example", "name": "Ana Maria"}))
    assert again.json() == {"page": 3}


def test_the_same_name_in_three_resources_is_three_documents(lrs):
    for number, resource in enumerate(RESOURCES):
        store(lrs, resource, json=number)
    assert [lrs.get(resource, query=one_of(resource)).json() for resource in RESOURCES] == [0, 1, 2]


def test_names_that_differ_in_case_are_two_documents(lrs):
    store(lrs, ACTIVITY_PROFILE, json=1, name="Bookmark")
    store(lrs, ACTIVITY_PROFILE, json=2, name="bookmark")
    assert lrs.get(ACTIVITY_PROFILE, query=one_of(ACTIVITY_PROFILE, "Bookmark")).json() == 1
