"""Bodies that nobody sends by accident: an answer that says what is wrong, quickly, and nothing half-kept."""

import json
import time

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import GONE, kept, number_kept, placed, refused, rich_statement, sub_statement

JSON = {"Content-Type": "application/json"}
WHOLE = json.dumps(statement()).encode()
KEY = "https://hub.example/extensions/colour"
BODIES = {
    "nothing": b"", "a blank": b" ", "half an object": WHOLE[:-10], "more behind it": WHOLE + b"}", "two values": WHOLE + WHOLE,
    "single quotes": WHOLE.replace(b'"', b"'"), "no quotes": b"{actor: 1}", "a comma too many": WHOLE[:-1] + b",}",
    "a comment": b"/* hello */" + WHOLE, "Latin-1": WHOLE.replace(b"Ana", "Zoë".encode("latin-1")), "UTF-16": WHOLE.decode().encode("utf-16"),
    "an overlong slash": WHOLE.replace(b"Ana", b"\xc0\xaf"), "a surrogate in UTF-8": WHOLE.replace(b"Ana", b"\xed\xa0\x80"),
    "a raw line end in a text": WHOLE.replace(b"Ana", b"A\na"), "a raw zero byte": WHOLE.replace(b"Ana", b"A\x00a"),
    "a broken escape": WHOLE.replace(b"Ana", b"\\x41"), "hexadecimal": b'{"result": 0x10}', "a form": b"actor=ana&verb=did",
    "XML": b"<statement/>", "brackets": b"[" * 100000, "braces": b'{"a":' * 100000, "closed brackets": b"[" * 5000 + b"]" * 5000,
}  # fmt: skip
SURROGATES = {
    "high alone": '"\\ud83d"', "low alone": '"\\ude00"', "wrong way round": '"\\ude00\\ud83d"', "two high": '"\\ud83d\\ud83d"',
    "in the middle": '"a\\ud83db"',
}  # fmt: skip
NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "-1e999", "+1", "01", ".5", "5.", "0x1F", "1_000", "١")


def posted(lrs, body):
    """Status and message of a body sent as it is."""
    answer = lrs.post("statements", body=body, headers=JSON)
    return answer.status, answer.json()["error"]["message"] if answer.status >= 400 else ""


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a statement is well-formed JSON")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_body_when_no_json_then_refused_and_nothing_kept(lrs, body):
    status, message = posted(lrs, body)
    assert (status, message != "", number_kept(lrs)) == (400, True, 0)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a property is used no more than once in an object")
