"""How the whole network ages."""

import itertools
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.commons.places.models import Country
from hub.rooms.ageing.files.national.store import record_of
from hub.rooms.ageing.files.network import country_lines
from hub.rooms.ageing.files.outlooks import national_folder
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES
from hub.rooms.ageing.queries import places as reads
from hub.rooms.ageing.report.basis import Basis
from hub.rooms.ageing.report.changes import Change, Changes, change_chart
from hub.rooms.ageing.report.pages import drawn_alone
from hub.rooms.ageing.report.words import percent
from hub.rooms.network import door as cities

YEARS = (2025, 2050)
# The United Nations’ pyramids are of 1 July.
BASE = date(YEARS[0], 7, 1)
# Shares of people of 65 and over, per cent, by which countries are counted.
CLASSES = (7, 14, 21, 28)


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """All countries with cities of the network, and the places that show their own outlook."""
    counted = cities.member_countries()
    lines = country_lines(national_folder(), counted)
    names = {one.pk: one for one in Country.objects.filter(pk__in=counted)}
    rows: list[dict[str, Any]] = [
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
        "chart": _chart(rows),
        "rows": rows,
        "years": YEARS,
        "classes": _classes([(row["cities"], row["shares"]) for row in rows]),
        "missing": sorted(str(names[iso3]) for iso3 in set(counted) - {line.iso3 for line in lines} if iso3 in names),
        "outlooks": reads.public_outlooks(),
        "record": record_of(national_folder()),
        "number": sum(int(row["cities"]) for row in rows),
    }
    return render(request, "ageing/network.html", context)


def _chart(rows: list[dict[str, Any]]) -> SafeString:
    """Shares of people of 65 and over, then and later, of every country in the order of the alphabet; blank without figures."""
    language = get_language() or "en"
    if not rows:
        return SafeString()
    basis = Basis(_("Countries of the network"), BASE, _("United Nations, World Population Prospects 2024"), language)
    changes = Changes(
        title=str(INDICATOR_NAMES["pct65"]),
        unit=percent(),
        years=YEARS,
        rows=tuple(Change(str(row["country"]), row["shares"][0], None, row["shares"][1], None) for row in rows),
    )
    return drawn_alone(change_chart(basis, changes, code="chart-countries"), language=language)


def _classes(rows: list[tuple[int, list[float | None]]]) -> list[dict[str, Any]]:
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
