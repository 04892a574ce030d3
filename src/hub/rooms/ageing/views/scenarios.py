"""What if: a scenario beside the reference."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.city.differences import Differences
from hub.rooms.ageing.engine.city.scenarios import Scenario
from hub.rooms.ageing.engine.outlook.what_if import COMPARED, what_if
from hub.rooms.ageing.files.outlooks import results_of
from hub.rooms.ageing.files.scenarios import scenario_of
from hub.rooms.ageing.forms.scenarios import ScenarioForm
from hub.rooms.ageing.phrases import say
from hub.rooms.ageing.phrases.indicators import INDICATOR_NAMES
from hub.rooms.ageing.report.fans import fan_chart
from hub.rooms.ageing.report.outlook import HIGH, LOW, MEDIAN, Subject, basis_of, fan_of, subtitle_of, unit_of
from hub.rooms.ageing.report.pages import drawn
from hub.rooms.ageing.views.access import shown_outlook, visit

# What planners ask first: words, and the fields that say it.
USUAL = (
    ("migration=50", lambda: _("Net migration halves")),
    ("migration=0", lambda: _("Nobody moves in or out, on balance")),
    ("fertility=stays", lambda: _("Children per woman stay as they are")),
    ("longer=2", lambda: _("People live two years longer")),
)


@require_safe
@never_cache
def scenarios(request: HttpRequest, code: str) -> HttpResponse:
    """Suppose something, and see what it changes, with its range."""
    found = visit(request, code)
    outlook = shown_outlook(request, found)
    if outlook is None:
        return render(
            request, "ageing/without_outlook.html", {"place": found.place, "visit": found, "here": "scenarios"}
        )
    subject = Subject(outlook, results_of(outlook), get_language() or "en")
    inputs = subject.results.future.inputs
    is_asked = bool(set(request.GET) - {"outlook"})
    form = ScenarioForm(request.GET if is_asked else None, first_year=inputs.years[0], last_year=inputs.years[-1])
    context = {
        "place": found.place,
        "visit": found,
        "outlook": outlook,
        "subtitle": subtitle_of(subject),
        "form": form,
        "usual": [(query, words()) for query, words in USUAL],
        "shown": subject.years_shown(),
    }
    status = 200
    if is_asked and form.is_valid():
        try:
            scenario = scenario_of(form.cleaned_data, inputs)
            context |= _compared(subject, scenario) if scenario.changes else {"is_same": True}
        except DataProblem as problem:
            form.add_error(None, say(problem))
            status = 422
    elif is_asked:
        status = 422
    return render(request, "ageing/scenarios.html", context, status=status)


def _compared(subject: Subject, scenario: Scenario) -> dict[str, object]:
    found = what_if(subject.results.future, scenario)
    charts = [
        fan_chart(
            basis_of(subject),
            fan_of(subject, item, scenario=_middle(subject, found, item), name=_("the scenario, middle")),
            code=f"chart-{item}",
        )
        for item in ("pop65", "pct65")
    ]
    return {"rows": _rows(subject, found), "markup": drawn(subject, _("Beside the reference"), charts)}


def _rows(subject: Subject, found: Differences) -> list[dict[str, object]]:
    """For each figure: the reference, and the range of the difference, in the years that are shown."""
    years, language, rows = subject.years_shown()[1:], subject.language, []
    for item in COMPARED:
        unit, cells = unit_of(item), []
        for year in years:
            ends = found.of(item)[found.years.index(year)]
            cells.append(
                {
                    "reference": [unit.write(subject.figure(item, year, end), language) for end in (LOW, HIGH)],
                    "difference": [
                        _signed(unit.write(float(ends[end]), language), ends[end]) for end in (LOW, MEDIAN, HIGH)
                    ],
                }
            )
        rows.append({"name": INDICATOR_NAMES[item], "unit": unit.words, "cells": cells})
    return rows


def _middle(subject: Subject, found: Differences, item: str) -> tuple[tuple[int, float], ...]:
    """The middle of the reference and the middle difference together, by year."""
    values = subject.summary.of(item)[:, MEDIAN] + found.of(item)[:, MEDIAN]
    return tuple(zip(found.years, values.tolist(), strict=True))


def _signed(text: str, value: float) -> str:
    return f"+{text}" if value > 0 and text.strip("0.,٫ ") else text
