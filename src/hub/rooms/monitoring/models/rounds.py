"""A collection round: what is asked, of whom, until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Round(models.Model):
    """One collection round. Personal data: none.

    `recipe` and `framework` are kept as they were written, so that an old round stays what it was when the shipped
    files change.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    titles = models.JSONField(_("titles by language"), default=dict)
    recipe = models.TextField(_("recipe"))
    framework = models.TextField(_("framework"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    is_synthetic = models.BooleanField(_("synthetic"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("collection round")
        verbose_name_plural = _("collection rounds")
        ordering = ("-opens_on", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="monitoring_round_closes_after_opening"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, English where there is none."""
        return self.titles.get(get_language() or "en") or self.titles.get("en") or self.code


class RoundPlace(models.Model):
    """A place that a round asks. Personal data: who answers for the place (`contacts`)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=200)
    columns = models.JSONField(_("further columns of the place table"), default=dict)
    city = models.ForeignKey("network.City", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contacts = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    class Meta:
        verbose_name = _("place of a round")
        verbose_name_plural = _("places of a round")
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("round", "code"), name="monitoring_place_once_a_round"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
