"""The register over HTTP, mounted at /api/v1/network: open, to read only."""

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from hub.rooms.network.phrases import say_reason
from hub.rooms.network.queries.cities import CityRow, city_by_code, matching, rows_of
from hub.rooms.network.queries.filters import FilterForm, filters_of
from hub.rooms.network.queries.pages import CityPage, page_of
from hub.rooms.network.queries.standing import Network, comparisons, network_on, period_of, stamp, today

router = Router()
KEPT_SECONDS = 300


class PositionOut(Schema):
    latitude: float
    longitude: float


class CityOut(Schema):
    """A city in a list."""

    code: str
    name: str
    kind: str
    country: str
    region: str
    standing: str = Field(
        description="member, undated (since an unknown date), possible, former, inactive, candidate or never"
    )
    joined: str | None = Field(description="YYYY, YYYY-MM or YYYY-MM-DD; null where no source gives a date")
    position: PositionOut | None
    population: int | None
    url: str


class CitiesOut(Schema):
    count: int
    page: int
    pages: int
    items: list[CityOut]


class NameOut(Schema):
    text: str
    script: str
    language: str
    is_current: bool
    source: str | None


class ValueOut(Schema):
    property: str
    number: float
    unit: str
    as_of: str | None
    is_current: bool
    note: str
    source: str


class EventOut(Schema):
    kind: str
    date: str | None
    precision: str
    note: str
    source: str | None


class ClusterOut(Schema):
    code: str
    name: str
    role: str
    source: str | None


class AwardOut(Schema):
    title: str
    year: int
    source: str | None


class SourceOut(Schema):
    code: str
    title: str
    producer: str
    url: str
    licence: str


class CityPageOut(CityOut):
    """All that is public about a city, every value with its date and the code of its source."""

    note: str
    names: list[NameOut]
    values: list[ValueOut]
    events: list[EventOut]
    clusters: list[ClusterOut]
    awards: list[AwardOut]
    sources: list[SourceOut]


class TotalsOut(Schema):
    members: int
    undated: int
    possible: int
    countries: int
    countries_most: int


class GroupOut(Schema):
    code: str
    name: str
    places: int
    totals: TotalsOut


class ReasonOut(Schema):
    code: str
    count: int
    sentence: str


class ComparisonOut(Schema):
    date: str
    announced: int
    held: int
    difference: int
    reasons: list[ReasonOut]
    source: str | None
    note: str


class NetworkOut(Schema):
    date: date
    places: int
    totals: TotalsOut
    regions: list[GroupOut]
    countries: list[GroupOut]


class AsOfOut(NetworkOut):
    reconciliation: list[ComparisonOut]


class CityQuery(Schema):
    q: str = Field("", max_length=100, description="a name in any script, or a country")
    region: Literal["", "africa", "arab-states", "asia-pacific", "europe-north-america", "latin-america-caribbean"] = ""
    country: str = Field("", pattern="^([A-Za-z]{3})?$", description="ISO 3166 alpha-3")
    kind: Literal["", "city", "district", "county", "province", "consortium", "island"] = ""
    cluster: str = Field("", max_length=80)
    year: int | None = Field(None, ge=2013, le=2199, description="year of joining")
    standing: Literal["", "members", "former"] = ""
    within: str = Field("", max_length=60, description="west,south,east,north in degrees")
    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(100, ge=1, le=500)


