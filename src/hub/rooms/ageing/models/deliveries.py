"""Files that places sent: kept as they were sent, and read again whenever they are needed."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.rooms.ageing.models.places import Place


class DeliveryKind(models.TextChoices):
    POPULATION = "population", _("People by age and sex")
    VITAL = "vital", _("Births and deaths")
    PROVISION = "provision", _("Learning places offered")


def private_storage() -> FileSystemStorage:
    """Files that are only handed out after a question of permission."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)


def _path_of(delivery: "Delivery", name: str) -> str:
    return f"ageing/{delivery.place.code}/{delivery.kind}-{delivery.sha256[:16]}"


class Delivery(models.Model):
    """One accepted file. Personal data: who sent it.

    options   what its sender said of it that the file does not say: reference date, sheet, source
    facts     what was understood in short: dates, districts, persons, open age
    findings  what was noticed, as findings of the kit
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(_("what it holds"), max_length=12, choices=DeliveryKind)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=_path_of, storage=private_storage, max_length=300)
    options = models.JSONField(_("what its sender said of it"), default=dict)
    facts = models.JSONField(_("what was understood"), default=dict)
    findings = models.JSONField(_("what was noticed"), default=list)
    is_current = models.BooleanField(_("in use"), default=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("accepted file")
        verbose_name_plural = _("accepted files")
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=DeliveryKind.values), name="ageing_delivery_kind"),
        )

    def __str__(self) -> str:
        return self.name
