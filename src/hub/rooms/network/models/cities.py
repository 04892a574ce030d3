"""A city, its names and its figures. A "city" is any unit that joins: a district, a county, an island as well."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hub.commons.places.models import Country, UnescoRegion
from hub.commons.sources.models import Source
from hub.rooms.network.models.loaded import Loaded, loaded_once


class CityKind(models.TextChoices):
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    COUNTY = "county", _("County")
    PROVINCE = "province", _("Province")
    CONSORTIUM = "consortium", _("Consortium")
    ISLAND = "island", _("Island")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")


class Property(models.TextChoices):
    LATITUDE = "latitude", _("Latitude")
    LONGITUDE = "longitude", _("Longitude")
    POPULATION = "population", _("Population")
    AREA = "area", _("Area")


UNITS = {"latitude": "degree", "longitude": "degree", "population": "person", "area": "km2"}


def dated(name: str, *, date: str = "date", precision: str = "precision") -> models.CheckConstraint:
    """A date is there exactly when its precision is not `unknown`."""
    known = Q(**{f"{date}__isnull": False}) & ~Q(**{precision: Precision.UNKNOWN})
    unknown = Q(**{f"{date}__isnull": True, precision: Precision.UNKNOWN})
    return models.CheckConstraint(condition=known | unknown, name=name)


class City(Loaded):
    """A unit that is or was a member, or asked to be one. Personal data: none.

    `code` never changes; a merged city leaves its code behind as a `CityAlias`. `folded` is the name as search and
    alphabetical order compare it.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("The name in Latin script by which lists show it."))
    folded = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("kind of unit"), max_length=12, choices=CityKind, default=CityKind.CITY)
    kind_note = models.CharField(_("what the kind rests on"), max_length=300, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="+")
    region = models.CharField(_("UNESCO region"), max_length=30, choices=UnescoRegion)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    history = HistoricalRecords(excluded_fields=["folded", "loaded_as"])

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ("folded", "code")
        indexes = (models.Index(fields=("folded", "code")),)
        constraints = (
            loaded_once("city"),
            models.CheckConstraint(condition=Q(kind__in=CityKind.values), name="network_city_kind"),
            models.CheckConstraint(condition=Q(region__in=UnescoRegion.values), name="network_city_region"),
            models.CheckConstraint(condition=~Q(name=""), name="network_city_named"),
        )

    def __str__(self) -> str:
        return self.name


class CityAlias(models.Model):
    """A code that a city had before it was merged; its address leads to the city. Personal data: none."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    city = models.ForeignKey(City, models.CASCADE, related_name="aliases")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class CityName(Loaded):
    """A name in one script and language. Personal data: none. `folded` is the name as the search compares it."""

    city = models.ForeignKey(City, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=400, editable=False)
    script = models.CharField(_("script"), max_length=4, help_text=_("ISO 15924, for example Latn, Arab, Hang."))
    language = models.CharField(
        _("language"), max_length=16, blank=True, help_text=_("BCP 47, for example fr; blank where unknown.")
    )
    is_current = models.BooleanField(_("in use"), default=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords(excluded_fields=["folded", "loaded_as"])

    class Meta:
        verbose_name = _("name of a city")
        verbose_name_plural = _("names of cities")
        ordering = ("-is_current", "script", "language", "text")
        constraints = (
            loaded_once("name"),
            models.UniqueConstraint(fields=("city", "text", "script", "language"), name="network_name_once"),
            models.CheckConstraint(condition=~Q(script="") & ~Q(text=""), name="network_name_stated"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
                name="network_name_span",
            ),
        )

    def __str__(self) -> str:
        return self.text


class CityValue(Loaded):
    """One stated figure of a city, dated and sourced. Personal data: none.

    The newest valid one is the current one. A figure found wrong is marked, not deleted.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="values")
    property = models.CharField(_("property"), max_length=20, choices=Property)
    number = models.FloatField(_("number"))
    unit = models.CharField(_("unit"), max_length=20)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    precision = models.CharField(_("precision of the date"), max_length=8, choices=Precision, default=Precision.UNKNOWN)
    is_valid = models.BooleanField(_("valid"), default=True)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")
    note = models.CharField(_("note"), max_length=600, blank=True)
    history = HistoricalRecords(excluded_fields=["loaded_as"])

    class Meta:
        verbose_name = _("value of a city")
        verbose_name_plural = _("values of cities")
        ordering = ("property", "-as_of", "-id")
        indexes = (models.Index(fields=("property", "city", "as_of")),)
        constraints = (
            loaded_once("value"),
            dated("network_value_dated", date="as_of"),
            models.CheckConstraint(condition=Q(property__in=Property.values), name="network_value_property"),
            models.CheckConstraint(
                condition=~Q(property=Property.LATITUDE) | Q(number__gte=-90, number__lte=90),
                name="network_value_latitude",
            ),
            models.CheckConstraint(
                condition=~Q(property=Property.LONGITUDE) | Q(number__gte=-180, number__lte=180),
                name="network_value_longitude",
            ),
            models.CheckConstraint(
                condition=~Q(property__in=(Property.POPULATION, Property.AREA)) | Q(number__gte=0),
                name="network_value_amount",
            ),
            models.UniqueConstraint(
                fields=("city", "property", "source", "as_of"),
                condition=Q(as_of__isnull=False, is_valid=True),
                name="network_value_once",
            ),
            models.UniqueConstraint(
                fields=("city", "property", "source"),
                condition=Q(as_of__isnull=True, is_valid=True),
                name="network_value_undated_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_property_display()}: {self.number:g} {self.unit}"
