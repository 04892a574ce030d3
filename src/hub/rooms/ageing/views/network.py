"""How the whole network ages."""

import itertools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.commons.places.models import Country
from hub.rooms.ageing.files.national.store import record_of
from hub.rooms.ageing.files.network import country_lines
from hub.rooms.ageing.files.outlooks import national_folder
from hub.rooms.ageing.queries import places as reads
from hub.rooms.network import door as cities

YEARS = (2025, 2050)
# Shares of people of 65 and over, per cent, by which countries are counted.
CLASSES = (7, 14, 21, 28)


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """All countries with cities of the network, and the places that show their own outlook."""
    counted = cities.member_countries()
    lines = country_lines(national_folder(), counted)
    names = {one.pk: one for one in Country.objects.filter(pk__in=counted)}
    rows = [
        {
            "country": names[line.iso3],
            "cities": counted[line.iso3],
            "shares": [line.at("pct65", year) for year in YEARS],
            "oldest": [line.at("pct80", year) for year in YEARS],
            "medians": [line.at("median_age", year) for year in YEARS],
        }
        for line in lines
    ]
    rows.sort(key=lambda row: str(row["country"]))
    context = {
        "rows": rows,
        "years": YEARS,
        "classes": _classes([(row["cities"], row["shares"]) for row in rows]),
        "missing": sorted(str(names[iso3]) for iso3 in set(counted) - {line.iso3 for line in lines} if iso3 in names),
        "outlooks": reads.public_outlooks(),
        "record": record_of(national_folder()),
        "number": sum(int(row["cities"]) for row in rows),
    }
    return render(request, "ageing/network.html", context)


def _classes(rows: list[tuple[int, list[float | None]]]) -> list[dict[str, object]]:
    """Cities by the share of people of 65 and over in their country: (from, to, number of cities in each year)."""
    ends = [0, *CLASSES, 100]
    told = []
    for low, high in itertools.pairwise(ends):
        numbers = [
            sum(number for number, shares in rows if shares[at] is not None and low <= (shares[at] or 0) < high)
            for at in range(len(YEARS))
        ]
        told.append({"low": low, "high": high if high < 100 else None, "numbers": numbers})
    return told
