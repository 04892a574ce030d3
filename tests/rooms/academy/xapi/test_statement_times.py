"""Timestamps: when it happened and when it was stored."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import GONE, kept, nested_statement, placed, refused, sub_statement

# Each with the moment that it names.
EVERYWHERE = {
    "2013-05-18T05:32:34.804Z": "2013-05-18T05:32:34.804+00:00", "2015-11-18T12:17:00+00:00": "2015-11-18T12:17:00+00:00",
    "2015-11-18T12:17:00Z": "2015-11-18T12:17:00+00:00", "2008-09-15T15:53:00.601+05:30": "2008-09-15T10:23:00.601+00:00",
    "2008-09-15T15:53:00.601-11:00": "2008-09-16T02:53:00.601+00:00", "2024-02-29T23:59:59.999Z": "2024-02-29T23:59:59.999+00:00",
    "1776-07-04T16:00:45.123Z": "1776-07-04T16:00:45.123+00:00", "2016-12-31T23:59:60Z": "2017-01-01T00:00:00+00:00",
    "2008-09-15T15:53:00.1Z": "2008-09-15T15:53:00.100+00:00", "2008-09-15t15:53:00z": "2008-09-15T15:53:00+00:00",
}  # fmt: skip
# ISO 8601 allows these, RFC 3339 does not.
WITHOUT_ZONE = {
    "2008-09-15T15:53:00.601": "2008-09-15T15:53:00.601+00:00", "2008-09-15T15:53Z": "2008-09-15T15:53:00+00:00",
    "20080915T155300Z": "2008-09-15T15:53:00+00:00", "20080915T155300.601+0200": "2008-09-15T13:53:00.601+00:00",
    "2008-09-15T15:53:00.601+0200": "2008-09-15T13:53:00.601+00:00", "2008-09-15T15:53:00.601+02": "2008-09-15T13:53:00.601+00:00",
}  # fmt: skip
BAD = (
    "should fail", "01/011/2015", "2008-09-15T15:53:00.601-00", "2008-09-15T15:53:00.601-0000", "2008-09-15T15:53:00.601-00:00",
    "2008-02-30T15:53:00Z", "2007-02-29T15:53:00Z", "2008-13-01T15:53:00Z", "2008-09-15T25:00:00Z", "2008-09-15T15:60:00Z",
    "2008-09-15T15:53:61Z", "2008-09-15T15:53:00+25:00", "2008-09-15", "15:53:00Z", "2008", "2008-09-15T", "2008-09-15T15:53:00.Z",
    "2008-9-15T15:53:00Z", "2008-09-15T15:53:00ZZ", "2008-09-15T15:53:00Z\n", " 2008-09-15T15:53:00Z", "2008-09-15T15:53:00 Z",
    "Mon, 15 Sep 2008 15:53:00 GMT", "1221493980", "٢٠٠٨-09-15T15:53:00Z", "2008-09-15T15:53:00+5:30", "", 1221493980,
    {"key": "value"}, True, ["2008-09-15T15:53:00Z"],
)  # fmt: skip


def moment(text):
    """The moment a timestamp names; two are the same however they are written."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.requirement("1.0.3 Data 4.5", "2.0 4.2.7", must="a timestamp names the same moment when it comes back")
@pytest.mark.parametrize("text", EVERYWHERE)
def test_timestamp_when_well_formed_then_the_same_moment_comes_back(lrs, text):
    returned = kept(lrs, statement(timestamp=text))["timestamp"]
    assert moment(returned) == moment(EVERYWHERE[text])


@pytest.mark.requirement("1.0.3 Data 4.5", must="every form of ISO 8601 for date and time together will do")
@pytest.mark.parametrize("text", WITHOUT_ZONE)
def test_timestamp_when_in_another_form_of_iso_8601_then_kept(lrs_103, text):
    returned = kept(lrs_103, statement(timestamp=text))["timestamp"]
    assert moment(returned) == moment(WITHOUT_ZONE[text])


@pytest.mark.requirement("2.0 4.2.7", must="a timestamp has the form of RFC 3339: seconds and a zone")
@pytest.mark.parametrize("text", WITHOUT_ZONE)
def test_timestamp_when_in_another_form_of_iso_8601_then_refused_by_2_0(lrs_200, text):
    assert refused(lrs_200, statement(timestamp=text), "timestamp") == (400, True)


@pytest.mark.requirement("2.0 4.2.7", must="a blank may part date and time, as RFC 3339 allows")
@pytest.mark.parametrize("place", ["statement", "sub-statement"])
def test_timestamp_when_parted_by_a_blank_then_kept_by_2_0(lrs_200, place):
    text = "2008-09-15 15:53:00.601+00:00"
    whole = (
        statement(timestamp=text) if place == "statement" else statement(object=sub_statement() | {"timestamp": text})
    )
    returned = kept(lrs_200, whole)
    inside = returned if place == "statement" else returned["object"]
    assert moment(inside["timestamp"]) == datetime(2008, 9, 15, 15, 53, 0, 601000, UTC)


