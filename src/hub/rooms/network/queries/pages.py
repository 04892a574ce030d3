"""What the page of a city shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from hub.commons.places.maps import Map
from hub.commons.sources.models import Source
from hub.rooms.network.engine.cycle import Standing
from hub.rooms.network.models import Award, City, CityName, CityValue, ClusterMembership, MembershipEvent, Precision
from hub.rooms.network.queries.cities import newest
from hub.rooms.network.queries.maps import locator_of
from hub.rooms.network.queries.names import local_name, name_for
from hub.rooms.network.queries.standing import stamp, standings_on, today


@dataclass(frozen=True, slots=True)
class CityPage:
    """Everything public about a city. Eleven queries at most."""

    city: City
    name: str
    local: CityName | None
    names: tuple[CityName, ...]
    standing: Standing
    events: tuple[MembershipEvent, ...]
    current: dict[str, CityValue]
    values: tuple[CityValue, ...]
    clusters: tuple[ClusterMembership, ...]
    awards: tuple[Award, ...]
    sources: tuple[Source, ...]
    locator: Map | None


def page_of(city: City, *, mark: str | None = None) -> CityPage:
    """Gather what the page of a city shows."""
    mark = mark or stamp()
    names = tuple(city.names.select_related("source"))
    values = tuple(city.values.filter(is_valid=True).select_related("source"))
    current: dict[str, CityValue] = {}
    for value in values:
        current[value.property] = newest(current.get(value.property), value)
    events = sorted(
        city.events.filter(is_valid=True).select_related("source"),
        key=lambda event: (event.precision != Precision.UNKNOWN, event.date or today(), event.pk),
    )
    clusters = tuple(city.cluster_memberships.select_related("cluster", "source"))
    awards = tuple(city.awards.select_related("source"))
    shown = name_for(city, names, get_language() or "en")
    local = local_name(city, names)
    rows: tuple[Any, ...] = (*names, *values, *events, *clusters, *awards)
    return CityPage(
        city=city,
        name=shown,
        local=local if local and local.text != shown else None,
        names=names,
        standing=standings_on(today(), mark=mark)[city.pk],
        events=tuple(events),
        current=current,
        values=values,
        clusters=clusters,
        awards=awards,
        sources=_sources([city.source, *(row.source for row in rows)]),
        locator=locator_of(current, shown),
    )


def _sources(named: Sequence[Source | None]) -> tuple[Source, ...]:
    """Every source once, by title."""
    found = {source.pk: source for source in named if source}
    return tuple(sorted(found.values(), key=lambda source: (source.title, source.pk)))
