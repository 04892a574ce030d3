"""What was sent in: files, and the observations read from them."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.rooms.monitoring.models.rounds import Round


def private_storage() -> FileSystemStorage:
    """Files that are only handed out after a question of permission."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)


def _path_of(intake: "Intake", name: str) -> str:
    return f"intakes/{intake.round.code}/{intake.sha256[:16]}"


class Intake(models.Model):
    """One accepted file, kept as it was sent. Personal data: who sent it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(_("format"), max_length=20)
    file = models.FileField(_("file"), upload_to=_path_of, storage=private_storage, max_length=300)
    rows = models.PositiveIntegerField(_("rows"))
    added = models.PositiveIntegerField(_("observations added"))
    revised = models.PositiveIntegerField(_("observations revised"), default=0)
    unchanged = models.PositiveIntegerField(_("observations that were there already"), default=0)
    remarks = models.JSONField(_("what was noticed"), default=list)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("accepted file")
        verbose_name_plural = _("accepted files")
        ordering = ("-sent_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("round", "sha256"), name="monitoring_file_once_a_round"),)

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """One value that somebody stated, with its file and row. Personal data: none.

    A revised observation is never overwritten: `replaced_by` names the one that holds now.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="observations")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="observations")
    row = models.PositiveIntegerField(_("row"))
    place = models.CharField(_("place"), max_length=32)
    indicator = models.CharField(_("indicator"), max_length=40)
    period = models.CharField(_("period"), max_length=40)
    value = models.FloatField(_("value"), null=True)
    low = models.FloatField(_("lower limit"), null=True)
    high = models.FloatField(_("upper limit"), null=True)
    status = models.CharField(_("status"), max_length=20)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("intake", "row")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "place", "indicator", "period"),
                condition=Q(replaced_by__isnull=True),
                name="monitoring_one_current_observation",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="monitoring_interval_upright",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.indicator} {self.period}"
