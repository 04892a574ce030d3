"""Sending figures in: what is asked, what was understood, what to mend."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from hub.commons.people.visitors import signed_in
from hub.kit.errors import InputRefused, Problem
from hub.rooms.monitoring.files.blanks import blank_table
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.files.receive import receive_file
from hub.rooms.monitoring.forms import EditionForm, ObservationsForm
from hub.rooms.monitoring.models import Round
from hub.rooms.monitoring.phrases import say, say_finding
from hub.rooms.monitoring.queries import rounds as reads
from hub.rooms.monitoring.queries.questions import counts_of, questions_of_round
from hub.rooms.monitoring.rules import places_answered


def rounds(request: HttpRequest) -> HttpResponse:
    """All collection rounds."""
    return render(request, "monitoring/rounds.html", {"rounds": reads.rounds()})


def round(request: HttpRequest, code: str) -> HttpResponse:
    """One round: what it asks, how much has come in, and where to send more."""
    return _show_round(request, reads.round_of(code), ObservationsForm())


@login_required
@never_cache
def send_observations(request: HttpRequest, code: str) -> HttpResponse:
    """Take one table: a receipt, or a list of everything that has to be mended and nothing kept."""
    asked = reads.round_of(code)
    if not request.user.has_perm("monitoring.send_observations", asked):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("monitoring:round", code)
    form = ObservationsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_round(request, asked, form, status=422)
    sent = form.cleaned_data["file"]
    try:
        intake = receive_file(signed_in(request), asked, name=sent.name, content=sent.read())
    except InputRefused as refusal:
        findings = [(finding, say_finding(finding)) for finding in refusal.findings]
        context = {"round": asked, "name": sent.name, "findings": findings, "form": ObservationsForm()}
        return render(request, "monitoring/refused.html", context, status=422)
    except Problem as problem:
        form.add_error("file", say(problem))
        return _show_round(request, asked, form, status=422)
    return redirect("monitoring:receipt", intake.pk)


def blank_form(request: HttpRequest, code: str) -> HttpResponse:
    """A table to fill in: a row for each indicator, with its unit and what is allowed."""
    asked = reads.round_of(code)
    places = sorted(places_answered(request.user, asked)) or [""]
    text = blank_table(parse_framework(asked.framework), places, asked.opens_on.year - 1, get_language() or "en")
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{asked.code}.csv"'
    return answer


def _show_round(request: HttpRequest, asked: Round, form: ObservationsForm, status: int = 200) -> HttpResponse:
    framework = parse_framework(asked.framework)
    may_send = request.user.has_perm("monitoring.send_observations", asked)
    is_staff = request.user.has_perm("monitoring.build_edition")
    own = None if is_staff else places_answered(request.user, asked)
    questions = questions_of_round(asked, framework, only=own) if may_send else []
    context = {
        "round": asked,
        "form": form,
        "may_send": may_send,
        "counts": counts_of(questions),
        "refusal": say(Problem("sending_not_allowed", round=asked.title)),
        "is_staff": is_staff,
        "edition_form": EditionForm() if is_staff else None,
        "outline": reads.outline_of(framework, get_language() or "en"),
        "indicators_count": len(framework.indicators),
        "coverage": reads.coverage_of(asked, asked=len(framework.indicators), only=own) if may_send else [],
        "intakes": [
            (one, counts_of([asked for asked in questions if asked.intake_id == one.pk]).open)
            for one in reads.intakes_of_round(asked)[:20]
            if is_staff or one.sent_by_id == request.user.pk
        ]
        if may_send
        else [],
    }
    return render(request, "monitoring/round.html", context, status=status)
