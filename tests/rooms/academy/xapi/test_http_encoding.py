"""Text is UTF-8, in bodies, names and addresses."""

import json
from urllib.parse import quote

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.xapi.http_steps import ANA, UNIT, is_kept

SCRIPTS = {
    "am": "ተጠናቋል", "ar": "أنهى", "de": "geprüft", "el": "ολοκλήρωσε", "hi": "पूर्ण", "ja": "完了", "ko": "완료", "ru": "завершил",
    "ta": "முடிந்தது", "th": "เสร็จ", "zh-Hans": "完成", "zu": "e\u0301 and é", "en": "🎓 \u2028 \u200f \U0001f1f0\U0001f1ea",
}  # fmt: skip


@pytest.mark.requirement("1.0.3 Communication 1.4", "2.0 4.1", must="all text is written and read as UTF-8")
@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "raw"])
def test_text_when_it_is_in_many_scripts_then_it_comes_back_as_it_was(lrs, escaped):
    verb = "https://hub.example/verbs/завершил"
    one = statement(verb={"id": verb, "display": SCRIPTS})
    body = json.dumps(one, ensure_ascii=escaped).encode()

    stored = lrs.post("statements", body=body, headers={"Content-Type": "application/json; charset=utf-8"})
    found = lrs.get("statements", query={"verb": verb})

    assert stored.status == 200
    assert [each["verb"]["display"] for each in found.json()["statements"]] == [SCRIPTS]
    assert found.body.decode("utf-8", "strict")


@pytest.mark.requirement("1.0.3 Communication 1.4", "2.0 4.1", must="names in addresses are UTF-8")
@pytest.mark.parametrize("name", ["Straße", "七頁", "a/b?c&d=e+f%20", "🎓", "é", "e\u0301"])
def test_text_when_it_is_the_name_of_a_document_then_it_is_found_and_listed_as_it_was(lrs, name):
    query = {"activityId": UNIT, "agent": ANA, "stateId": name}

    stored = lrs.put("activities/state", query=query, json={"page": 1})
    listed = lrs.get("activities/state", query={"activityId": UNIT, "agent": ANA})

    assert (stored.status, lrs.get("activities/state", query=query).json(), listed.json()) == (204, {"page": 1}, [name])


@pytest.mark.requirement("1.0.3 Communication 1.4", "2.0 4.1", must="what is not UTF-8 is refused")
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-be", "utf-32"])
def test_text_when_a_body_is_not_utf_8_then_it_is_refused_and_nothing_is_stored(lrs, encoding):
    one = statement(verb={"id": "https://hub.example/verbs/done", "display": {"de": "geprüft"}})
    body = json.dumps(one, ensure_ascii=False).encode(encoding)

    refused = lrs.post("statements", body=body, headers={"Content-Type": "application/json"})

    assert (refused.status, is_kept(lrs, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.4", "2.0 4.1", must="half a character is no character")
@pytest.mark.parametrize("half", ["\\ud83c", "\\udf93", "\\udf93\\ud83c"])
def test_text_when_it_holds_half_a_character_then_it_is_refused(lrs, half):
    one = statement(verb={"id": "https://hub.example/verbs/done", "display": {"en": "HALF"}})
    body = json.dumps(one).replace("HALF", half).encode()

    refused = lrs.post("statements", body=body, headers={"Content-Type": "application/json"})

    assert (refused.status, is_kept(lrs, one)) == (400, False)


@pytest.mark.requirement("1.0.3 Communication 1.4", "2.0 4.1", must="an address that is not UTF-8 is refused")
@pytest.mark.parametrize("text", ["%ff", "%c3%28", "%ed%a0%80", "\xff"], ids=["ff", "c328", "surrogate", "raw"])
def test_text_when_an_address_is_not_utf_8_then_it_is_refused(lrs, text):
    query = f"activityId={quote(UNIT, safe='')}&agent={quote(json.dumps(ANA))}&stateId={text}"

    assert lrs.put("activities/state", query=query, json={"page": 1}).status == 400
    assert lrs.get("activities/state", query=query).status == 400


@pytest.mark.requirement(
    "1.0.3 Communication 1.4", "2.0 4.1", must="a plus sign and a percent sign in an address mean what they mean"
)
def test_text_when_an_agent_has_a_plus_in_its_address_then_it_is_found(lrs):
    agent = {"mbox": "mailto:ana+course@city.example"}
    one = statement(actor=agent)
    lrs.post("statements", json=one)

    found = lrs.get("statements", query="agent=" + quote(json.dumps(agent), safe=""))

    assert [each["id"] for each in found.json()["statements"]] == [one["id"]]
