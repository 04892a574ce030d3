"""What somebody tried at the workbench of an edition with many replications."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.rooms.monitoring.models.editions import Edition

# The background tells how far it is several times a second; after this much silence it is taken to have been interrupted.
SILENCE = timedelta(seconds=60)


class WhatIfState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class WhatIf(models.Model):
    """Weights and methods that were tried, and the bands that came of them. Personal data: who tried it, and when.

    multipliers  node code -> by how much its published weight was multiplied; 0 leaves it out
    result       places, and per place rank, median, low, high and top; empty until done
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="whatifs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    multipliers = models.JSONField(_("multipliers of the weights"), default=dict)
    normalisation = models.CharField(_("normalisation"), max_length=20, blank=True)
    aggregation = models.CharField(_("mean"), max_length=20, blank=True)
    place = models.CharField(_("place"), max_length=32, blank=True)
    replications = models.PositiveIntegerField(_("replications"))
    seed = models.BigIntegerField(_("seed"))
    state = models.CharField(_("state"), max_length=12, choices=WhatIfState, default=WhatIfState.WAITING)
    progress = models.FloatField(_("share that is done"), default=0)
    fault = models.TextField(_("why it failed"), blank=True)
    result = models.JSONField(_("result"), default=dict)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    heard_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("what-if")
        verbose_name_plural = _("what-ifs")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(state__in=("waiting", "running")), name="monitoring_one_whatif_a_person"
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=1), name="monitoring_whatif_progress_share"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition.code} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {WhatIfState.DONE, WhatIfState.FAILED}

    @property
    def is_silent(self) -> bool:
        """Whether it should be at work and has given no sign of life for a while."""
        return not self.is_over and self.heard_at < timezone.now() - SILENCE

    @property
    def percent(self) -> int:
        return int(100 * self.progress)
