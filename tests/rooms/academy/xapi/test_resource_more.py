"""The link to more: its form, what it keeps, and that the pages together are the list."""

import time

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.resource_steps import (
    activity,
    agent,
    flat,
    follow,
    found,
    keep,
    new_id,
    pages,
    read,
    reference,
    verb,
    voiding,
)

ANA = agent("ana")


def first_page(lrs, **query):
    answer = lrs.get("statements", query=query)
    assert answer.status == 200, answer.body
    return answer.json()


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="more is a path from the root, without scheme and host")
def test_more_when_there_are_more_then_an_absolute_path(lrs):
    keep(lrs, *(statement() for _ in range(3)))
    more = first_page(lrs, limit=1)["more"]
    assert more.startswith("/xapi/statements?")
    assert "//" not in more
    assert more == more.encode("ascii", "replace").decode().replace(" ", "")


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="more is empty when nothing is left")
@pytest.mark.parametrize("limit", ["0", "3", "4"])
def test_more_when_all_is_given_then_empty(lrs, limit):
    keep(lrs, *(statement() for _ in range(3)))
    assert first_page(lrs, limit=limit)["more"] == ""


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="more is empty when nothing is left")
def test_more_when_the_last_page_is_full_then_empty(lrs):
    keep(lrs, *(statement() for _ in range(4)))
    assert [len(page) for page in pages(lrs, limit=2)] == [2, 2]


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="the pages together are the list")
@pytest.mark.parametrize("order", ["true", "false"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_more_when_followed_to_the_end_then_the_whole_list_in_order(lrs, limit, order):
    lrs.post("statements", json=[statement() for _ in range(7)])
    whole = found(lrs, ascending=order)
    assert flat(pages(lrs, limit=limit, ascending=order)) == whole
    assert len(whole) == 7


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="further pages follow the filters of the first")
def test_more_when_filters_were_asked_for_then_further_pages_keep_them(lrs):
    number, unit = new_id(), activity("unit")
    parts = {
        "actor": ANA,
        "verb": verb("read"),
        "object": unit,
        "context": {"registration": number, "instructor": agent("teacher")},
    }
    keep(lrs, before := statement(**parts))
    ids = []
    for _ in range(3):
        ids += keep(lrs, statement(**parts))
        keep(lrs, statement(), statement(actor=ANA), statement(verb=verb("read")), statement(object=unit))
    end = read(lrs, ids[-1])["stored"]
    keep(lrs, statement(**parts))
    query = {
        "agent": ANA, "verb": verb("read")["id"], "activity": unit["id"], "registration": number, "related_agents": "true",
        "related_activities": "true", "since": read(lrs, before["id"])["stored"], "until": end, "ascending": "true", "limit": 1,
    }  # fmt: skip
    assert pages(lrs, **query) == [[one] for one in ids]


@pytest.mark.requirement(
    "1.0.3 Data 2.5", "2.0 4.1.6.1", must="further pages follow the filters of the first, references too"
)
def test_more_when_references_are_found_then_further_pages_find_them(lrs):
    goal = statement(actor=ANA)
    about = [reference(goal) for _ in range(3)]
    keep(lrs, about[0], goal, about[1], statement(actor=agent("else")), about[2])
    assert pages(lrs, agent=ANA, limit=1) == [[one["id"]] for one in (about[2], about[1], goal, about[0])]


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="further pages keep format and language")
def test_more_when_a_format_was_asked_for_then_further_pages_keep_it(lrs):
    keep(
        lrs, *(statement(object=activity("unit", definition={"name": {"en": "Unit", "fr": "Unité"}})) for _ in range(2))
    )
    ids = follow(lrs, first_page(lrs, format="ids", limit=1)["more"]).json()["statements"]
    assert [one["object"] for one in ids] == [{"id": activity("unit")["id"]}]
    more = first_page(lrs, format="canonical", limit=1)["more"].removeprefix("/xapi/")
    canonical = lrs.get(more, headers={"Accept-Language": "fr"}).json()["statements"]
    assert [one["object"]["definition"] for one in canonical] == [{"name": {"fr": "Unité"}}]


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="further pages keep whether attachments are wanted")
def test_more_when_attachments_were_asked_for_then_further_pages_are_multipart(lrs):
    keep(lrs, statement(), statement())
    answer = lrs.get("statements", query={"limit": "1", "attachments": "true"})
    _, _, rest = answer.body.partition(b'"more"')
    more = rest.split(b'"')[1].decode()
    further = follow(lrs, more)
    assert (further.status, further.headers["content-type"].partition(";")[0]) == (200, "multipart/mixed")


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="a further page is a result like the first")
def test_more_when_followed_then_the_answer_is_like_the_first(lrs):
    keep(lrs, statement(), statement())
    first = lrs.get("statements", query={"limit": "1"})
    second = follow(lrs, first.json()["more"])
    assert (second.status, second.json().keys()) == (200, first.json().keys())
    assert second.headers["content-type"] == first.headers["content-type"]
    assert "x-experience-api-consistent-through" in second.headers


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="more can be followed as often as wanted")
def test_more_when_followed_twice_then_the_same_page(lrs):
    keep(lrs, *(statement() for _ in range(3)))
    more = first_page(lrs, limit=1)["more"]
    assert follow(lrs, more).json() == follow(lrs, more).json()


