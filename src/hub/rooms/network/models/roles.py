"""Who speaks for a city or a country, and who works for the Hub. Anyone who is signed in is a learner."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hub.commons.places.models import Country
from hub.rooms.network.models.cities import City


class RoleKind(models.TextChoices):
    HUB_STAFF = "hub_staff", _("Hub staff")
    NATIONAL_COMMISSION = "national_commission", _("National commission")
    FOCAL_POINT = "focal_point", _("City focal point")
    EXPERT = "expert", _("Expert")


def placed(name: str) -> models.CheckConstraint:
    """A focal point has a city, a commission a country, the others neither."""
    city = Q(kind=RoleKind.FOCAL_POINT, city__isnull=False, country__isnull=True)
    country = Q(kind=RoleKind.NATIONAL_COMMISSION, city__isnull=True, country__isnull=False)
    nowhere = Q(kind__in=(RoleKind.HUB_STAFF, RoleKind.EXPERT), city__isnull=True, country__isnull=True)
    return models.CheckConstraint(condition=city | country | nowhere, name=name)


class Role(models.Model):
    """What a person may do here, from one day until another.

    Personal data: who held which role, title and dates. It stays after a person has left, without the person.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("person"), null=True, related_name="+"
    )
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), null=True, blank=True, related_name="+"
    )
    city = models.ForeignKey(City, models.CASCADE, verbose_name=_("city"), null=True, blank=True, related_name="roles")
    title = models.CharField(_("title or office"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day without the role."))
    handed_over_to = models.OneToOneField(
        "self",
        models.SET_NULL,
        verbose_name=_("handed over to"),
        null=True,
        blank=True,
        related_name="handed_over_from",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("-valid_from", "-id")
        indexes = (models.Index(fields=("person", "kind")),)
        constraints = (
            placed("network_role_placed"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="network_role_span",
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "city"),
                condition=Q(valid_until__isnull=True, city__isnull=False),
                name="network_role_in_city_once",
            ),
            models.UniqueConstraint(
                fields=("person", "kind", "country"),
                condition=Q(valid_until__isnull=True, country__isnull=False),
                name="network_role_in_country_once",
            ),
            models.UniqueConstraint(
                fields=("person", "kind"),
                condition=Q(valid_until__isnull=True, country__isnull=True, city__isnull=True),
                name="network_role_anywhere_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.country_id or self.city_id or ''}".strip()


class Invitation(models.Model):
    """An offer of a role, sent by e-mail. Personal data: the e-mail address, until it is accepted, ended or expired.

    It has no history table, so that addresses are kept in one place only. Of the token only a hash is kept.
    """

    email = models.EmailField(_("e-mail address"), blank=True)
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), null=True, blank=True, related_name="+"
    )
    city = models.ForeignKey(
        City, models.CASCADE, verbose_name=_("city"), null=True, blank=True, related_name="invitations"
    )
    title = models.CharField(_("title or office"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    hands_over = models.ForeignKey(
        Role,
        models.CASCADE,
        verbose_name=_("hands over"),
        null=True,
        blank=True,
        related_name="offers",
        help_text=_("The role that ends when this invitation is accepted."),
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(_("sent"))
    expires = models.DateTimeField(_("expires"))
    accepted = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created",)
        constraints = (
            placed("network_invitation_placed"),
            models.CheckConstraint(condition=Q(expires__gt=models.F("created")), name="network_invitation_span"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=False) | Q(accepted_by__isnull=True), name="network_invitation_accepted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.created:%Y-%m-%d}"
