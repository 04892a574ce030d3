"""What was projected for a place, with everything that it was made from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.rooms.ageing.models.places import Place


class Outlook(models.Model):
    """One projection of a place. Personal data: who made it.

    code      names it in print; the same inputs, settings and seed give the same code
    made_from the files: number, kind, name, fingerprint
    assumed   every assumption as code and parameters
    results   arrays, packed by `files.outlooks`
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="outlooks")
    code = models.CharField(_("code"), max_length=12)
    method = models.CharField(_("method"), max_length=20)
    base_date = models.DateField(_("base date"))
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    seed = models.BigIntegerField(_("seed"))
    trajectories = models.PositiveIntegerField(_("trajectories"))
    options = models.JSONField(_("what was asked for"), default=dict)
    made_from = models.JSONField(_("made from"), default=list)
    assumed = models.JSONField(_("assumptions"), default=list)
    headline = models.JSONField(_("figures that come first"), default=dict)
    results = models.BinaryField(_("results"))
    version = models.CharField(_("version of the Hub"), max_length=40)
    is_public = models.BooleanField(_("public"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("outlook")
        verbose_name_plural = _("outlooks")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("place", "code"), name="ageing_outlook_once"),
            models.CheckConstraint(condition=Q(last_year__gt=models.F("first_year")), name="ageing_outlook_forward"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.code}"
