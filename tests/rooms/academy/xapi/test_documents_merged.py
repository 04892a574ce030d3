"""POST where a document is already: two JSON objects become one, anything else is refused and changes nothing."""

import pytest
from tests.rooms.academy.documents import NEW, RESOURCES, one_of, store

each_resource = pytest.mark.parametrize("resource", RESOURCES)


@pytest.mark.requirement("1.0.3 Communication 2.2", "2.0 4.1.6.2", "2.0 4.1.6.5", "2.0 4.1.6.6",
                         must="a posted JSON object sets its properties in the one that is there; the answer is 204")  # fmt: skip
@each_resource
def test_post_on_an_object_then_properties_are_set_and_others_stay(lrs, resource):
    store(lrs, resource, json={"x": "foo", "y": "bar"})
    merged = lrs.post(resource, query=one_of(resource), json={"x": "bash", "z": "faz"})
    answer = lrs.get(resource, query=one_of(resource))
    assert (merged.status, merged.body) == (204, b"")
    assert answer.json() == {"x": "bash", "y": "bar", "z": "faz"}
    assert (answer.headers["content-type"], answer.headers["etag"]) == ("application/json", merged.headers["etag"])


@pytest.mark.requirement(
    "1.0.3 Communication 2.2", "2.0 4.1.6.2", must="only the first level is merged, deeper objects are replaced"
)
@each_resource
def test_post_of_an_object_within_then_it_replaces_the_other_whole(lrs, resource):
    store(lrs, resource, json={"car": {"make": "Ford", "model": "Escape"}, "driver": "Dale"})
    lrs.post(resource, query=one_of(resource), json={"car": {"make": "Dodge"}})
    assert lrs.get(resource, query=one_of(resource)).json() == {"car": {"make": "Dodge"}, "driver": "Dale"}


@pytest.mark.requirement("1.0.3 Communication 2.2", "2.0 4.1.6.2",
                         must="without two JSON objects nothing is merged: 400, and the document stays")  # fmt: skip
@pytest.mark.parametrize(
    ("held", "posted"),
    [
        (("application/json", b'{"a":1}'), ("not/json", b"abcdefg")),
        (("application/json", b'{"a":1}'), ("application/octet-stream", b'{"b":2}')),
        (("application/json", b'{"a":1}'), ("", b'{"b":2}')),
        (("application/octet-stream", b"/ asdf / undefined"), ("application/json", b'{"b":2}')),
        (("application/octet-stream", b'{"a":1}'), ("application/json", b'{"b":2}')),
        (("text/plain", b"a"), ("text/plain", b"b")),
        (("application/json", b'{"a":1}'), ("application/json", b'{"b":2}{')),
        (("application/json", b'{"a":1}'), ("application/json", b"[2]")),
        (("application/json", b'{"a":1}'), ("application/json", b"null")),
        (("application/json", b'{"a":1}'), ("application/json", b"")),
        (("application/json", b'{"a":1}'), ("application/json", b'{"b":NaN}')),
        (("application/json", b'{"a":1}'), ("application/json", b'{"b":1,"b":2}')),
        (("application/json", b'{"a":1}'), ("application/json", b'{"b":"\xff"}')),
        (("application/json", b'{"a":1}'), ("application/json", b'{"b":"\\ud800"}')),
        (("application/json", b'{"a":1}'), ("application/json", b"[" * 5000)),
        (("application/json", b"[1]"), ("application/json", b'{"b":2}')),
    ],
    ids=[
        "posted-other-type", "posted-bytes-that-look-so", "posted-no-type", "held-bytes", "held-bytes-that-look-so", "both-text",
        "posted-cut-off", "posted-list", "posted-null", "posted-nothing", "posted-not-a-number", "posted-key-twice",
        "posted-not-utf-8", "posted-half-surrogate", "posted-too-deep", "held-list",
    ],
)  # fmt: skip
@each_resource
def test_post_of_what_cannot_be_merged_then_400_and_nothing_changes(lrs, resource, held, posted):
    store(lrs, resource, body=held[1], kind=held[0])
    before = lrs.get(resource, query=one_of(resource))
    answer = lrs.post(resource, query=one_of(resource), body=posted[1], headers={"Content-Type": posted[0] or None})
    after = lrs.get(resource, query=one_of(resource))
    assert answer.status == 400
    kept = ("etag", "last-modified", "content-type")
    assert (after.body, *(after.headers[name] for name in kept)) == (held[1], *(before.headers[name] for name in kept))


@pytest.mark.requirement(
    "1.0.3 Communication 2.2", "2.0 4.1.6.2", must="a content type with parameters is still application/json"
)
@each_resource
def test_post_with_a_charset_then_it_is_merged(lrs, resource):
    store(lrs, resource, body=b'{"a":1}', kind="Application/JSON; charset=UTF-8")
    answer = lrs.post(resource, query=one_of(resource), body='{"b":"é"}'.encode(),
                      headers={"Content-Type": "application/json;charset=utf-8"})  # fmt: skip
    assert answer.status == 204
    assert lrs.get(resource, query=one_of(resource)).body == '{"a":1,"b":"é"}'.encode()


@pytest.mark.requirement(
    "1.0.3 Communication 2.7", "2.0 4.1.6.6", must="what is sent as JSON and is not is refused, new or not"
)
@pytest.mark.parametrize("body", [b'{"a":1}[', b"", b"{'a':1}"], ids=["rest", "empty", "single-quotes"])
@each_resource
def test_post_of_new_json_that_is_malformed_then_400_and_nothing_is_there(lrs, resource, body):
    answer = lrs.post(resource, query=one_of(resource), body=body, headers={"Content-Type": "application/json"})
    assert (answer.status, lrs.get(resource, query=one_of(resource)).status) == (400, 404)


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.3", should="a body that is not of its content type is refused"
)
@each_resource
def test_put_of_new_json_that_is_malformed_then_400_and_nothing_is_there(lrs, resource):
    headers = NEW | {"Content-Type": "application/json"}
    answer = lrs.put(resource, query=one_of(resource), body=b'{"a":1}[', headers=headers)
    assert (answer.status, lrs.get(resource, query=one_of(resource)).status) == (400, 404)


@pytest.mark.parametrize("method", ["PUT", "POST"])
@each_resource
def test_nothing_sent_then_400(lrs, method, resource):
    headers = NEW if method == "PUT" else {}
    assert lrs.send(method, resource, query=one_of(resource), headers=headers).status == 400


@each_resource
def test_put_after_merging_then_it_replaces_all(lrs, resource):
    store(lrs, resource, json={"x": 1})
    tag = lrs.post(resource, query=one_of(resource), json={"y": 2}).headers["etag"]
    lrs.put(resource, query=one_of(resource), json={"z": 3}, headers={"If-Match": tag})
    assert lrs.get(resource, query=one_of(resource)).json() == {"z": 3}
