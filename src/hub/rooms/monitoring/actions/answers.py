"""Answering what the checks ask about a figure."""

from dataclasses import asdict

from django.db import transaction

from hub.commons.history.actions import save_as
from hub.commons.people.models import Person
from hub.kit.errors import Problem
from hub.rooms.monitoring.engine.checks import Question
from hub.rooms.monitoring.models import Answer, Intake
from hub.rooms.monitoring.models.answers import LONGEST_COMMENT, Verdict
from hub.rooms.monitoring.rules import may_answer


@transaction.atomic
def answer_question(
    actor: Person | None, intake: Intake, question: Question, *, verdict: str, comment: str = ""
) -> Answer:
    """Answer a question about a figure of a delivery, or change the answer; the earlier one stays in the history.

    `actor` is None for a command at the console. No figure changes: a correction is sent in as one.
    Raises Problem: answer_not_allowed, verdict_unknown, comment_missing, comment_too_long, question_unknown.
    """
    if actor is not None and not may_answer(actor, intake.round, question.place):
        raise Problem("answer_not_allowed", place=question.place)
    comment = comment.strip()
    _check_words(verdict, comment)
    # One answer to a delivery at a time: two that cross would both find none and make two.
    Intake.objects.select_for_update().get(pk=intake.pk)
    if not _still_stands(intake, question):
        raise Problem("question_unknown")
    answer = Answer.objects.filter(intake=intake, **asdict(question)).first()
    answer = answer or Answer(intake=intake, **asdict(question))
    answer.verdict, answer.comment, answer.person = verdict, comment, actor
    save_as(actor, answer, "monitoring.answer_question")
    return answer


def _check_words(verdict: str, comment: str) -> None:
    if verdict not in Verdict.values:
        raise Problem("verdict_unknown", found=verdict[:40], allowed=", ".join(Verdict.values))
    if verdict == Verdict.CONFIRMED and not comment:
        raise Problem("comment_missing")
    if len(comment) > LONGEST_COMMENT:
        raise Problem("comment_too_long", found=len(comment), allowed=LONGEST_COMMENT)


def _still_stands(intake: Intake, question: Question) -> bool:
    """Whether the figure that was asked about is still what the round holds."""
    current = intake.observations.filter(
        replaced_by=None, place=question.place, indicator=question.indicator, period=question.period
    )
    shown = {"" if value is None else repr(value) for value in current.values_list("value", flat=True)}
    return question.found in shown
