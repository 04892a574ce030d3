"""Maps of the network: positions out of the tables, the drawing by `commons.places`."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hub.commons.places.maps import MOST_DOTS, Box, Map, Place, Position, draw_map, locate
from hub.rooms.network.models import CityName, CityValue, Property
from hub.rooms.network.queries.cities import CityFilters, matching, positions
from hub.rooms.network.queries.kept import keep
from hub.rooms.network.queries.names import SCRIPTS_OF_READERS
from hub.rooms.network.queries.standing import all_cities, country_names, stamp

DOTS = {"overview": 400, "full": MOST_DOTS}


def map_of(filters: CityFilters, *, most_dots: int = MOST_DOTS, mark: str | None = None) -> Map:
    """The map of the cities that pass the filters. Nine queries at most; one while the register stays as it is."""
    mark = mark or stamp()
    return keep(("map", mark, get_language(), most_dots, filters), lambda: _map_of(filters, mark, most_dots))


def _map_of(filters: CityFilters, mark: str, most_dots: int) -> Map:
    cities = matching(filters, mark=mark)
    where = positions(mark=mark)
    located = [pk for pk in cities if pk in where]
    few = len(located) <= most_dots
    places = _named_places(located, where, mark) if few else [Place(where[pk], "", "") for pk in located]
    shown = len(places)
    label = ngettext("Map with %(number)s city", "Map with %(number)s cities", shown) % {"number": shown}
    groups = {"name_group": _name_group, "link_group": _link_group(filters)}
    return draw_map(places, label=label, missing=len(cities) - shown, most_dots=most_dots, **groups)


def _named_places(cities: list[int], where: dict[int, Position], mark: str) -> list[Place]:
    language, script = SCRIPTS_OF_READERS.get(get_language() or "en", (get_language() or "en", "Latn"))
    readers = CityName.objects.filter(language=language, script=script, is_current=True).order_by("-text")
    names = dict(readers.values_list("city_id", "text"))
    countries = country_names(mark)
    rows = all_cities(mark)
    pattern = _("%(city)s, %(country)s")
    return [
        Place(
            where[pk],
            pattern % {"city": names.get(pk, rows[pk].name), "country": countries[rows[pk].country]},
            reverse("network:city", args=(rows[pk].code,)),
        )
        for pk in cities
    ]


def _name_group(number: int) -> str:
    return ngettext("%(number)s city", "%(number)s cities", number) % {"number": number}


def _link_group(filters: CityFilters):
    asked = query_of(filters)
    address = reverse("network:cities")

    def link(box: Box) -> str:
        return f"{address}?{urlencode(asked | {'within': str(box)})}"

    return link


def query_of(filters: CityFilters) -> dict[str, str]:
    """The parameters of an address that ask for these filters."""
    names = {"region": filters.region, "country": filters.country, "kind": filters.kind, "cluster": filters.cluster}
    rest = {"year": filters.year or "", "standing": filters.standing, "q": filters.text, "within": filters.within or ""}
    return {name: str(value) for name, value in (names | rest).items() if value}


def locator_of(current: Mapping[str, CityValue], name: str) -> Map | None:
    """A small map of where a city lies, from its current values; none where its position is not known."""
    latitude, longitude = current.get(Property.LATITUDE), current.get(Property.LONGITUDE)
    if not latitude or not longitude:
        return None
    return locate(Place(Position(latitude.number, longitude.number), _("Where %(city)s lies") % {"city": name}, ""))
