"""Who may speak to the record store: one row per outside system."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

NAME_LENGTH = 100


class Credential(models.Model):
    """A key and a secret for one system. Personal data: none.

    `secret_hash` is the SHA-256 of a secret of 32 random bytes: nothing that long can be guessed, so a fast hash is enough.
    `authority` is the agent that vouches for what comes in with this credential, as xAPI writes it. A credential with a
    city sees and writes only that city's records.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    key = models.CharField(_("key"), max_length=64, unique=True)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64)
    scopes = models.JSONField(_("scopes"), default=list)
    authority = models.JSONField(_("authority"))
    city = models.ForeignKey(
        "network.City", models.PROTECT, verbose_name=_("city"), null=True, blank=True, related_name="+"
    )
    requests_per_minute = models.PositiveIntegerField(
        _("requests a minute"), default=0, help_text=_("0 for any number.")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["secret_hash"])

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
