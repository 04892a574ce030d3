"""The shipped files of the register as rows for the load. Keys name a row for good; foreign keys are codes here."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hub.commons.sources.actions import SourceFacts, page, shipped
from hub.commons.sources.shipped import provenance_of, read_rows, shipped_file, shipped_files
from hub.kit.years import read_period
from hub.rooms.network.actions.loading import RegisterFacts
from hub.rooms.network.engine.folding import fold, script_of

PRODUCER = "gnlc"
AWARD = "UNESCO Learning City Award"


def read_register() -> RegisterFacts:
    """Read every shipped file of the register."""
    facts = RegisterFacts()
    countries = shipped_file("countries", "countries.csv")
    facts.countries = list(read_rows(countries))
    outlines = shipped_file("natural-earth", "countries_110m.json")
    for file in (countries, outlines, *(shipped_file(PRODUCER, f"{name}.csv") for name in ("members", "events"))):
        _keep_file(facts, file)
    stated = {row["code"]: row["description"] for row in read_rows(shipped_file(PRODUCER, "sources.csv"))}
    _read_members(facts, stated)
    _read_events(facts, stated)
    _read_names(facts)
    _read_places(facts)
    _read_totals(facts, stated)
    _read_clusters(facts, stated)
    _read_awards(facts, stated)
    return facts


def _read_members(facts: RegisterFacts, stated: dict[str, str]) -> None:
    for row in _rows("members"):
        code, source = row["id"], _source(facts, row["source_url"], stated) or _file_code("members")
        facts.cities[code] = {
            "code": code,
            "name": row["name"],
            "folded": fold(row["name"]),
            "kind": row["kind"],
            "kind_note": row["kind_basis"],
            "country_id": row["country_iso3"],
            "region": row["unesco_region"],
            "source": source,
            "note": row["source_note"],
        }
        _add_name(facts, code, row["name"], "", source)


def _read_events(facts: RegisterFacts, stated: dict[str, str]) -> None:
    for row in _rows("events"):
        source = _source(facts, row["source"], stated) or _file_code("events")
        _add_event(facts, row["member_id"], row["kind"], row["date"], source=source, note=row["note"])
    dated = {row["city"] for row in facts.events.values()}
    # A member of which no date is known joined all the same: an event at an unknown date.
    for code, city in facts.cities.items():
        if code not in dated:
            _add_event(facts, code, "admitted", "", source=city["source"], note="")


def _add_event(facts: RegisterFacts, code: str, kind: str, when: str, *, source: str, note: str) -> None:
    day, precision = _day(when)
    facts.events[f"{code}|{kind}|{when}"] = {
        "city": code, "kind": kind, "date": day, "precision": precision, "source": source, "note": note,
    }  # fmt: skip


def _read_names(facts: RegisterFacts) -> None:
    for file in shipped_files("member_names.csv"):
        for row in read_rows(file):
            _add_name(facts, row["member_id"], row["name"], row["language"], _keep_file(facts, file), row["script"])


def _add_name(facts: RegisterFacts, code: str, text: str, language: str, source: str, script: str = "") -> None:
    script = script or script_of(text)
    facts.names[f"{code}|{text}|{script}|{language}"] = {
        "city": code, "text": text, "folded": fold(text), "script": script, "language": language, "source": source,
    }  # fmt: skip


def _read_places(facts: RegisterFacts) -> None:
    for file in shipped_files("member_places.csv"):
        for row in read_rows(file):
            note = _place_note(row)
            for name, unit in (("latitude", "degree"), ("longitude", "degree"), ("population", "person")):
                if row.get(name):
                    day, precision = _day(row.get("population_date", "") if name == "population" else "")
                    facts.values[f"{row['member_id']}|{name}|{file.parents[1].name}"] = {
                        "city": row["member_id"], "property": name, "number": float(row[name]), "unit": unit,
                        "as_of": day, "precision": precision, "source": _keep_file(facts, file), "note": note,
                    }  # fmt: skip


def _place_note(row: dict[str, str]) -> str:
    return (
        row.get("note", "")
        if row.get("position_of") in {"", "member"}
        else f"{row['position_of']}: {row.get('note', '')}"
    )


def _read_totals(facts: RegisterFacts, stated: dict[str, str]) -> None:
    columns = {"cities": "cities", "countries": "countries", "joined": "added", "joined_countries": "added_countries"}
    for row in _rows("announced_totals"):
        day, precision = _day(row["date"])
        counts = {field: int(row[column]) if row[column] else None for field, column in columns.items()}
        source = _source(facts, row["source"], stated)
        facts.totals[row["date"]] = {
            "code": row["date"],
            "date": day,
            "precision": precision,
            **counts,
            "source": source,
            "note": row["note"],
        }


def _read_clusters(facts: RegisterFacts, stated: dict[str, str]) -> None:
    for row in _rows("clusters"):
        code, source = row["cluster_code"], _source(facts, row["source"], stated)
        note = "" if row["member_id"] else row["note"]
        facts.clusters.setdefault(code, {"code": code, "name": row["cluster_name"], "source": source, "note": note})
        if row["member_id"]:
            facts.cluster_memberships[f"{code}|{row['member_id']}|{row['from_year']}"] = {
                "cluster": code, "city": row["member_id"], "role": "coordinator", "source": source, "note": row["note"],
                "valid_from": date(int(row["from_year"]), 1, 1) if row["from_year"] else None,
            }  # fmt: skip


def _read_awards(facts: RegisterFacts, stated: dict[str, str]) -> None:
    for row in _rows("awards"):
        if row["member_id"]:
            facts.awards[f"{row['member_id']}|{row['year']}"] = {
                "city": row["member_id"], "year": int(row["year"]), "title": AWARD,
                "source": _source(facts, row["source"], stated),
            }  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    return read_rows(shipped_file(PRODUCER, f"{name}.csv"))


def _file_code(name: str) -> str:
    return shipped(provenance_of(shipped_file(PRODUCER, f"{name}.csv"))).code


def _keep_file(facts: RegisterFacts, file: Path) -> str:
    told = shipped(provenance_of(file))
    facts.sources[told.code] = told
    return told.code


def _source(facts: RegisterFacts, named: str, stated: dict[str, str]) -> str | None:
    """The code of what a row names: an address, or one or more of the short codes of `sources.csv`."""
    if not named:
        return None
    accessed = provenance_of(shipped_file(PRODUCER, "members.csv")).accessed
    if named.startswith("http"):
        told = page(named, accessed=accessed)
    else:
        codes = [code.strip() for code in named.split(";")]
        title = "; ".join(stated.get(code, code) for code in codes)
        told = SourceFacts("-".join([PRODUCER, *(code.lower() for code in codes)]), title[:300], accessed=accessed)
    facts.sources[told.code] = told
    return told.code


def _day(text: str) -> tuple[date | None, str]:
    """A date of the files: its first day and its precision."""
    if not text:
        return None, "unknown"
    return read_period(text).start, {4: "year", 7: "month", 10: "day"}[len(text)]
