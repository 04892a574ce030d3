import pytest

from hub.commons.sources.shipped import provenance_of, read_rows, shipped_file, shipped_files
from hub.kit.errors import Problem
from hub.rooms.network.files.matching import Found, match_members

PLACES = {
    "BRA": [
        Found("1", "Água Nova", -6.2, -38.3, 3000, "22"),
        Found("2", "Agua Nova", -7.0, -39.0, 0, "15"),
        Found("3", "Recife", -8.05, -34.9, 1_500_000, "30", ("Mauritsstad",)),
    ]
}


def match(name, decision=None, country="BRA"):
    member = {"id": "bra-x", "name": name, "country_iso3": country}
    matching = match_members([member], {"bra-x": decision} if decision else {}, PLACES)
    return matching.places[0], [row["decision"] for row in matching.review]


def decision(**fields):
    blank = dict.fromkeys(
        ("geonames_id", "geonames_name", "latitude", "longitude", "admin1", "position_of", "reason"), ""
    )
    return blank | {"member_id": "bra-x", "use_population": "no"} | fields


@pytest.mark.parametrize(
    ("name", "found", "kind"), [("RECIFE (Pernambuco)", "3", "exact"), ("mauritsstad", "3", "alternate")]
)
def test_match_when_one_place_bears_the_name_then_it_is_taken(name, found, kind):
    row, review = match(name)
    assert (row["geonames_id"], row["match"], row["population"], review) == (found, kind, "1500000", [])


def test_match_when_two_places_bear_the_name_then_it_goes_to_review():
    row, review = match("Agua Nova")
    assert (row["geonames_id"], row["latitude"], row["match"], review) == ("", "", "none", ["open"])


def test_match_when_the_place_is_in_another_country_then_it_never_matches():
    assert match("Recife", country="PRT")[1] == ["open"]


def test_match_when_a_decision_was_made_by_hand_then_it_stands():
    row, review = match("Agua Nova", decision(geonames_id="2", position_of="seat", reason="the seat"))
    assert (row["geonames_id"], row["match"], row["position_of"], row["population"]) == ("2", "settled", "seat", "")
    assert review == ["settled"]


def test_match_when_a_decision_names_an_unknown_place_then_it_must_give_its_position():
    with pytest.raises(Problem, match="settled_place_unknown"):
        match("Agua Nova", decision(geonames_id="9"))
    row, _review = match("Agua Nova", decision(geonames_id="9", latitude="1.5", longitude="2", geonames_name="There"))
    assert (row["latitude"], row["geonames_name"]) == ("1.50000", "There")


def test_shipped_review_when_read_then_nothing_is_open():
    assert [row for row in read_rows(shipped_file("geonames", "match_review.csv")) if row["decision"] == "open"] == []


@pytest.mark.parametrize(
    "name", ["members.csv", "events.csv", "member_places.csv", "member_names.csv", "countries.csv"]
)
def test_shipped_files_when_read_then_each_has_its_provenance_and_checksum(name):
    from hashlib import sha256

    for file in shipped_files(name):
        assert provenance_of(file).sha256 == sha256(file.read_bytes()).hexdigest()