@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"actor": {', '"actor": {"name": "Ben", ', "name"),
        ('"verb": {', '"verb": {"id": "http://city.example/did"}, "verb": {', "verb"),
        ('"id": "https', '"id": "https://hub.example/other", "id": "https', "id"),
        ('"en": "completed"', '"en": "a", "en": "completed"', "en"),
        ('"actor": {', '"\\u0061ctor": {"mbox": "mailto:x@y.example"}, "actor": {', "actor"),
        ('"en": "completed"', '"en" : "a","en":"b"', "en"),
    ],
    ids=["inside", "at the top", "identifier", "language", "escaped", "blank before the colon"],
)  # fmt: skip
def test_body_when_a_key_stands_twice_then_refused_and_named(lrs, before, after, named):
    body = WHOLE.decode().replace(before, after, 1).encode()
    status, message = posted(lrs, body)
    assert (body != WHOLE, status, named in message, number_kept(lrs)) == (True, 400, True, 0)


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="texts are of Unicode characters, and half a surrogate pair is none"
)
@pytest.mark.parametrize("half", SURROGATES.values(), ids=SURROGATES)
@pytest.mark.parametrize("place", ['"Ana"', '"name"', '"completed"'])
def test_body_when_a_text_has_half_a_surrogate_pair_then_refused(lrs, place, half):
    body = WHOLE.decode().replace(place, half, 1).encode()
    assert (posted(lrs, body)[0], number_kept(lrs)) == (400, 0)


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="characters beyond the first plane come back, escaped or not"
)
@pytest.mark.parametrize("name", ["😀", "\U0010ffff", "a\u0301", "\ufffe"], ids=ascii)
def test_body_when_a_text_has_a_whole_surrogate_pair_then_kept(lrs, name):
    assert kept(lrs, placed(statement(), "actor.name", name))["actor"]["name"] == name


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a number is one of JSON")
@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("place", ["score", "extension"])
def test_number_when_none_of_json_then_refused(lrs, place, text):
    result = {"score": {"raw": 4711}} if place == "score" else {"extensions": {KEY: 4711}}
    body = json.dumps(statement(result=result)).replace("4711", text).encode()
    assert (posted(lrs, body)[0], number_kept(lrs)) == (400, 0)


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="numbers keep at least the precision of 32-bit floating point"
)
@pytest.mark.parametrize(
    "text",
    ["123456789012345678901234567890", "9" * 300, "1e308", "0." + "1" * 400, "1e-400", "-0.0", "18446744073709551615"],
    ids=lambda text: text[:24],
)
def test_number_when_huge_or_long_then_near_to_what_was_sent(lrs, text):
    whole = statement(result={"extensions": {KEY: 4711}})
    assert posted(lrs, json.dumps(whole).replace("4711", text).encode())[0] == 200
    returned = lrs.get("statements", query={"statementId": whole["id"]}).json()["result"]["extensions"][KEY]
    assert float(returned) == pytest.approx(float(text), rel=1e-7, abs=1e-300)


@pytest.mark.requirement(
    "1.0.3 Communication 2.1.2", "2.0 4.1.6.1", must="a batch that is sent twice adds nothing, whatever its numbers"
)
def test_number_when_huge_and_sent_again_then_the_same(lrs):
    body = json.dumps([statement(result={"extensions": {KEY: 4711}})]).replace("4711", "9" * 100).encode()
    assert [posted(lrs, body)[0], posted(lrs, body)[0], number_kept(lrs)] == [200, 200, 1]


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="JSON nested deeper than readers follow is answered, not a fault of the store"
)
@pytest.mark.parametrize("depth", [200, 900, 1100, 20000])
@pytest.mark.parametrize("kind", ["[", '{"a":'], ids=["lists", "objects"])
def test_extension_when_nested_very_deep_then_refused(lrs, depth, kind):
    closed = "]" if kind == "[" else "}"
    inner = kind * depth + "1" + closed * depth
    body = json.dumps(statement(result={"extensions": {KEY: 4711}})).replace("4711", inner).encode()
    assert (posted(lrs, body)[0], number_kept(lrs)) == (400, 0)


@pytest.mark.requirement("1.0.3 Data 2.4.4.3", "2.0 4.2.2.3", must="a sub-statement holds no further one, however deep")
@pytest.mark.parametrize("depth", [2, 20, 90, 150, 400])
def test_sub_statement_when_nested_many_times_then_refused(lrs, depth):
    head, tail = json.dumps(sub_statement(object=4711)).split("4711")
    body = json.dumps(statement(object=4711)).replace(
        "4711", head * depth + '{"id": "https://hub.example/a"}' + tail * depth
    )
    status, message = posted(lrs, body.encode())
    assert (status, len(message) < 1000, number_kept(lrs)) == (400, True, 0)


@pytest.mark.requirement("1.0.3 Data 2.4.2.2", "2.0 4.2.2.1", must="a group holds no groups, however deep")
def test_group_when_nested_many_times_then_refused(lrs):
    group = {"mbox": "mailto:ana@city.example"}
    for _ in range(80):
        group = {"objectType": "Group", "member": [group]}
    assert refused(lrs, statement(actor=group), "actor.member[0]") == (400, True)


