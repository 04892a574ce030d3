"""Nobody overwrites what they have not seen: If-Match, If-None-Match, and what happens without them."""

import pytest
from tests.rooms.academy.documents import ANA, NEW, PROFILES, RESOURCES, STATE, UNIT, all_of, one_of, store

each_resource = pytest.mark.parametrize("resource", RESOURCES)
each_profile = pytest.mark.parametrize("resource", PROFILES)
OTHER = '"1111111111111111111111111111111111111111"'
CHANGES = {"PUT": {"page": 4}, "POST": {"page": 4}, "DELETE": None}
each_change = pytest.mark.parametrize("method", CHANGES)


def change(lrs, method, resource, headers):
    return lrs.send(method, resource, query=one_of(resource), json=CHANGES[method], headers=headers)


def after(lrs, resource):
    """What is there; None for nothing."""
    answer = lrs.get(resource, query=one_of(resource))
    return answer.json() if answer.status == 200 else None


@pytest.mark.requirement("1.0.3 Communication 3.1", must="PUT with If-Match and another tag is 412 and changes nothing")
@pytest.mark.requirement("1.0.3 Communication 3.1", should="POST and DELETE with If-Match and another tag do the same")
@pytest.mark.requirement(
    "2.0 4.1.4", must="PUT, POST and DELETE with If-Match and another tag are 412 and change nothing"
)
@each_change
@pytest.mark.parametrize(
    "tag", [OTHER, '"1234"', "1234", '""', '"a", "b"', f"W/{OTHER}"],
    ids=["other", "short", "bare", "blank", "list", "weak"],
)  # fmt: skip
@each_resource
def test_if_match_with_another_tag_then_412_and_nothing_changes(lrs, method, resource, tag):
    store(lrs, resource, json={"page": 3})
    answer = change(lrs, method, resource, {"If-Match": tag})
    assert (answer.status, after(lrs, resource)) == (412, {"page": 3})


@pytest.mark.requirement("1.0.3 Communication 3.1", must="PUT with If-Match and the current tag goes through")
@pytest.mark.requirement(
    "1.0.3 Communication 3.1", should="POST and DELETE with If-Match and the current tag go through"
)
@pytest.mark.requirement("2.0 4.1.4", must="PUT, POST and DELETE with If-Match and the current tag go through")
@each_change
@pytest.mark.parametrize("form", ["{}", "W/{}", f"{OTHER}, {{}}", "*"], ids=["tag", "weak", "in-a-list", "any"])
@each_resource
def test_if_match_with_the_current_tag_then_the_change_is_made(lrs, method, resource, form):
    store(lrs, resource, json={"page": 3})
    tag = lrs.get(resource, query=one_of(resource)).headers["etag"]
    answer = change(lrs, method, resource, {"If-Match": form.format(tag)})
    assert (answer.status, after(lrs, resource)) == (204, CHANGES[method])


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", "2.0 4.1.4", must="a tag names one state of a document: after a change it is old"
)
@each_change
@each_resource
def test_if_match_with_the_tag_before_a_change_then_412(lrs, method, resource):
    tag = store(lrs, resource, json={"page": 3}).headers["etag"]
    lrs.post(resource, query=one_of(resource), json={"page": 5})
    answer = change(lrs, method, resource, {"If-Match": tag})
    assert (answer.status, after(lrs, resource)) == (412, {"page": 5})


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", "2.0 4.1.4", must="If-Match where nothing is there is 412 and makes nothing"
)
@each_change
@pytest.mark.parametrize("tag", ["*", OTHER], ids=["any", "other"])
@each_resource
def test_if_match_where_nothing_is_then_412_and_nothing_is_made(lrs, method, resource, tag):
    answer = change(lrs, method, resource, {"If-Match": tag})
    assert (answer.status, after(lrs, resource)) == (412, None)


@pytest.mark.requirement("1.0.3 Communication 3.1", must="PUT with If-None-Match: * makes what is not there")
@pytest.mark.requirement("1.0.3 Communication 3.1", should="POST with If-None-Match: * makes what is not there")
@pytest.mark.parametrize("method", ["PUT", "POST"])
@each_resource
def test_if_none_match_any_where_nothing_is_then_it_is_made(lrs, method, resource):
    answer = change(lrs, method, resource, NEW)
    assert (answer.status, after(lrs, resource)) == (204, {"page": 4})


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", must="PUT with If-None-Match: * on what is there is 412 and changes nothing"
)
@pytest.mark.requirement("1.0.3 Communication 3.1", should="POST with If-None-Match: * on what is there does the same")
@each_change
@each_resource
def test_if_none_match_any_where_a_document_is_then_412_and_nothing_changes(lrs, method, resource):
    store(lrs, resource, json={"page": 3})
    answer = change(lrs, method, resource, NEW)
    assert (answer.status, after(lrs, resource)) == (412, {"page": 3})


@each_change
@each_resource
def test_if_none_match_with_the_current_tag_then_412_and_with_another_the_change(lrs, method, resource):
    tag = store(lrs, resource, json={"page": 3}).headers["etag"]
    refused = change(lrs, method, resource, {"If-None-Match": tag}), after(lrs, resource)
    made = change(lrs, method, resource, {"If-None-Match": OTHER}), after(lrs, resource)
    assert (refused[0].status, refused[1]) == (412, {"page": 3})
    assert (made[0].status, made[1]) == (204, CHANGES[method])