@pytest.mark.requirement(
    "1.0.3 Data 2.5", "2.0 4.1.6.1", must="what is stored meanwhile neither repeats nor hides a statement"
)
def test_more_when_statements_arrive_meanwhile_then_no_page_repeats_one(lrs):
    ids = keep(lrs, *(statement() for _ in range(4)))
    first = first_page(lrs, limit=2)
    keep(lrs, *(statement() for _ in range(3)))
    second = follow(lrs, first["more"]).json()
    assert [one["id"] for one in (*first["statements"], *second["statements"])] == ids[::-1]
    assert second["more"] == ""


@pytest.mark.requirement("1.0.3 Communication 2.1.4", "2.0 4.1.6.1", must="no page holds a voided statement")
def test_more_when_a_statement_is_voided_meanwhile_then_its_page_leaves_it_out(lrs):
    a, b, c = keep(lrs, *(statement() for _ in range(3)))
    first = first_page(lrs, limit=1)
    keep(lrs, voiding(b))
    assert [one["id"] for one in follow(lrs, first["more"]).json()["statements"]] in ([a], [])
    assert [one["id"] for one in first["statements"]] == [c]


@pytest.mark.requirement("1.0.3 Data 2.5", should="more is not extremely long")
def test_more_when_the_filters_are_long_then_the_link_stays_short(lrs):
    long = f"https://hub.example/{'path/' * 100}"
    someone = {"account": {"homePage": long, "name": "a" * 500}}
    keep(lrs, *(statement(actor=someone, verb={"id": long}, object={"id": long}) for _ in range(2)))
    more = first_page(lrs, agent=someone, verb=long, activity=long, limit=1)["more"]
    assert 0 < len(more) < 2000


BROKEN = {
    "cut": lambda more: more[:-1], "longer": lambda more: f"{more}0", "turned": lambda more: more[:-8] + more[-8:][::-1],
    "no value": lambda more: more.partition("=")[0] + "=", "not text": lambda more: f"{more}%ff%00",
}  # fmt: skip


@pytest.mark.requirement(
    "1.0.3 Communication 3.2",
    "2.0 4.1.5",
    must="an error in a request is no failure of the store",
)
@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_more_when_the_link_was_tampered_with_then_no_failure(lrs, spoil):
    keep(lrs, statement(), statement(), statement())
    answer = follow(lrs, spoil(first_page(lrs, limit=1)["more"]))
    assert answer.status in {200, 400, 404}


@pytest.mark.requirement("1.0.3 Communication 4.0", must="further pages ask for a credential as the first does")
@pytest.mark.parametrize(
    "headers", [{"Authorization": None}, {"Authorization": "Basic Zm9vOmJhcg=="}], ids=["none", "wrong"]
)
def test_more_when_followed_without_a_credential_then_401(lrs, headers):
    keep(lrs, statement(), statement())
    more = first_page(lrs, limit=1)["more"].removeprefix("/xapi/")
    assert lrs.get(more, headers=headers).status == 401


@pytest.mark.requirement(
    "1.0.3 Communication 3.3", "2.0 4.1.2", must="further pages ask for the version as the first does"
)
def test_more_when_followed_without_a_version_then_400(lrs):
    keep(lrs, statement(), statement())
    more = first_page(lrs, limit=1)["more"].removeprefix("/xapi/")
    assert lrs.get(more, headers={"X-Experience-API-Version": None}).status == 400


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="a page cut by the store's own limit has a link to more")
def test_more_when_the_store_allows_no_more_on_a_page_then_the_rest_follows(lrs):
    ids = lrs.post("statements", json=[statement() for _ in range(1201)]).json()
    parts = pages(lrs, limit=0, ascending="true")
    assert (flat(parts), len(parts) > 1) == (ids, True)
    assert flat(pages(lrs, limit=1000)) == ids[::-1]


@pytest.mark.requirement("1.0.3 Data 2.5", "2.0 4.1.6.1", must="more can be followed for at least 24 hours")
def test_more_when_followed_a_day_after_it_was_given_then_the_page(lrs, monkeypatch):
    ids = keep(lrs, statement(), statement())
    more = first_page(lrs, limit=1)["more"]
    later = time.time() + 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert [one["id"] for one in follow(lrs, more).json()["statements"]] == [ids[0]]


@pytest.mark.requirement("1.0.3 Communication 3.2", should="an error says what is wrong")
def test_more_when_the_link_is_a_year_old_then_the_page_or_a_word_why_not(lrs, monkeypatch):
    keep(lrs, statement(), statement())
    more = first_page(lrs, limit=1)["more"]
    later = time.time() + 366 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    answer = follow(lrs, more)
    assert answer.status in {200, 404, 410}
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()
