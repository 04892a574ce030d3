"""A place whose ageing is looked at."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.commons.places.models import Country


class Place(models.Model):
    """A city of the network that has sent figures, or a synthetic one. Personal data: who answers for it (`contacts`).

    `code` is that of the city; a synthetic place has a code and a name of its own and belongs to no city.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="+")
    city = models.OneToOneField("network.City", models.CASCADE, null=True, blank=True, related_name="+")
    is_synthetic = models.BooleanField(_("synthetic"), default=False)
    contacts = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("name", "code")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_synthetic=True, city__isnull=True)
                | models.Q(is_synthetic=False, city__isnull=False),
                name="ageing_synthetic_places_are_no_cities",
            ),
        )

    def __str__(self) -> str:
        return self.name
