"""Other stores that get a copy of every statement."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

VERSIONS = ("1.0.3", "2.0.0")
NAME_LENGTH = 100


class Forward(models.Model):
    """Another store, and how far it has come. Personal data: none.

    address         of its endpoint: statements are sent to `address`/statements
    secret          sealed with the key of this site, see `actions/sealing.py`
    may_be_private  whether the address may lie within a private network
    verbs, city     what is sent; everything where they are blank
    position        the last sequence that was sent, left out by the filters, or recorded as a failure
    tries           how often the store did not answer as it should, since it last did; `next_try` is when to ask again
    refusals        how many statements it has refused one after the other
    holder          drawn by the worker that sends, which nobody else may do until `held_until`
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH, unique=True)
    address = models.CharField(_("address"), max_length=500)
    version = models.CharField(_("version"), max_length=10, choices=[(version, version) for version in VERSIONS])
    key = models.CharField(_("key"), max_length=200)
    secret = models.TextField(_("sealed secret"))
    may_be_private = models.BooleanField(_("may be private"), default=False)
    verbs = models.JSONField(_("verbs"), default=list, blank=True)
    city = models.ForeignKey(
        "network.City", models.PROTECT, verbose_name=_("city"), null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    paused = models.DateTimeField(_("paused"), null=True, blank=True)
    position = models.BigIntegerField(_("position"), default=0)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    refusals = models.PositiveIntegerField(default=0)
    last_error = models.TextField(_("last error"), blank=True, default="")
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    history = HistoricalRecords(
        excluded_fields=["secret", "position", "tries", "next_try", "refusals", "last_error", "holder", "held_until"]
    )

    class Meta:
        verbose_name = _("forward")
        verbose_name_plural = _("forwards")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ForwardFailure(models.Model):
    """A statement that another store refused for good. Personal data: `message` may quote the statement.

    status  of HTTP, as the other store answered
    """

    forward = models.ForeignKey(Forward, models.CASCADE, verbose_name=_("forward"), related_name="failures")
    sequence = models.BigIntegerField(_("sequence"))
    status = models.PositiveSmallIntegerField(_("status"))
    message = models.TextField(_("message"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("failure")
        verbose_name_plural = _("failures")
        ordering = ("sequence",)
        constraints = (models.UniqueConstraint(fields=("forward", "sequence"), name="academy_forward_failure_once"),)
