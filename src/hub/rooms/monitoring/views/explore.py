"""Looking at two measures of an edition together. The chart is drawn here first; Vega is loaded only when asked for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from hub.commons.ui.charts import draw, theme, write_svg
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import name_of
from hub.rooms.monitoring.files.traces import run_of
from hub.rooms.monitoring.models import Edition
from hub.rooms.monitoring.phrases import say
from hub.rooms.monitoring.queries import editions as reads
from hub.rooms.monitoring.report.scatter import Scatter, nodes_to_choose, plate_of, rows_of, scatter_of


def explore(request: HttpRequest, code: str) -> HttpResponse:
    """The page: two choices, the chart, its table."""
    edition = reads.edition_of(code, request.user)
    run, language = run_of(edition), get_language() or "en"
    choices = [(node.code, name_of(node, language), node.kind) for node in nodes_to_choose(run)]
    x, y = _asked(request, "x", choices[0][0]), _asked(request, "y", choices[1][0])
    context = {"edition": edition, "choices": choices, "x": x, "y": y}
    try:
        scatter = scatter_of(run, x, y)
    except DataProblem as problem:
        return render(request, "monitoring/explore.html", {**context, "problem": say(problem)}, status=422)
    plate = plate_of(scatter, run, language, is_rtl=get_language_bidi(), mark=_mark(edition))
    svg = mark_safe(write_svg(draw(plate, rows_of(scatter)), _alt(scatter, language)))  # noqa: S308 (drawn by us)
    shown = {
        "svg": svg,
        "scatter": scatter,
        "x_name": name_of(scatter.x, language),
        "y_name": name_of(scatter.y, language),
    }
    return render(request, "monitoring/explore.html", {**context, **shown})


def explore_chart(request: HttpRequest, code: str) -> JsonResponse:
    """The same chart as a Vega-Lite specification with its rows, for the live drawing."""
    edition = reads.edition_of(code, request.user)
    run, language = run_of(edition), get_language() or "en"
    choices = nodes_to_choose(run)
    try:
        scatter = scatter_of(run, _asked(request, "x", choices[0].code), _asked(request, "y", choices[1].code))
    except DataProblem as problem:
        return JsonResponse({"error": {"code": problem.code, "message": say(problem), "findings": []}}, status=422)
    plate = plate_of(scatter, run, language, is_rtl=get_language_bidi(), mark=_mark(edition))
    return JsonResponse({**plate.specification(rows_of(scatter)), "config": theme()})


def _mark(edition: Edition) -> str:
    return _("SYNTHETIC") if edition.is_synthetic else ""


def _asked(request: HttpRequest, name: str, default: str) -> str:
    return request.GET.get(name, "")[:40] or default


def _alt(scatter: Scatter, language: str) -> str:
    names = {"x": name_of(scatter.x, language), "y": name_of(scatter.y, language), "number": len(scatter.points)}
    return (
        _("Scatter chart of %(number)d places: %(x)s across, %(y)s upwards. The table below has every value.") % names
    )