@pytest.mark.requirement(
    "1.0.3 Communication 3.2",
    "2.0 4.1.6.1",
    must="a batch with one bad statement is refused whole, and the statement is named",
)
@pytest.mark.parametrize("at", [0, 5000, 9999])
def test_batch_when_one_of_ten_thousand_is_wrong_then_named_and_nothing_kept(lrs_103, at):
    batch = [statement() for _ in range(10000)]
    batch[at] = placed(batch[at], "verb.id", "completed")
    status, message = posted(lrs_103, json.dumps(batch).encode())
    assert (status, f"[{at}].verb.id" in message, number_kept(lrs_103)) == (400, True, 0)


@pytest.mark.requirement(
    "1.0.3 Communication 3.2",
    "2.0 4.1.6.1",
    must="a batch with one bad statement is refused whole, and the statement is named",
)
@pytest.mark.parametrize("wrong", ["a text", None, 7, [], {}], ids=repr)
def test_batch_when_one_is_no_statement_then_named_and_nothing_kept(lrs, wrong):
    status, message = posted(lrs, json.dumps([statement(), wrong, statement()]).encode())
    assert (status, "[1]" in message, number_kept(lrs)) == (400, True, 0)


@pytest.mark.requirement("1.0.3 Communication 3.2", "2.0 4.1.6.1", must="a body is kept whole, or refused as too large")
def test_statement_when_of_20_megabytes_then_kept_whole_or_refused_as_too_large(lrs_103):
    text = "x" * (20 * 1024 * 1024)
    whole = statement(result={"response": text})
    answer = lrs_103.post("statements", json=whole)
    if answer.status == 200:
        assert lrs_103.get("statements", query={"statementId": whole["id"]}).json()["result"]["response"] == text
    else:
        assert (answer.status, number_kept(lrs_103)) == (413, 0)


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.4", must="a message about a bad statement is short, however long the fault"
)
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor.name", {"x" * 1000000: 1}), ("m" * 1000000, 1), ("verb.id", "x" * 1000000), ("verb.display", {"x" * 1000000: "a"}),
        ("context.extensions", {"x" * 1000000: 1}), ("object.definition", {"y" * 1000000: 1}), ("timestamp", "2" * 1000000),
    ],
    ids=["name", "key", "identifier", "language", "extension", "definition", "timestamp"],
)  # fmt: skip
def test_message_when_the_fault_is_long_then_short(lrs_103, path, value):
    answer = lrs_103.post("statements", json=placed(rich_statement(), path, value))
    assert (answer.status, len(answer.body) < 4096) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.2", "2.0 4.2.4", must="a text made to be slow to judge is judged quickly")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor.mbox", "mailto:" + "a." * 50000), ("actor.mbox", "mailto:" + "a" * 100000), ("verb.id", "a" * 100000),
        ("verb.id", "http://" + "a/" * 50000 + " "), ("result.duration", "P" + "1" * 100000), ("result.duration", "PT" + "0." * 50000 + "S"),
        ("context.language", "en-" + "abcde-" * 20000), ("context.language", "en-a-" + "aa-" * 30000 + "!"),
        ("timestamp", "2008-09-15T15:53:00." + "1" * 100000 + "x"), ("attachments[0].contentType", "a/b" + ";a=b " * 20000 + "\n"),
        ("attachments[0].contentType", "a/b" + " ;" * 50000 + "é\n"), ("version", "1.0." + "1" * 100000 + "x"),
    ],
    ids=lambda value: value[:14],
)  # fmt: skip
def test_text_when_made_to_be_slow_then_refused_quickly(lrs_103, path, value):
    began = time.perf_counter()
    answer = lrs_103.post("statements", json=placed(rich_statement(), path, value))
    assert (answer.status, time.perf_counter() - began < 1) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Communication 3.2", "2.0 4.1.6.1", must="what was refused leaves no trace: its id may be used at once"
)
def test_statement_when_refused_then_its_id_is_free(lrs):
    whole = rich_statement()
    assert refused(lrs, placed(whole, "verb.id", GONE), "verb.id") == (400, True)
    assert (kept(lrs, whole)["verb"], number_kept(lrs)) == (whole["verb"], 1)