def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Let readers keep an answer until the register changes; the short answer where theirs is still good."""
    etag = f'"{stamp()}-{today()}-{request.LANGUAGE_CODE}"'
    for answer in (response, unchanged := get_conditional_response(request, etag=etag)):
        if answer is not None:
            answer["ETag"] = etag
            answer["Vary"] = "Accept-Language"
            patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return unchanged


@router.get("/cities", response=CitiesOut, summary="Cities under filters, in pages")
def cities(request: HttpRequest, response: HttpResponse, asked: Query[CityQuery]) -> Any:
    """The cities of the register, past and present, in alphabetical order."""
    unchanged = _keep(request, response)
    if unchanged:
        return unchanged
    form = FilterForm(asked.dict(exclude={"page", "size"}, exclude_none=True))
    if not form.is_valid():
        raise HttpError(422, "; ".join(f"{name}: {errors[0]}" for name, errors in form.errors.items()))
    found = matching(filters_of(form))
    pages = max(1, -(-len(found) // asked.size))
    rows = rows_of(found[(asked.page - 1) * asked.size : asked.page * asked.size])
    return {"count": len(found), "page": asked.page, "pages": pages, "items": [_city(request, row) for row in rows]}


@router.get("/cities/{code}", response=CityPageOut, summary="One city with everything that is public about it")
def city(request: HttpRequest, response: HttpResponse, code: str) -> Any:
    """A city by its permanent code; a code from before a merge leads to the city that stayed."""
    unchanged = _keep(request, response)
    if unchanged:
        return unchanged
    found = city_by_code(code)
    if found is None:
        raise Http404
    mark = stamp()
    return _city_page(request, page_of(found, mark=mark), rows_of([found.pk], mark=mark)[0])


@router.get("/totals", response=NetworkOut, summary="The size of the network as of a date, by region and country")
def totals(request: HttpRequest, response: HttpResponse, date: date | None = None) -> Any:
    """Members with a known date, since an unknown date, and those whom inexact dates leave open."""
    return _keep(request, response) or _network(network_on(date or today()))


@router.get("/as-of", response=AsOfOut, summary="The network as of a date, beside every announced size")
def as_of(request: HttpRequest, response: HttpResponse, date: date | None = None) -> Any:
    """The totals of a date, and why the register differs from each announced size: the parts add up."""
    unchanged = _keep(request, response)
    if unchanged:
        return unchanged
    return {**_network(network_on(date or today())), "reconciliation": [_comparison(row) for row in comparisons()]}


@router.get("/countries", response=list[GroupOut], summary="Countries with cities in the register")
def countries(request: HttpRequest, response: HttpResponse) -> Any:
    """Names are in the language of the request (Accept-Language)."""
    return _keep(request, response) or _network(network_on(today()))["countries"]


def _city(request: HttpRequest, row: CityRow) -> dict[str, Any]:
    position = row.position
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "country": row.country_code,
        "region": row.region,
        "standing": row.standing.count or row.standing.state,
        "joined": row.standing.joined.text if row.standing.joined else None,
        "position": {"latitude": position.latitude, "longitude": position.longitude} if position else None,
        "population": None if row.population is None else round(row.population),
        "url": request.build_absolute_uri(row.url),
    }


def _city_page(request: HttpRequest, page: CityPage, row: CityRow) -> dict[str, Any]:
    return {
        **_city(request, row),
        "note": page.city.note,
        "names": [{**_of(name, "text", "script", "language", "is_current"), **_source(name)} for name in page.names],
        "values": [
            {
                **_of(value, "property", "number", "unit", "note"),
                **_source(value),
                "as_of": _date(value.as_of, value.precision),
                "is_current": page.current[value.property] == value,
            }
            for value in page.values
        ],
        "events": [
            {**_of(event, "kind", "precision", "note"), **_source(event), "date": _date(event.date, event.precision)}
            for event in page.events
        ],
        "clusters": [
            {**_of(inside.cluster, "code", "name"), "role": inside.role, **_source(inside)} for inside in page.clusters
        ],
        "awards": [{**_of(award, "title", "year"), **_source(award)} for award in page.awards],
        "sources": [_of(source, "code", "title", "producer", "url", "licence") for source in page.sources],
    }


def _of(thing: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _source(row: Any) -> dict[str, str | None]:
    return {"source": row.source.code if row.source else None}


def _date(day: date | None, precision: str) -> str | None:
    period = period_of(day, precision)
    return period.text if period else None


def _network(network: Network) -> dict[str, Any]:
    names = ("members", "undated", "possible", "countries", "countries_most")
    groups = {
        part: [
            {**_of(group, "code", "name", "places"), "totals": _of(group.totals, *names)}
            for group in getattr(network, part)
        ]
        for part in ("regions", "countries")
    }
    return {"date": network.day, "places": network.places, "totals": _of(network.totals, *names), **groups}


def _comparison(comparison: Any) -> dict[str, Any]:
    row, told = comparison.row, comparison.total
    return {
        "date": row.when.text,
        **_of(row, "announced", "held", "difference"),
        "reasons": [{**_of(reason, "code", "count"), "sentence": say_reason(reason)} for reason in row.reasons],
        "note": told.note,
        **_source(told),
    }