@each_resource
def test_both_conditions_then_both_must_hold(lrs, resource):
    tag = store(lrs, resource, json={"page": 3}).headers["etag"]
    assert change(lrs, "PUT", resource, {"If-Match": tag, "If-None-Match": "*"}).status == 412
    assert change(lrs, "PUT", resource, {"If-Match": tag, "If-None-Match": OTHER}).status == 204


@pytest.mark.requirement(
    "1.0.3 Communication 3.1", must="PUT of a profile that is there without a condition is 409, changes nothing"
)
@each_profile
def test_put_on_a_profile_without_condition_in_103_then_409_and_nothing_changes(lrs_103, resource):
    store(lrs_103, resource, json={"page": 3})
    answer = change(lrs_103, "PUT", resource, {})
    assert (answer.status, after(lrs_103, resource)) == (409, {"page": 3})


@pytest.mark.requirement(
    "2.0 4.1.4", must="PUT of what is there without a condition is 409 and changes nothing, states too"
)
@each_resource
def test_put_on_a_document_without_condition_in_200_then_409_and_nothing_changes(lrs_200, resource):
    store(lrs_200, resource, json={"page": 3})
    answer = change(lrs_200, "PUT", resource, {})
    assert (answer.status, after(lrs_200, resource)) == (409, {"page": 3})


@pytest.mark.requirement("1.0.3 Communication 3.1", "2.0 4.1.4",
                         must="a 409 explains: look at the current state, and set If-Match to its tag")  # fmt: skip
@each_profile
def test_put_without_condition_then_the_409_says_what_to_do(lrs, resource):
    tag = store(lrs, resource, json={"page": 3}).headers["etag"]
    body = change(lrs, "PUT", resource, {}).body
    assert [word in body for word in (b"current state", b"If-Match", tag.strip('"').encode())] == [True] * 3


@pytest.mark.requirement("1.0.3 Communication 3.1", must="states may be replaced without a condition")
def test_put_on_a_state_without_condition_in_103_then_it_is_replaced(lrs_103):
    store(lrs_103, STATE, json={"page": 3})
    answer = change(lrs_103, "PUT", STATE, {})
    assert (answer.status, after(lrs_103, STATE)) == (204, {"page": 4})


@pytest.mark.requirement("1.0.3 Communication 3.1", must="PUT of a profile carries a condition, of a new one too")
@each_profile
def test_put_of_a_new_profile_without_condition_in_103_then_400_and_nothing_is_made(lrs_103, resource):
    answer = change(lrs_103, "PUT", resource, {})
    assert (answer.status, b"If-None-Match" in answer.body, after(lrs_103, resource)) == (400, True, None)


@pytest.mark.requirement("2.0 4.1.4", must="PUT of what is not there needs no condition")
@each_resource
def test_put_of_a_new_document_without_condition_in_200_then_it_is_made(lrs_200, resource):
    answer = change(lrs_200, "PUT", resource, {})
    assert (answer.status, after(lrs_200, resource)) == (204, {"page": 4})


@pytest.mark.requirement("1.0.3 Communication 3.1", must="a new state needs no condition")
def test_put_of_a_new_state_without_condition_in_103_then_it_is_made(lrs_103):
    answer = change(lrs_103, "PUT", STATE, {})
    assert (answer.status, after(lrs_103, STATE)) == (204, {"page": 4})


@pytest.mark.requirement("1.0.3 Communication 3.1", "2.0 4.1.4", must="POST and DELETE need no condition")
@pytest.mark.parametrize("method", ["POST", "DELETE"])
@each_resource
def test_post_and_delete_without_condition_then_they_go_through(lrs, method, resource):
    store(lrs, resource, json={"page": 3})
    answer = change(lrs, method, resource, {})
    assert (answer.status, after(lrs, resource)) == (204, CHANGES[method])


@pytest.mark.parametrize(
    ("headers", "body"), [({"If-Match": OTHER}, {"page": 4}), ({}, {"page": 4})], ids=["old-tag", "no-condition"]
)
@each_resource
def test_refused_put_then_date_and_list_stay_as_they_were(lrs_200, resource, headers, body):
    store(lrs_200, resource, json={"page": 3})
    before = lrs_200.get(resource, query=all_of(resource))
    lrs_200.put(resource, query=one_of(resource), json=body, headers=headers)
    lrs_200.put(resource, query=one_of(resource, "new"), json=body, headers={"If-Match": OTHER})
    later = lrs_200.get(resource, query=all_of(resource))
    assert (later.body, later.headers["last-modified"]) == (before.body, before.headers["last-modified"])


@pytest.mark.requirement("1.0.3 Communication 2.4", "1.0.3 Communication 2.5", "1.0.3 Communication 3.1",
                         must="GET of agents and activities carries a tag as well")  # fmt: skip
@pytest.mark.parametrize(("resource", "query"), [("agents", {"agent": ANA}), ("activities", {"activityId": UNIT})])
def test_get_of_what_has_no_documents_then_it_has_a_tag(lrs, resource, query):
    first, second = (lrs.get(resource, query=query).headers["etag"] for _ in range(2))
    assert (first, first[0] + first[-1]) == (second, '""')
