"""What people say about the questions that the checks ask about their figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hub.rooms.monitoring.models.intakes import Intake

LONGEST_COMMENT = 500


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("It is correct as it is")
    CORRECTED = "corrected", _("It will be corrected")
    WITHDRAWN = "withdrawn", _("It will be withdrawn")


class Answer(models.Model):
    """An answer to one question. Personal data: who answered, and what they wrote.

    `code`, `place`, `indicator`, `period` and `found` are the question (`engine.checks.Question`): a figure that is
    revised is asked about anew, and an old answer stays with what it was about. An answer changes no figure.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="answers")
    code = models.CharField(_("question"), max_length=40)
    place = models.CharField(_("place"), max_length=32)
    indicator = models.CharField(_("indicator"), max_length=40)
    period = models.CharField(_("period"), max_length=40)
    found = models.CharField(_("what stood there"), max_length=80)
    verdict = models.CharField(_("answer"), max_length=12, choices=Verdict)
    comment = models.CharField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    time = models.DateTimeField(_("answered at"), auto_now=True)
    # Who changed an answer stands in the history's own column, which forgets an account when it is erased.
    history = HistoricalRecords(excluded_fields=["person"])

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ("intake", "place", "indicator", "period", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("intake", "code", "place", "indicator", "period", "found"),
                name="monitoring_one_answer_a_question",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.CONFIRMED) | ~Q(comment=""), name="monitoring_confirmed_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.indicator} {self.period}: {self.verdict}"
