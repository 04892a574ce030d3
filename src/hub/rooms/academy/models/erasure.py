"""People who were forgotten: what the law wants to be shown, and nothing by which they could be found again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """That a person was forgotten: who decided it, when and why, and what was done (GDPR, articles 5(2), 17 and 30).

    Personal data: who decided. Of the person who was forgotten: none that names them.

    counts     rows by kind, see `actions/erasure.py`
    sequences  of the statements that read otherwise since: what exports and forwarded copies have to repeat
    """

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("decided by"), null=True, related_name="+"
    )
    ground = models.TextField(_("ground"))
    done_at = models.DateTimeField(_("done"))
    counts = models.JSONField(_("counts"))
    sequences = models.JSONField()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.pk}, {self.done_at:%Y-%m-%d}"


class ErasedIdentity(models.Model):
    """One of the identities under which a forgotten person was known, and the pseudonym that stands in its place.

    Personal data: none without the site's secret key; with it, whoever knows an identity can tell that it was forgotten.

    pseudonym    name of the account that stands in its place; `key`, the key of that account as an agent
    salt         drawn for this row
    fingerprint  of the identity, with salt and the site's secret key: tells a request that comes again
    """

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="identities")
    pseudonym = models.UUIDField(unique=True)
    key = models.BigIntegerField()
    salt = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
