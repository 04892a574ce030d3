"""Countries and the regions that UNESCO puts them in."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class UnescoRegion(models.TextChoices):
    AFRICA = "africa", _("Africa")
    ARAB_STATES = "arab-states", _("Arab States")
    ASIA_PACIFIC = "asia-pacific", _("Asia and the Pacific")
    EUROPE_NORTH_AMERICA = "europe-north-america", _("Europe and North America")
    LATIN_AMERICA_CARIBBEAN = "latin-america-caribbean", _("Latin America and the Caribbean")


class IncomeLevel(models.TextChoices):
    LOW = "low", _("Low income")
    LOWER_MIDDLE = "lower-middle", _("Lower middle income")
    UPPER_MIDDLE = "upper-middle", _("Upper middle income")
    HIGH = "high", _("High income")


class Country(models.Model):
    """A country or area of ISO 3166. Personal data: none."""

    iso3 = models.CharField(max_length=3, primary_key=True)
    iso2 = models.CharField(max_length=2, unique=True)
    m49 = models.PositiveSmallIntegerField(_("UN M49 code"), unique=True, null=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120)
    name_zh_hans = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120)
    unesco_region = models.CharField(_("UNESCO region"), max_length=30, choices=UnescoRegion, blank=True)
    m49_region = models.CharField(_("UN M49 region"), max_length=60, blank=True)
    m49_subregion = models.CharField(_("UN M49 sub-region"), max_length=60, blank=True)
    income = models.CharField(_("World Bank income group"), max_length=12, choices=IncomeLevel, blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("iso3",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, English where there is none."""
        language = (get_language() or "en").replace("-", "_")
        return getattr(self, f"name_{language}", "") or self.name_en
