"""The page of a place, making its outlook, and where its figures come from."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hub.commons.documents.document import Section
from hub.commons.people.visitors import signed_in
from hub.kit.errors import InputRefused, Problem
from hub.rooms.ageing.actions import outlooks as actions
from hub.rooms.ageing.engine.indicators.registry import INDICATORS
from hub.rooms.ageing.files.national.store import read_national, record_of
from hub.rooms.ageing.files.network import CountryLine, country_lines
from hub.rooms.ageing.files.outlooks import cohorts_of, national_folder, results_of
from hub.rooms.ageing.files.outlooks import make_outlook as project_place
from hub.rooms.ageing.forms.tables import ProjectForm
from hub.rooms.ageing.models import Outlook, Place
from hub.rooms.ageing.phrases import say, say_finding
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES, INDICATOR_VARIANTS
from hub.rooms.ageing.phrases.outlook import PARTS, say_assumption
from hub.rooms.ageing.queries import places as reads
from hub.rooms.ageing.report.cohorts import cohorts_section, official_section
from hub.rooms.ageing.report.country import country_basis, country_pyramids
from hub.rooms.ageing.report.outlook import (
    HIGH,
    LOW,
    MEDIAN,
    Peer,
    Subject,
    basis_of,
    indicators_section,
    pyramids_of,
    subtitle_of,
    unit_of,
    years_section,
)
from hub.rooms.ageing.report.pages import drawn_section, markup_of
from hub.rooms.ageing.report.pyramid_page import pyramid_context
from hub.rooms.ageing.views.access import Visit, needed_outlook, sender, shown_outlook, visit
from hub.rooms.ageing.views.tables import show_received

YEAR_DIGITS = 4
HEADLINE = ("pop65", "pct65", "oadr65_20_64")


@dataclass(frozen=True)
class Headline:
    """A figure that comes first: its range in a year, and what it is today."""

    label: str
    unit: str
    low: str
    high: str
    today: str
    year: int
    figure: str


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """How a place ages; without figures of its own, how its country does."""
    found = visit(request, code)
    if found.place.code != code:
        return redirect("ageing:place", code=found.place.code, permanent=True)
    outlook = shown_outlook(request, found)
    if outlook is None:
        return _show_country(request, found)
    subject = Subject(outlook, results_of(outlook), get_language() or "en")
    peers = _peers(found.place, subject)
    context = {
        **_frame(found, outlook),
        "subtitle": subtitle_of(subject),
        "headlines": headlines_of(subject),
        "pyramid": pyramid_context(
            basis_of(subject),
            pyramids_of(subject),
            _asked_year(request),
            kept=[("outlook", outlook.code)] if "outlook" in request.GET else [],
        ),
        "markup": markup_of(
            subject,
            repr(peers),
            lambda: _sections(subject, peers),
        ),
        "history": reads.outlooks_of_place(found.place) if found.may_read else [],
    }
    return render(request, "ageing/place.html", context)


@login_required
@require_POST
def make_outlook(request: HttpRequest, code: str) -> HttpResponse:
    """Project a place by the files in use, and show what came of it."""
    found = sender(request, code)
    form = ProjectForm(request.POST)
    if not form.is_valid():
        return show_received(request, found, form, status=422)
    years, official = form.cleaned_data["years"], form.cleaned_data["official"]
    try:
        project_place(signed_in(request), found.place, years=years, official=official)
    except InputRefused as refusal:
        for finding in refusal.findings[:5]:
            form.add_error(None, say_finding(finding))
        return show_received(request, found, form, status=422)
    except Problem as problem:
        form.add_error(None, say(problem))
        return show_received(request, found, form, status=422)
    return redirect("ageing:place", found.place.code)


@login_required
@require_POST
def publish_outlook(request: HttpRequest, code: str) -> HttpResponse:
    """Show an outlook to everybody, or to nobody but those who answer for the place."""
    found = sender(request, code)
    outlook = needed_outlook(request, found)
    shown = request.POST.get("shown") == "yes"
    actions.publish_outlook(signed_in(request), outlook, shown=shown)
    messages.success(
        request, _("Everybody can see it now.") if shown else _("Only those who answer for the place see it now.")
    )
    return redirect("ageing:place", found.place.code)


@require_safe
@never_cache
def sources(request: HttpRequest, code: str) -> HttpResponse:
    """Where the figures of an outlook come from: who said it, when and how."""
    found = visit(request, code)
    outlook = needed_outlook(request, found)
    subject = Subject(outlook, results_of(outlook), get_language() or "en")
    context = {
        **_frame(found, outlook),
        "subtitle": subtitle_of(subject),
        "figure": _figure_of(subject, request.GET.get("figure", "")),
        "files": _files_of(found, outlook),
        "national": next((one for one in outlook.made_from if one.get("kind") == "national"), {}),
        "assumptions": [(PARTS.get(one["part"], one["part"]), say_assumption(one)) for one in outlook.assumed],
        "official": sorted(outlook.options.get("official", {}).items()),
    }
    return render(request, "ageing/sources.html", context)


def headlines_of(subject: Subject) -> list[Headline]:
    """The figures that come first, for the year that is looked at most."""
    years, language = subject.years_shown(), subject.language
    year = years[min(2, len(years) - 1)]
    shown = []
    for item in HEADLINE:
        unit = unit_of(item)
        low, high = (unit.write(subject.figure(item, year, end), language) for end in (LOW, HIGH))
        today = unit.write(subject.figure(item, years[0], MEDIAN), language)
        shown.append(
            Headline(str(INDICATOR_NAMES[item]), unit.words, low, high, today, year, f"{subject.key(item)}:{year}-low")
        )
    return shown


def _asked_year(request: HttpRequest) -> int | None:
    """The year that the pyramid is asked for."""
    year = request.GET.get("year", "")
    return int(year) if year.isdecimal() and len(year) == YEAR_DIGITS else None


def _sections(subject: Subject, peers: list[Peer]) -> list[Section]:
    """What the page of a place says, in order; what two counts say alone, and official totals, only where there are any."""
    sections = [years_section(subject)]
    beside = official_section(subject)
    sections += [beside] if beside else []
    sections.append(indicators_section(subject, peers))
    official = {int(year): float(total) for year, total in subject.outlook.options.get("official", {}).items()}
    look = cohorts_of(reads.deliveries_of(subject.outlook), official)
    return [*sections, cohorts_section(look, subject.language)] if look else sections


def _frame(found: Visit, outlook: Outlook) -> dict[str, object]:
    return {"place": found.place, "visit": found, "outlook": outlook}


def _peers(place: Place, subject: Subject) -> list[Peer]:
    """The country, and places that show theirs: those of the same country first, at most eight."""
    years = subject.summary.years[0], subject.years_shown()[-1]
    peers = []
    for line in country_lines(national_folder(), [place.country_id]):
        then, later = _nearest(line, years[0]), _nearest(line, years[1])
        peers.append(Peer(str(place.country), line.at("pct65", then), None, line.at("pct65", later) or 0.0, None))
    others = [one for one in reads.public_outlooks() if one.place_id != place.pk]
    others.sort(key=lambda one: one.place.country_id != place.country_id)
    for one in others[:8]:
        shown = one.headline.get("years", [])
        if years[1] in shown:
            then, later = one.headline["pct65"][0], one.headline["pct65"][shown.index(years[1])]
            if later[MEDIAN] is not None:
                peers.append(Peer(one.place.name, then[MEDIAN], later[LOW], later[MEDIAN], later[HIGH]))
    return peers


def _nearest(line: CountryLine, year: int) -> int:
    return min(line.years, key=lambda one: abs(one - year))


def _show_country(request: HttpRequest, found: Visit) -> HttpResponse:
    """Published figures of the country, said to be no figures of the place."""
    lines = country_lines(national_folder(), [found.place.country_id])
    line = lines[0] if lines else None
    years = [year for year in (2025, 2030, 2040, 2050, 2070, 2100) if line and year in line.years]
    rows = [
        (INDICATOR_NAMES[item], INDICATOR_VARIANTS[item], [line.at(item, year) for year in years])
        for item in ("pct65", "pct80", "oadr65_20_64", "median_age")
        if line
    ]
    language = get_language() or "en"
    figures = read_national(national_folder(), found.place.country_id)
    look = cohorts_of(reads.current_deliveries(found.place), {}) if found.may_read else None
    context = {
        "place": found.place,
        "visit": found,
        "markup": drawn_section(cohorts_section(look, language), language) if look else "",
        "country": found.place.country,
        "pyramid": pyramid_context(
            country_basis(figures, str(found.place.country), language), country_pyramids(figures), _asked_year(request)
        )
        if figures
        else None,
        "years": years,
        "rows": rows,
        "record": record_of(national_folder()),
    }
    return render(request, "ageing/country.html", context)


def _files_of(found: Visit, outlook: Outlook) -> list[dict[str, object]]:
    """The files that an outlook was made from; who sent them is told to those who may read the place."""
    known = {one.pk: one for one in reads.all_deliveries(found.place)} if found.may_read else {}
    return [
        {**one, "delivery": known.get(one.get("number"))} for one in outlook.made_from if one.get("kind") != "national"
    ]


def _figure_of(subject: Subject, key: str) -> dict[str, object] | None:
    """What a printed key stands for; None where it is none of this outlook."""
    stem, _colon, aspect = key.partition(":")
    words = stem.split(".")
    if len(words) != 3 or words[:2] != [subject.outlook.code, subject.outlook.place.code] or words[2] not in INDICATORS:
        return None
    item, (year, _dash, end) = words[2], aspect.partition("-")
    told: dict[str, object] = {
        "key": key,
        "name": INDICATOR_NAMES[item],
        "variant": INDICATOR_VARIANTS[item],
        "formula": INDICATORS[item].variant,
        "source": INDICATORS[item].source,
    }
    if item in subject.summary.items and year.isdecimal() and int(year) in subject.summary.years:
        unit, number = unit_of(item), int(year)
        written = [unit.write(subject.figure(item, number, at), subject.language) for at in range(5)]
        told |= {"year": number, "end": end, "written": written, "unit": unit.words}
    return told
