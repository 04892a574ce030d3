"""Learning places that older people will ask for, and how many lack."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.commons.documents.figures import write_day
from hub.kit.errors import DataProblem, InputRefused
from hub.rooms.ageing.engine.outlook.learning import DemandLook
from hub.rooms.ageing.files.demand import demand_from, provision_delivery, provision_of
from hub.rooms.ageing.files.outlooks import results_of
from hub.rooms.ageing.forms.demand import DemandForm
from hub.rooms.ageing.models import Delivery, Place
from hub.rooms.ageing.phrases import say, say_finding
from hub.rooms.ageing.report.demand import (
    DemandPage,
    demand_charts,
    facts_of,
    notes_of,
    range_words,
    rests_on,
    tables_markup,
)
from hub.rooms.ageing.report.demand_csv import demand_csv
from hub.rooms.ageing.report.demand_tables import assumptions_table, cells_table, tables_of_all_years
from hub.rooms.ageing.report.outlook import Subject, basis_of, subtitle_of
from hub.rooms.ageing.report.pages import drawn
from hub.rooms.ageing.views.access import shown_outlook, visit


@require_safe
@never_cache
def demand(request: HttpRequest, code: str) -> HttpResponse:
    """What the address supposes of older learners, carried through the projection; as a page, or as one table (CSV)."""
    found = visit(request, code)
    outlook = shown_outlook(request, found)
    if outlook is None:
        return render(request, "ageing/without_outlook.html", {"place": found.place, "visit": found, "here": "demand"})
    subject = Subject(outlook, results_of(outlook), get_language() or "en")
    years = subject.results.future.inputs.years
    form = DemandForm(request.GET, first_year=years[0], last_year=years[-1])
    delivery = provision_delivery(found.place)
    context = {
        "place": found.place,
        "visit": found,
        "outlook": outlook,
        "subtitle": subtitle_of(subject),
        "form": form,
    }
    look = _looked(found.place, subject, form, delivery) if form.is_valid() else None
    if look is None:
        return render(request, "ageing/demand.html", context, status=422)
    if request.GET.get("format") == "csv":
        name = f"{found.place.code}-{outlook.code}-demand.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(demand_csv(outlook, look), "text/csv; charset=utf-8", headers=headers)
    context |= _shown(subject, form, look, delivery)
    return render(request, "ageing/demand.html", context)


def _looked(place: Place, subject: Subject, form: DemandForm, delivery: Delivery | None) -> DemandLook | None:
    """The look that the form asks for; None, and the form says why, where there can be none."""
    try:
        return demand_from(place, subject.results, provision_of(delivery), form.cleaned_data)
    except InputRefused as refusal:
        for finding in refusal.findings[:5]:
            form.add_error(None, say_finding(finding))
    except DataProblem as problem:
        form.add_error(None, say(problem))
    return None


def _shown(subject: Subject, form: DemandForm, look: DemandLook, delivery: Delivery | None) -> dict[str, object]:
    page = DemandPage(look, basis_of(subject), form.cleaned_data["year"], _provided(delivery, subject.language))
    return {
        "page": page,
        "facts": facts_of(page),
        "notes": notes_of(look, subject.language),
        "markup": drawn(subject, _("Places asked for and offered"), demand_charts(page)),
        "is_cut": len(page.shown) < len(look.districts),
        "cells": tables_markup(subject, "ways", _("By district and way to come"), [cells_table(page)]),
        "tables": tables_markup(subject, "all-years", _("All years in tables"), tables_of_all_years(page)),
        "range_words": range_words(page, subject.results.future.trajectories),
        "assumptions": tables_markup(
            subject, "supposed", _("What is supposed"), [assumptions_table(page, form.changed_names)]
        ),
        "rests_on": rests_on(page),
    }


def _provided(delivery: Delivery | None, language: str) -> str:
    """Where the places offered come from."""
    if delivery is None:
        return ""
    source = delivery.options.get("source") or delivery.name
    return _("%(source)s, sent on %(day)s") % {"source": source, "day": write_day(delivery.sent_at.date(), language)}
