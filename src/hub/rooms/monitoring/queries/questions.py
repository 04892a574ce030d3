"""What the checks ask about the figures that a round holds, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache

from hub.kit.errors import Finding
from hub.rooms.monitoring.engine.checks import Expectations, Question, check_cells, question_of
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.models import Answer, Intake, Round
from hub.rooms.monitoring.models.answers import Verdict
from hub.rooms.monitoring.queries.rounds import cells_of

# Of one rule and indicator: enough for every place of a large round to see what is asked of it.
MOST_LISTED = 200
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a figure of one delivery, and its answer if there is one."""

    question: Question
    finding: Finding
    intake_id: int
    answer: Answer | None

    @property
    def key(self) -> str:
        return self.question.key


@dataclass(frozen=True, slots=True)
class QuestionsOfIntake:
    """What is asked about a delivery, and the answers about figures of it that were revised since."""

    standing: list[Asked]
    past: list[Answer]


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """Questions that stand now: how many there are, how many are confirmed, and how many are to be mended."""

    asked: int
    confirmed: int
    promised: int

    @property
    def open(self) -> int:
        return self.asked - self.confirmed - self.promised


def findings_of_round(round: Round, framework: Framework) -> tuple[Finding, ...]:
    """What the checks find in the current figures of a round; `file` is the number of the delivery.

    One query where nothing has come in since the last time, two otherwise: what a round holds follows from the
    deliveries that it took, in their order.
    """
    deliveries = round.intakes.order_by("pk").values_list("pk", "sha256")
    state = [framework.text, *(f"{number} {sha256}" for number, sha256 in deliveries)]
    key = f"monitoring-findings-{round.pk}-{blake2b(chr(10).join(state).encode(), digest_size=16).hexdigest()}"
    found: tuple[Finding, ...] | None = cache.get(key)
    if found is None:
        found = check_cells(cells_of(round), framework.measured, Expectations(listed=MOST_LISTED))
        cache.set(key, found, KEPT_SECONDS)
    return found


def questions_of_round(round: Round, framework: Framework, *, only: frozenset[str] | None = None) -> list[Asked]:
    """The questions of a round, or of some of its places, each with its answer. Two or three queries."""
    asked = _asked(findings_of_round(round, framework), list(Answer.objects.filter(intake__round=round)))
    return [one for one in asked if only is None or one.question.place in only]


def questions_of_intake(intake: Intake, framework: Framework) -> QuestionsOfIntake:
    """The questions about what a round still holds of a delivery. Two or three queries."""
    findings = [one for one in findings_of_round(intake.round, framework) if int(one.file) == intake.pk]
    answers = list(intake.answers.select_related("person"))
    standing = _asked(findings, answers)
    questions = {one.question for one in standing}
    return QuestionsOfIntake(standing, [one for one in answers if _question_of(one) not in questions])


def _asked(findings: Iterable[Finding], answers: list[Answer]) -> list[Asked]:
    """Findings with the answers to them; what is said twice about a cell is asked once."""
    known = {(one.intake_id, _question_of(one)): one for one in answers}
    asked: dict[tuple[int, Question], Asked] = {}
    for finding in findings:
        number, question = int(finding.file), question_of(finding)
        asked.setdefault((number, question), Asked(question, finding, number, known.get((number, question))))
    return list(asked.values())


def _question_of(answer: Answer) -> Question:
    return Question(answer.code, answer.place, answer.indicator, answer.period, answer.found)


def counts_of(questions: list[Asked]) -> QuestionCounts:
    """How many questions there are and how they were answered."""
    verdicts = [one.answer.verdict for one in questions if one.answer]
    confirmed = verdicts.count(Verdict.CONFIRMED)
    return QuestionCounts(len(questions), confirmed, len(verdicts) - confirmed)
