"""An edition of the Monitoring Report: one replayable run, kept with all its steps."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hub.rooms.monitoring.models.rounds import Round


class EditionState(models.TextChoices):
    BUILDING = "building", _("being built")
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    FAILED = "failed", _("failed")


class Edition(models.Model):
    """One edition. Personal data: none."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="editions")
    code = models.SlugField(_("code"), max_length=80, unique=True)
    titles = models.JSONField(_("titles by language"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=EditionState, default=EditionState.BUILDING)
    is_synthetic = models.BooleanField(_("synthetic"), default=False)
    run_id = models.CharField(_("run"), max_length=12, blank=True, db_index=True)
    counts = models.JSONField(_("totals"), default=dict)
    progress = models.PositiveSmallIntegerField(_("progress in per cent"), default=0)
    fault = models.TextField(_("why it failed"), blank=True)
    built_at = models.DateTimeField(_("built at"), null=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    history = HistoricalRecords(excluded_fields=["progress"])

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-published_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="monitoring_published_has_date",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, English where there is none."""
        return self.titles.get(get_language() or "en") or self.titles.get("en") or self.code
