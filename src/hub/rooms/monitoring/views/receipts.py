"""The receipt of an accepted file: what was understood, what is asked about its figures, and answering that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hub.commons.languages.phrases import say_number
from hub.commons.people.visitors import signed_in
from hub.kit.errors import Finding, Problem
from hub.rooms.monitoring.actions import answers
from hub.rooms.monitoring.engine.framework import name_of
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.forms import AnswerForm
from hub.rooms.monitoring.models import Intake
from hub.rooms.monitoring.phrases import say, say_finding
from hub.rooms.monitoring.queries import rounds as reads
from hub.rooms.monitoring.queries.questions import Asked, counts_of, questions_of_intake
from hub.rooms.monitoring.rules import is_staff, places_answered

MOST_PLACES = 50
MOST_QUESTIONS = 30


@dataclass(frozen=True)
class QuestionRow:
    """A question as people read it; `form` is None for somebody who may not answer it."""

    asked: Asked
    place: str
    indicator: str
    sentence: str
    form: AnswerForm | None


@login_required
@never_cache
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """What was understood of an accepted file, what is asked about its figures, and what its places still lack."""
    return _show_receipt(request, _readable_intake(request, number))


@login_required
@never_cache
def answer_question(request: HttpRequest, number: int) -> HttpResponse:
    """Take the answer to one question about a figure of an accepted file."""
    intake = _readable_intake(request, number)
    if request.method != "POST":
        return redirect("monitoring:receipt", number)
    asked = questions_of_intake(intake, parse_framework(intake.round.framework)).standing
    one = next((one for one in asked if one.key == request.POST.get("question")), None)
    if one is None:
        return _show_receipt(request, intake, refusal=say(Problem("question_unknown")), status=409)
    form = AnswerForm(request.POST, key=one.key)
    if not form.is_valid():
        return _show_receipt(request, intake, form=form, status=422)
    verdict, comment = form.cleaned_data["verdict"], form.cleaned_data["comment"]
    try:
        answers.answer_question(signed_in(request), intake, one.question, verdict=verdict, comment=comment)
    except Problem as problem:
        if problem.code == "answer_not_allowed":
            raise PermissionDenied from problem
        return _show_receipt(request, intake, refusal=say(problem), status=409)
    messages.success(request, _("Your answer was kept."))
    return redirect(reverse("monitoring:receipt", args=[number]) + "#questions")


def _readable_intake(request: HttpRequest, number: int) -> Intake:
    intake = reads.intake_of(number)
    if not request.user.has_perm("monitoring.read_intake", intake):
        raise PermissionDenied
    return intake


def _show_receipt(
    request: HttpRequest, intake: Intake, *, form: AnswerForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    framework, language = parse_framework(intake.round.framework), get_language() or "en"
    touched = reads.places_of_intake(intake)
    coverage = reads.coverage_of(intake.round, asked=len(framework.indicators), only=touched)
    questions = questions_of_intake(intake, framework)
    names = {node.code: name_of(node, language) for node in framework.measured}
    names |= {row.place.code: row.place.name for row in coverage}
    # Whoever reads a file that somebody else sent is staff or answers for all of it (see `read_intake`).
    answers_for_all = is_staff(request.user) or intake.sent_by_id != request.user.pk
    own = touched if answers_for_all else places_answered(request.user, intake.round)
    rows = _question_rows(questions.standing, names, own, form)
    context = {
        "intake": intake,
        "remarks": [(remark, say_finding(remark)) for remark in reads.remarks_of_intake(intake)],
        "coverage": coverage[:MOST_PLACES],
        "missing": reads.missing_of(intake.round, touched, framework, language),
        "questions": rows[:MOST_QUESTIONS],
        "further": max(len(rows) - MOST_QUESTIONS, 0),
        "counts": counts_of(questions.standing),
        "past": questions.past,
        "refusal": refusal,
    }
    return render(request, "monitoring/receipt.html", context, status=status)


def _question_rows(
    asked: list[Asked], names: Mapping[str, str], own: frozenset[str], sent: AnswerForm | None
) -> list[QuestionRow]:
    """Questions as people read them: the one that was sent and has to be mended first, then what is open."""
    sent_key = sent.initial["question"] if sent else ""
    ordered = sorted(asked, key=lambda one: (one.key != sent_key, one.answer is not None))
    rows = []
    for one in ordered:
        form = sent if one.key == sent_key else AnswerForm(key=one.key, answer=one.answer)
        rows.append(
            QuestionRow(
                asked=one,
                place=names.get(one.question.place, one.question.place),
                indicator=names.get(one.question.indicator, one.question.indicator),
                sentence=_sentence_of(one.finding),
                form=form if one.question.place in own else None,
            )
        )
    return rows


def _sentence_of(finding: Finding) -> str:
    """The question in words, with numbers as people read them."""
    shown = {
        name: say_number(value) if isinstance(value, float) else value for name, value in finding.parameters.items()
    }
    return say_finding(replace(finding, parameters=shown))