@pytest.mark.requirement(
    "1.0.3 Data 4.5", "2.0 4.2.7", must="a timestamp that is none is refused, and so is a zone of minus zero"
)
@pytest.mark.parametrize("place", ["timestamp", "stored", "object.timestamp"])
@pytest.mark.parametrize("value", BAD, ids=repr)
def test_timestamp_when_malformed_then_refused(lrs, place, value):
    assert refused(lrs, placed(nested_statement(), place, value), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 4.5", "2.0 4.2.7", must="milliseconds at least are kept")
@pytest.mark.parametrize("fraction", ["804", "001", "999", "1234567", "123456789012"])
def test_timestamp_when_finer_than_a_millisecond_then_milliseconds_kept(lrs, fraction):
    returned = kept(lrs, statement(timestamp=f"2013-05-18T05:32:34.{fraction}Z"))["timestamp"]
    assert returned[:23] == f"2013-05-18T05:32:34.{fraction[:3]}"


@pytest.mark.requirement("1.0.3 Data 4.5", "2.0 4.2.7", should="a timestamp comes back in UTC")
@pytest.mark.parametrize("text", ["2008-09-15T15:53:00.601+05:30", "2008-09-15T15:53:00.601Z"])
def test_timestamp_when_read_then_in_utc(lrs, text):
    returned = datetime.fromisoformat(kept(lrs, statement(timestamp=text))["timestamp"])
    assert returned.utcoffset() == timedelta(0)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.7", "2.0 4.2.4.2", should="a statement that does not say when is given the time it was stored"
)
def test_timestamp_when_not_sent_then_the_time_of_storing(lrs):
    returned = kept(lrs, placed(statement(timestamp="2013-05-18T05:32:34Z"), "timestamp", GONE))
    assert returned["timestamp"] == returned["stored"]


@pytest.mark.requirement("1.0.3 Data 2.4.7", "2.0 4.2.4.2", should="a clock that is ahead is no reason to refuse")
@pytest.mark.parametrize("days", [1, 366, 36600])
def test_timestamp_when_in_the_future_then_kept(lrs, days):
    ahead = (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)
    assert moment(kept(lrs, statement(timestamp=ahead.isoformat()))["timestamp"]) == ahead


@pytest.mark.requirement(
    "1.0.3 Data 2.4.7", "2.0 4.2.4.2", must="a sub-statement may lie in the future, and is given no time of its own"
)
def test_sub_statement_when_it_has_no_timestamp_then_given_none(lrs):
    inside = placed(sub_statement(), "timestamp", GONE)
    assert kept(lrs, statement(object=inside))["object"] == inside
    assert moment(kept(lrs, statement(object=sub_statement()))["object"]["timestamp"]) == moment(
        sub_statement()["timestamp"]
    )


@pytest.mark.requirement(
    "1.0.3 Data 2.4.8", "2.0 4.2.4.2", must="the store sets the time of storing, whatever was sent"
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    "sent", [GONE, "2011-07-15T00:00:00.000Z", "2999-01-01T00:00:00Z"], ids=["none", "past", "future"]
)
def test_stored_when_set_then_it_is_now(lrs, method, sent):
    whole = placed(statement(stored="2011-07-15T00:00:00.000Z"), "stored", sent)
    before = datetime.now(UTC).replace(microsecond=0)
    query = {"statementId": whole["id"]} if method == "PUT" else None
    assert lrs.send(method, "statements", json=whole, query=query).status in {200, 204}
    stored = moment(lrs.get("statements", query={"statementId": whole["id"]}).json()["stored"])
    assert before <= stored <= datetime.now(UTC) + timedelta(seconds=1)


@pytest.mark.requirement("1.0.3 Data 2.4.8", "2.0 4.2.4.2", must="stored is a timestamp, to the millisecond at least")
def test_stored_when_read_then_a_timestamp_with_milliseconds(lrs):
    stored = kept(lrs, statement())["stored"]
    assert (stored[10], len(stored.partition(".")[2].rstrip("Z")) >= 3, moment(stored).tzinfo) == ("T", True, UTC)


@pytest.mark.requirement("1.0.3 Data 2.4.8", "2.0 4.2.4.2", must="stored never falls from one statement to the next")
def test_stored_when_one_comes_after_another_then_no_earlier(lrs):
    stored = [moment(kept(lrs, statement())["stored"]) for _ in range(5)]
    assert stored == sorted(stored)
