"""The about resource: which versions are spoken, for anybody who asks."""

import pytest

OLDER = ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]
NOBODY: dict[str, str | None] = {"Authorization": None, "X-Experience-API-Version": None}


@pytest.mark.requirement(
    "1.0.3 Communication 2.8", must="about is a JSON object whose `version` lists the versions as text"
)
def test_about_when_1_0_3_asks_then_it_lists_the_versions_that_1_0_3_knows_of(lrs_103):
    answer = lrs_103.get("about")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["version"] == OLDER


@pytest.mark.requirement("2.0 4.1.6.7", must="about is a JSON object whose `version` lists the versions as text")
def test_about_when_2_0_asks_then_it_lists_all_versions(lrs_200):
    answer = lrs_200.get("about")

    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["version"] == [*OLDER, "2.0.0"]


@pytest.mark.requirement(
    "1.0.3 Communication 2.8", "2.0 4.1.6.7", must="about needs no version and answers nevertheless"
)
def test_about_when_nobody_asks_then_it_lists_all_versions(lrs):
    answer = lrs.get("about", headers=NOBODY)

    assert (answer.status, answer.json()["version"]) == (200, [*OLDER, "2.0.0"])


@pytest.mark.requirement("1.0.3 Communication 2.8", "2.0 4.1.6.7", must="about has `version`, and `extensions` at most")
def test_about_when_asked_then_it_has_no_other_properties(lrs):
    assert set(lrs.get("about").json()) - {"extensions"} == {"version"}


@pytest.mark.requirement("1.0.3 Communication 3.3", "2.0 4.1", must="the answer says the version that was asked for")
def test_about_when_asked_in_a_version_then_the_answer_says_it(lrs):
    assert lrs.get("about").headers["x-experience-api-version"] == lrs.version


@pytest.mark.requirement("1.0.3 Communication 3.3", "2.0 4.1", must="every answer carries a version")
def test_about_when_no_version_is_asked_for_then_the_answer_has_one(lrs):
    assert lrs.get("about", headers=NOBODY).headers["x-experience-api-version"] == "2.0.0"


@pytest.mark.requirement("1.0.3 Communication 2.8", "2.0 4.1.6.7", must="about is read and nothing else")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_about_when_it_is_to_be_changed_then_it_is_405(lrs, method):
    answer = lrs.send(method, "about", json={})

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.5", must="parameters that about does not know are refused")
def test_about_when_there_is_a_parameter_then_it_is_refused(lrs):
    assert lrs.get("about", query={"foo": "bar"}).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.5", must="about answers with a wrong key as well as without one"
)
def test_about_when_the_key_is_wrong_then_it_is_answered(lrs):
    assert lrs.get("about", headers={"Authorization": "Basic Og=="}).status == 200
