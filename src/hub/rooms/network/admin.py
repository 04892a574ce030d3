"""The back office: every table of the register with its history. Daily work has pages of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from hub.rooms.network.engine.folding import fold
from hub.rooms.network.models import (
    AnnouncedTotal,
    Award,
    City,
    CityAlias,
    CityName,
    CityValue,
    Cluster,
    ClusterMembership,
    Invitation,
    MembershipEvent,
    Role,
)


class FoldingAdmin(SimpleHistoryAdmin):
    """Keeps the folded form of a name beside it."""

    folded_field = "name"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.folded = fold(getattr(obj, self.folded_field))
        super().save_model(request, obj, form, change)


@admin.register(City)
class CityAdmin(FoldingAdmin):
    list_display = ("name", "code", "kind", "country", "region")
    list_filter = ("region", "kind")
    search_fields = ("name", "code", "names__text")
    list_select_related = ("country",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(CityName)
class CityNameAdmin(FoldingAdmin):
    folded_field = "text"
    list_display = ("text", "script", "language", "city", "is_current")
    list_filter = ("script", "is_current")
    search_fields = ("text", "city__name", "city__code")
    raw_id_fields = ("city", "source")
    list_select_related = ("city",)


@admin.register(CityValue)
class CityValueAdmin(SimpleHistoryAdmin):
    list_display = ("city", "property", "number", "unit", "as_of", "is_valid")
    list_filter = ("property", "is_valid")
    search_fields = ("city__name", "city__code")
    raw_id_fields = ("city", "source")
    list_select_related = ("city",)


@admin.register(MembershipEvent)
class MembershipEventAdmin(SimpleHistoryAdmin):
    list_display = ("city", "kind", "date", "precision", "is_valid")
    list_filter = ("kind", "precision", "is_valid")
    search_fields = ("city__name", "city__code")
    raw_id_fields = ("city", "source")
    list_select_related = ("city",)


@admin.register(AnnouncedTotal)
class AnnouncedTotalAdmin(SimpleHistoryAdmin):
    list_display = ("code", "date", "precision", "cities", "countries", "joined")
    raw_id_fields = ("source",)


@admin.register(Cluster)
class ClusterAdmin(SimpleHistoryAdmin):
    list_display = ("name", "code")
    raw_id_fields = ("source",)


@admin.register(ClusterMembership)
class ClusterMembershipAdmin(SimpleHistoryAdmin):
    list_display = ("cluster", "city", "role", "valid_from", "valid_until")
    list_filter = ("cluster", "role")
    raw_id_fields = ("city", "source")
    list_select_related = ("cluster", "city")


@admin.register(Award)
class AwardAdmin(SimpleHistoryAdmin):
    list_display = ("title", "year", "city")
    list_filter = ("year",)
    raw_id_fields = ("city", "source")
    list_select_related = ("city",)


@admin.register(Role)
class RoleAdmin(SimpleHistoryAdmin):
    list_display = ("person", "kind", "city", "country", "valid_from", "valid_until")
    list_filter = ("kind",)
    raw_id_fields = ("person", "city", "handed_over_to")
    list_select_related = ("person", "city", "country")


@admin.register(CityAlias)
class CityAliasAdmin(admin.ModelAdmin):
    list_display = ("code", "city", "since")
    raw_id_fields = ("city",)
    list_select_related = ("city",)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """To read and delete only: an invitation is sent from the pages of the Hub."""

    list_display = ("kind", "city", "country", "created", "expires", "accepted")
    list_select_related = ("city", "country")
    exclude = ("token_hash",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
