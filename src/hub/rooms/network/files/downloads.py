"""The register as CSV and JSON, a block of cities at a time, every figure with its date and source."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hub.rooms.network.engine.cycle import Standing
from hub.rooms.network.models import City, CityName, CityValue, Property
from hub.rooms.network.queries.cities import newest, period_of
from hub.rooms.network.queries.standing import standings_on, today

BLOCK = 500
LICENCE = (
    "Facts: free to use, naming the source. Positions and populations of GeoNames: CC BY 4.0. See each value's source."
)
CITATION = (
    "Learning Cities Hub, register of cities, as of {day}. Independent open-source software; not an official list."
)
COLUMNS = {
    "code": "permanent identifier",
    "name": "name in Latin script",
    "names": "all names in use, as script:language:name, parted by |",
    "kind": "city, district, county, province, consortium or island",
    "country": "ISO 3166 alpha-3 code",
    "region": "UNESCO region",
    "standing": "member, undated (since an unknown date), possible (dates leave it open), former, inactive, candidate",
    "joined": "date of the first admission as far as it is known (YYYY, YYYY-MM or YYYY-MM-DD)",
    "latitude": "degrees north, WGS 84",
    "longitude": "degrees east, WGS 84",
    "position_source": "code of the source of the position",
    "position_note": "what the position is of, where it is not the member itself",
    "population": "residents; blank where not known",
    "population_date": "as far as it is known; blank where the source gives none",
    "population_source": "code of the source of the population",
    "source": "code of the source that names the member",
    "source_address": "address of that source",
}
# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(cities: Sequence[int]) -> Iterator[str]:
    """CSV with a header; a byte order mark in front, so that spreadsheets read it as UTF-8."""
    yield "\ufeff" + _line(list(COLUMNS))
    for row in _rows(cities):
        yield _line([_safe(row[name]) for name in COLUMNS])


def json_parts(cities: Sequence[int]) -> Iterator[str]:
    """One JSON object: title, licence, citation, columns, and the cities."""
    head = {
        "title": "Register of learning cities",
        "licence": LICENCE,
        "citation": CITATION.format(day=today()),
        "as_of": today().isoformat(),
        "columns": COLUMNS,
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "cities": [\n'
    comma = ""
    for row in _rows(cities):
        yield comma + json.dumps({**row, "names": _names(row["names"])}, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _names(text: str) -> list[dict[str, str]]:
    parts = (name.split(":", 2) for name in text.split("|") if name)
    return [{"script": script, "language": language, "text": name} for script, language, name in parts]


def _line(cells: Sequence[Any]) -> str:
    kept = io.StringIO()
    csv.writer(kept, lineterminator="\r\n").writerow(cells)
    return kept.getvalue()


def _safe(value: Any) -> Any:
    """A text that a spreadsheet cannot take for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _rows(cities: Sequence[int]) -> Iterator[dict[str, Any]]:
    standings = standings_on(today())
    for first in range(0, len(cities), BLOCK):
        block = list(cities[first : first + BLOCK])
        found = City.objects.select_related("source").in_bulk(block)
        names: dict[int, list[str]] = {pk: [] for pk in block}
        for name in CityName.objects.filter(city__in=block, is_current=True).order_by("script", "language", "text"):
            names[name.city_id].append(f"{name.script}:{name.language}:{name.text}")
        values: dict[tuple[int, str], CityValue] = {}
        for value in CityValue.objects.filter(city__in=block, is_valid=True).select_related("source"):
            key = (value.city_id, value.property)
            values[key] = newest(values.get(key), value)
        for pk in (pk for pk in block if pk in found):
            of_city = {name: values.get((pk, name)) for name in Property.values}
            yield _row(found[pk], "|".join(names[pk]), standings[pk], of_city)


def _row(city: City, names: str, standing: Standing, values: dict[str, CityValue | None]) -> dict[str, Any]:
    position, people = values[Property.LATITUDE], values[Property.POPULATION]
    longitude = values[Property.LONGITUDE]
    when = period_of(people.as_of, people.precision) if people else None
    return {
        "code": city.code,
        "name": city.name,
        "names": names,
        "kind": city.kind,
        "country": city.country_id,
        "region": city.region,
        "standing": standing.count or standing.state,
        "joined": standing.joined.text if standing.joined else "",
        "latitude": position.number if position else None,
        "longitude": longitude.number if longitude else None,
        "position_source": position.source.code if position else "",
        "position_note": position.note if position else "",
        "population": round(people.number) if people else None,
        "population_date": when.text if when else "",
        "population_source": people.source.code if people else "",
        "source": city.source.code if city.source else "",
        "source_address": city.source.url if city.source else "",
    }
