"""What is known about membership, and what was announced about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hub.commons.sources.models import Source
from hub.rooms.network.models.cities import City, Precision, dated
from hub.rooms.network.models.loaded import Loaded, loaded_once


class EventKind(models.TextChoices):
    APPLIED = "applied", _("Applied")
    ENDORSED = "endorsed", _("Endorsed by the National Commission")
    ADMITTED = "admitted", _("Admitted")
    ANNOUNCED = "announced", _("Announced as a member")
    CORRECTED = "corrected", _("Announcement corrected")
    REPORTING_OVERDUE = "reporting_overdue", _("Progress report overdue")
    INACTIVE = "inactive", _("Declared inactive")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    READMITTED = "readmitted", _("Readmitted")


class ClusterRole(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member")


class MembershipEvent(Loaded):
    """Something that happened to a membership. Personal data: none.

    `date` is the first day of the month or year where only these are known; `precision` tells.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="events")
    kind = models.CharField(_("event"), max_length=20, choices=EventKind)
    date = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("precision of the date"), max_length=8, choices=Precision, default=Precision.UNKNOWN)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    is_valid = models.BooleanField(_("valid"), default=True)
    history = HistoricalRecords(excluded_fields=["loaded_as"])

    class Meta:
        verbose_name = _("membership event")
        verbose_name_plural = _("membership events")
        ordering = ("date", "id")
        constraints = (
            loaded_once("event"),
            dated("network_event_dated"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="network_event_kind"),
            models.UniqueConstraint(
                fields=("city", "kind", "date"),
                condition=Q(is_valid=True, date__isnull=False),
                name="network_event_once",
            ),
            models.UniqueConstraint(
                fields=("city", "kind"),
                condition=Q(is_valid=True, date__isnull=True),
                name="network_event_undated_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.city_id} {self.kind} {self.date or '?'}"


class AnnouncedTotal(Loaded):
    """A size of the network that somebody announced. Personal data: none. What was not stated is blank, never 0."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    date = models.DateField(_("date"), null=True)
    precision = models.CharField(_("precision of the date"), max_length=8, choices=Precision)
    cities = models.PositiveIntegerField(_("cities"), null=True, blank=True)
    countries = models.PositiveIntegerField(_("countries"), null=True, blank=True)
    joined = models.PositiveIntegerField(_("cities that joined"), null=True, blank=True)
    joined_countries = models.PositiveIntegerField(_("countries of the cities that joined"), null=True, blank=True)
    people = models.PositiveBigIntegerField(_("residents"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    history = HistoricalRecords(excluded_fields=["loaded_as"])

    class Meta:
        verbose_name = _("announced total")
        verbose_name_plural = _("announced totals")
        ordering = ("date", "code")
        constraints = (loaded_once("total"), dated("network_total_dated"))

    def __str__(self) -> str:
        return self.code


class Cluster(Loaded):
    """A group of cities that works on one theme. Personal data: none."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    history = HistoricalRecords(excluded_fields=["loaded_as"])

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ("name",)
        constraints = (loaded_once("cluster"),)

    def __str__(self) -> str:
        return self.name


class ClusterMembership(Loaded):
    """A city in a cluster, for a time. Personal data: none."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="memberships")
    city = models.ForeignKey(City, models.CASCADE, related_name="cluster_memberships")
    role = models.CharField(_("role"), max_length=12, choices=ClusterRole, default=ClusterRole.MEMBER)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    history = HistoricalRecords(excluded_fields=["loaded_as"])

    class Meta:
        verbose_name = _("cluster membership")
        verbose_name_plural = _("cluster memberships")
        ordering = ("cluster", "city")
        constraints = (
            loaded_once("cluster_membership"),
            models.UniqueConstraint(
                fields=("cluster", "city"), condition=Q(valid_until__isnull=True), name="network_in_cluster_once"
            ),
            models.CheckConstraint(condition=Q(role__in=ClusterRole.values), name="network_cluster_role"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
                name="network_cluster_span",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster_id} {self.city_id}"


class Award(Loaded):
    """A learning city award. Personal data: none."""

    city = models.ForeignKey(City, models.CASCADE, related_name="awards")
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("award"), max_length=200)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords(excluded_fields=["loaded_as"])

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ("-year",)
        constraints = (
            loaded_once("award"),
            models.UniqueConstraint(fields=("city", "year", "title"), name="network_award_once"),
            models.CheckConstraint(condition=Q(year__gte=2013, year__lte=2199), name="network_award_year"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.year}"
