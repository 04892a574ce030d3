"""The workbench of an edition: other weights and methods, with bands; many replications on the server."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hub.commons.jobs.background import later
from hub.commons.people.visitors import signed_in
from hub.commons.tables.writing import csv_text
from hub.kit.errors import Problem
from hub.rooms.monitoring.actions.whatifs import Tried, wake_whatif
from hub.rooms.monitoring.actions.whatifs import begin_whatif as begin
from hub.rooms.monitoring.engine.workbench import Bench, Choices, answer
from hub.rooms.monitoring.files.traces import run_of
from hub.rooms.monitoring.files.workbench import seed_of_whatifs, workbench_file, workbench_of
from hub.rooms.monitoring.forms import ChoicesForm, ReplicationsForm
from hub.rooms.monitoring.models import Edition, WhatIf
from hub.rooms.monitoring.phrases import say
from hub.rooms.monitoring.queries import editions as reads
from hub.rooms.monitoring.queries import whatifs as whatif_reads
from hub.rooms.monitoring.report.workbench import Page, middle_place

HEADINGS = (
    "place",
    "name",
    "rank",
    "rank_median",
    "rank_5th_percentile",
    "rank_95th_percentile",
    "percent_among_first",
)


def workbench(request: HttpRequest, code: str) -> HttpResponse:
    """The page; what stands in the address is done here, and from then on in the reader's browser."""
    edition = reads.edition_of(code, request.user)
    try:
        bench = workbench_of(edition)
    except Problem as problem:
        return render(request, "monitoring/workbench.html", {"edition": edition, "problem": say(problem)}, status=422)
    form = _choices_form(request.GET, bench)
    fault = "" if form.is_valid() else " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        page = _page(edition, bench, form, request)
    except Problem as problem:
        fault, form = say(problem), _choices_form(QueryDict(), bench)
        form.full_clean()
        page = _page(edition, bench, form, request)
    context = {
        "edition": edition,
        "page": page,
        "form": form,
        "fault": fault,
        "replications": ReplicationsForm(initial={"query": _query(form)}),
        "whatifs": whatif_reads.whatifs_begun_by(request.user, edition),
        "may_begin": request.user.has_perm("monitoring.begin_whatif", edition),
    }
    return render(request, "monitoring/workbench.html", context, status=422 if fault else 200)


def _choices_form(given: QueryDict, bench: Bench) -> ChoicesForm:
    return ChoicesForm(given, {branch.code: branch.kind for branch in bench.branches[1:]})


def _page(edition: Edition, bench: Bench, form: ChoicesForm, request: HttpRequest) -> Page:
    given = form.cleaned_data
    choices = Choices(given.get("multipliers", {}), given.get("normalisation", ""), given.get("aggregation", ""))
    reached = answer(bench, choices)
    place = given.get("place", "")
    if place not in bench.places:
        place = whatif_reads.first_place_of(request.user, edition, bench.places) or middle_place(bench, reached)
    return Page(run_of(edition), bench, reached, choices, get_language() or "en", place, show_all="all" in request.GET)


def _query(form: ChoicesForm) -> str:
    """The choices in short, for an address: only what differs from the edition."""
    given = form.cleaned_data
    plain = {name: given[name] for name in ("place", "normalisation", "aggregation") if given.get(name)}
    factors = {f"w.{code}": f"{factor:g}" for code, factor in given.get("multipliers", {}).items()}
    return urlencode(plain | factors)


def workbench_values(request: HttpRequest, code: str) -> HttpResponse:
    """The published file that the page re-weighs."""
    edition = reads.edition_of(code, request.user)
    try:
        content = workbench_file(edition, reads.folder_of(edition))
    except Problem as problem:
        return JsonResponse({"error": {"code": problem.code, "message": say(problem), "findings": []}}, status=422)
    # The address names the run, so what stands behind it never changes.
    return HttpResponse(content, "application/json", headers={"Cache-Control": "private, max-age=604800"})


@login_required
@require_POST
def begin_whatif(request: HttpRequest, code: str) -> HttpResponse:
    """Begin replications on the server for what the page shows."""
    edition = reads.edition_of(code, request.user)
    asked = ReplicationsForm(request.POST)
    if not asked.is_valid():
        messages.error(request, " ".join(str(error) for errors in asked.errors.values() for error in errors))
        return redirect("monitoring:workbench", edition.code)
    query = asked.cleaned_data["query"].removeprefix("?")
    try:
        bench = workbench_of(edition)
        form = _choices_form(QueryDict(query), bench)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return redirect("monitoring:workbench", edition.code)
        given = form.cleaned_data
        tried = Tried(given["multipliers"], given["normalisation"], given["aggregation"], given["place"])
        answer(bench, Choices(tried.multipliers, tried.normalisation, tried.aggregation))
        seed = seed_of_whatifs(run_of(edition))
        begun = begin(signed_in(request), edition, tried, replications=asked.cleaned_data["replications"], seed=seed)
    except Problem as problem:
        messages.error(request, say(problem))
        return redirect(f"{reverse('monitoring:workbench', args=[edition.code])}?{query}")
    _put_off(begun)
    return redirect("monitoring:whatif", edition.code, begun.pk)


def _put_off(whatif: WhatIf) -> None:
    # Here and not above: the site starts without the simulation.
    from hub.rooms.monitoring.report.whatifs import run_whatif

    later(run_whatif, whatif_id=whatif.pk)


@login_required
def whatif(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """How far it is, or what came of it."""
    edition = reads.edition_of(code, request.user)
    found = _found(edition, number, request)
    context = {"edition": edition, "whatif": found, "query": _query_of(found)}
    if found.state == "done":
        run = run_of(edition)
        named = [(row, run.places.name(row.place)) for row in whatif_reads.rows_of(found)]
        context |= {"rows": named, "first": found.result["first"][0]}
    return render(request, "monitoring/whatif.html", context)


def _query_of(found: WhatIf) -> str:
    plain = {name: getattr(found, name) for name in ("place", "normalisation", "aggregation") if getattr(found, name)}
    return urlencode(plain | {f"w.{code}": f"{factor:g}" for code, factor in found.multipliers.items()})


def _found(edition: Edition, number: int, request: HttpRequest) -> WhatIf:
    """The what-if; one whose worker was interrupted is put off once more."""
    found = whatif_reads.whatif_of(edition, number, request.user)
    if found.is_silent and wake_whatif(found):
        _put_off(found)
    return found


@login_required
def whatif_progress(request: HttpRequest, code: str, number: int) -> JsonResponse:
    """How far it is, for the page that waits."""
    found = _found(reads.edition_of(code, request.user), number, request)
    return JsonResponse({"percent": found.percent, "over": found.is_over})


@login_required
def whatif_table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The result as CSV."""
    edition = reads.edition_of(code, request.user)
    found = whatif_reads.whatif_of(edition, number, request.user)
    run = run_of(edition)
    rows = [
        (row.place, run.places.name(row.place), row.rank, row.median, row.low, row.high, row.top_percent)
        for row in (whatif_reads.rows_of(found) if found.state == "done" else [])
    ]
    headers = {"Content-Disposition": f'attachment; filename="{edition.code}-whatif-{found.pk}.csv"'}
    return HttpResponse(csv_text(HEADINGS, rows), "text/csv; charset=utf-8", headers=headers)
