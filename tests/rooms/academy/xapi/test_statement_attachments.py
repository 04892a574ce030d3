"""What a statement says of its attachments. The bytes themselves are asked about elsewhere."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import ATTACHMENT, GONE, kept, placed, refused, sub_statement

PLACES = ("attachments", "object.attachments")
WRONG = {
    "usageType": (GONE, "should fail", "essay", 7, {"key": "value"}),
    "display": (GONE, "Essay", 12345, {}, {"something": "Essay"}, {"en": 7}, ["Essay"]),
    "description": ("What Ana wrote", 12345, {}, {"something": "Text"}, {"en": "Text", "de-419-DE": "Text"}),
    "contentType": (GONE, "should fail", "text", "text/", "/plain", "text/plain\n", "text/plain; a=b\r\nX-Other: c", 12345, {"key": "value"}),
    "length": (GONE, "should fail", "27", -1, 27.5, True, {"key": "value"}),
    "sha2": (GONE, 12345, "", "should fail", "495395e7", {"key": "value"}, f"{'z' * 64}"),
    "fileUrl": ("should fail", "essay.txt", "", 7, {"key": "value"}),
}  # fmt: skip


def carrying(place, attachments):
    """A statement that declares attachments, itself or in a sub-statement."""
    if place == "attachments":
        return statement(attachments=attachments)
    return statement(object=sub_statement(attachments=attachments))


at_both_places = pytest.mark.parametrize("place", PLACES)


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="attachments are an ordered list of objects")
@at_both_places
def test_attachments_when_well_formed_then_come_back_in_order(lrs, place):
    attachments = [ATTACHMENT | {"display": {"en": f"Essay {number}"}} for number in (2, 1, 3)]
    returned = kept(lrs, carrying(place, attachments))
    assert (returned if place == "attachments" else returned["object"])["attachments"] == attachments


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="attachments are an ordered list of objects")
@at_both_places
@pytest.mark.parametrize(
    "value",
    [ATTACHMENT, "should fail", 12345, [12345], ["should fail"], [[ATTACHMENT]], [None]],
    ids=lambda value: repr(value)[:20],
)
def test_attachments_when_no_list_of_objects_then_refused(lrs, place, value):
    assert refused(lrs, carrying(place, value), place) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 2.4.11",
    "2.0 4.2.2",
    must="usage, title, media type, length and hash are required; each part has its form",
)
@at_both_places
@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG.items() for value in values],
    ids=lambda value: repr(value)[:24],
)
def test_attachment_when_a_part_is_missing_or_malformed_then_refused(lrs, place, name, value):
    path = f"{place}[0].{name}"
    assert refused(lrs, placed(carrying(place, [ATTACHMENT]), path, value), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="a fault in a later attachment is found too")
def test_attachments_when_the_second_is_malformed_then_refused(lrs):
    path = "attachments[1].length"
    assert refused(lrs, placed(carrying("attachments", [ATTACHMENT, ATTACHMENT]), path, "27"), path) == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="a description is optional")
def test_attachment_when_not_described_then_kept(lrs):
    attachment = {name: value for name, value in ATTACHMENT.items() if name != "description"}
    assert kept(lrs, statement(attachments=[attachment]))["attachments"] == [attachment]


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="any media type with its parameters will do")
@pytest.mark.parametrize(
    "kind",
    [
        "application/pdf",
        "text/plain; charset=ascii",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        'multipart/related; boundary="a b"; type=text/xml',
        "image/svg+xml",
    ],
)
def test_attachment_when_of_any_media_type_then_kept(lrs, kind):
    assert (
        kept(lrs, statement(attachments=[ATTACHMENT | {"contentType": kind}]))["attachments"][0]["contentType"] == kind
    )


@pytest.mark.requirement("1.0.3 Data 2.4.11", "2.0 4.2.2", must="an empty file has the length 0")
def test_attachment_when_empty_then_kept(lrs):
    assert kept(lrs, statement(attachments=[ATTACHMENT | {"length": 0}]))["attachments"][0]["length"] == 0
