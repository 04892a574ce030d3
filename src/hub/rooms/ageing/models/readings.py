"""One thing that is known, or said not to be measured, of how ready a place is for older people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hub.rooms.ageing.models.places import Place


class Confidence(models.TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Reading(models.Model):
    """A value of an indicator of a framework, or that it is not measured. Personal data: who entered it.

    definition  which of the indicator's definitions was used: perception, objective, own-more or own-less (the place's own, and
                whether more of it is better), or blank where there is one only
    subgroup    blank for everybody; else the group that a gap is measured for
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="readings")
    framework = models.CharField(_("framework"), max_length=40)
    indicator = models.CharField(_("indicator"), max_length=60)
    definition = models.CharField(_("definition"), max_length=20, blank=True)
    subgroup = models.CharField(_("subgroup"), max_length=80, blank=True)
    value = models.FloatField(_("value"), null=True, blank=True)
    share_of_people = models.FloatField(_("share of people in the subgroup"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence, blank=True)
    is_measured = models.BooleanField(_("measured"), default=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ("framework", "indicator", "definition", "subgroup")
        constraints = (
            models.UniqueConstraint(
                fields=("place", "framework", "indicator", "definition", "subgroup"), name="ageing_reading_once"
            ),
            models.CheckConstraint(
                condition=Q(is_measured=True, value__isnull=False) | Q(is_measured=False, value__isnull=True),
                name="ageing_measured_has_value",
            ),
            models.CheckConstraint(
                condition=Q(share_of_people__isnull=True) | Q(share_of_people__gte=0, share_of_people__lte=1),
                name="ageing_reading_share",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.indicator}"
